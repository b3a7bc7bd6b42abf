import Foundation

/// Cuts text into the words by which it is found: without accents, case, elisions, plurals or feminine endings, so that
/// "hopitaux", "Hôpital" and "l'hôpital" are one. The index and every query pass through here, on both engines.
public enum SearchText {
    /// The text in lower case, without accents, words apart by single spaces. Letters of other scripts are kept.
    public static func folded(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            var folder = Folder(capacity: bytes.count)
            var index = 0
            while index < bytes.count {
                // Nearly all of a text is ASCII: decoding scalars is for the rest.
                if bytes[index] < 0x80 {
                    folder.take(ascii: bytes[index])
                    index += 1
                } else {
                    var end = index + 1
                    while end < bytes.count, bytes[end] >= 0x80 { end += 1 }
                    let rest = String(decoding: UnsafeBufferPointer(rebasing: bytes[index..<end]), as: UTF8.self)
                    for scalar in rest.unicodeScalars { folder.take(scalar) }
                    index = end
                }
            }
            return folder.finish()
        }
    }

    /// Stemmed words of a text that `folded` has been through, elided articles left out.
    public static func stems(ofFolded text: String) -> [String] {
        var text = text
        return text.withUTF8 { bytes in
            bytes.split(separator: UInt8(ascii: " ")).compactMap { word in
                isElision(word) ? nil : FrenchStem.stem(word)
            }
        }
    }

    /// Stemmed words of any text.
    public static func words(_ text: String) -> [String] { stems(ofFolded: folded(text)) }

    /// What is left of l', d', qu'… once the apostrophe is a space.
    private static func isElision(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard let first = word.first else { return true }
        if word.count == 1 { return "ldjmtsnc".utf8.contains(first) }
        return word.elementsEqual("qu".utf8)
    }

    /// Builds the folded text scalar by scalar.
    private struct Folder {
        private var bytes: [UInt8] = []
        private var inWord = false

        init(capacity: Int) { bytes.reserveCapacity(capacity + 8) }

        mutating func take(ascii byte: UInt8) {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): put(byte)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): put(byte | 0x20)
            default: leave()
            }
        }

        mutating func take(_ scalar: Unicode.Scalar) {
            let value = scalar.value
            if value < 0x80 {
                take(ascii: UInt8(value))
            } else if let plain = Self.plain(value) {
                for byte in plain.utf8 { put(byte) }
            } else if Self.isMark(value) {
                return
            } else if Self.standsAlone(value) {
                leave()
                for byte in String(scalar).utf8 { put(byte) }
                leave()
            } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                takeLetter(scalar)
            } else {
                leave()
            }
        }

        /// Other scripts, and the letters that people borrow from mathematics to write in bold.
        private mutating func takeLetter(_ scalar: Unicode.Scalar) {
            let parts = String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars
            if parts.count == 1, parts.first == scalar {
                for byte in scalar.properties.lowercaseMapping.utf8 where byte >= 0x80 { put(byte) }
                return
            }
            for part in parts {
                if part.value < 0x80 {
                    take(ascii: UInt8(part.value))
                } else if let plain = Self.plain(part.value) {
                    for byte in plain.utf8 { put(byte) }
                } else if !Self.isMark(part.value) {
                    for byte in part.properties.lowercaseMapping.utf8 where byte >= 0x80 { put(byte) }
                }
            }
        }

        /// Ideographs and kana are written without spaces: each is a word, and a word is a phrase of them.
        private static func standsAlone(_ value: UInt32) -> Bool {
            (0x3040...0x30FF).contains(value) || (0x3400...0x9FFF).contains(value)
                || (0x20000...0x3FFFF).contains(value)
        }

        func finish() -> String { String(decoding: bytes, as: UTF8.self) }

        private mutating func put(_ byte: UInt8) {
            if !inWord, !bytes.isEmpty { bytes.append(UInt8(ascii: " ")) }
            inWord = true
            bytes.append(byte)
        }

        private mutating func leave() { inWord = false }

        /// Combining marks, joiners and soft hyphens: part of the letter before, or nothing at all.
        private static func isMark(_ value: UInt32) -> Bool {
            (0x300...0x36F).contains(value) || value == 0xAD || (0x200B...0x200D).contains(value) || value == 0x2060
                || value == 0xFEFF
        }

        /// Accented Latin letters without their accents.
        private static func plain(_ value: UInt32) -> String? {
            switch value {
            case 0xC0...0xC5, 0xE0...0xE5, 0x100...0x105: "a"
            case 0xC6, 0xE6: "ae"
            case 0xC7, 0xE7, 0x106...0x10D: "c"
            case 0xC8...0xCB, 0xE8...0xEB, 0x112...0x11B: "e"
            case 0xCC...0xCF, 0xEC...0xEF, 0x128...0x131: "i"
            case 0xD1, 0xF1, 0x143...0x148: "n"
            case 0xD2...0xD6, 0xD8, 0xF2...0xF6, 0xF8, 0x14C...0x151: "o"
            case 0xD9...0xDC, 0xF9...0xFC, 0x168...0x173: "u"
            case 0xDD, 0xFD, 0xFF, 0x176...0x178: "y"
            case 0x152, 0x153: "oe"
            case 0xDF: "ss"
            case 0x15A...0x161: "s"
            case 0x179...0x17E: "z"
            case 0x141, 0x142: "l"
            default: nil
            }
        }
    }
}
