/// Where one tag ends, and whether its attributes hold something that XML forbids there.
struct TagScan {
    /// Just after the `>`.
    let end: Int
    let attributes: Int
    let needsCare: Bool

    /// Nil when no `>` closes the tag within `limit` bytes: then the `<` was only text.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int, limit: Int) {
        let stop = min(bytes.count, start + limit)
        var quote: UInt8 = 0
        var last: UInt8 = 0
        var count = 0
        var care = false
        var index = start + 1
        while index < stop {
            let byte = bytes[index]
            if quote != 0 {
                if byte == quote { quote = 0 }
                care = care || byte == 0x26 || byte == 0x3C || byte < 0x20
            } else if byte == 0x3E {
                (end, attributes, needsCare) = (index + 1, count, care)
                return
            } else if byte == 0x3C {
                return nil
            } else if (byte == 0x22 || byte == 0x27) && last == 0x3D {
                quote = byte
            } else {
                if byte == 0x3D { count += 1 }
                care = care || byte == 0x26 || byte < 9
            }
            if byte > 0x20 { last = byte }
            index += 1
        }
        return nil
    }
}

/// Plain searches in bytes.
enum ByteSearch {
    static func has(_ text: StaticString, in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        guard index + text.utf8CodeUnitCount <= bytes.count else { return false }
        return (0..<text.utf8CodeUnitCount).allSatisfy { bytes[index + $0] == text.utf8Start[$0] }
    }

    /// Whether the word, written in lower case, occurs in any case.
    static func mentions(_ word: StaticString, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let size = word.utf8CodeUnitCount
        guard bytes.count >= size else { return false }
        return (0...(bytes.count - size)).contains { start in
            guard bytes[start] == word.utf8Start[0] else { return false }
            return (0..<size).allSatisfy { offset in
                let byte = bytes[start + offset]
                return ((0x41...0x5A).contains(byte) ? byte | 0x20 : byte) == word.utf8Start[offset]
            }
        }
    }

    static func find(_ text: StaticString, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        let last = bytes.count - text.utf8CodeUnitCount
        let first = text.utf8Start[0]
        var index = start
        while index <= last {
            if bytes[index] == first, has(text, in: bytes, at: index) { return index }
            index += 1
        }
        return nil
    }
}

/// Everything before the root element: read for its entities, then thrown away.
struct XMLProlog {
    private(set) var end = 0
    private(set) var entities: [String: [UInt8]] = [:]
    private(set) var isNetscape = false

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        var index = 0
        while let open = (index..<bytes.count).first(where: { bytes[$0] == 0x3C }), open + 1 < bytes.count {
            let next = bytes[open + 1]
            if ByteSearch.has("<!--", in: bytes, at: open) {
                guard let close = ByteSearch.find("-->", in: bytes, from: open + 4) else { break }
                index = close + 3
            } else if next == 0x3F {
                index = ByteSearch.find("?>", in: bytes, from: open).map { $0 + 2 } ?? bytes.count
            } else if next == 0x21 {
                index = declaration(bytes, at: open)
            } else if (0x61...0x7A).contains(next | 0x20) || next == 0x5F || next >= 0x80 {
                end = open
                return
            } else {
                index = open + 1
            }
        }
        end = bytes.count
    }

    /// `<!DOCTYPE …` opens the subset and is stepped into; `<!ENTITY …>` and the others are read whole.
    private mutating func declaration(_ bytes: UnsafeBufferPointer<UInt8>, at open: Int) -> Int {
        let close = ByteSearch.find(">", in: bytes, from: open) ?? bytes.count
        let text = String(decoding: bytes[open..<min(close, open + 2_048)], as: UTF8.self)
        if text.hasPrefix("<!DOCTYPE") {
            isNetscape = isNetscape || text.lowercased().contains("netscape")
            if let subset = (open..<close).first(where: { bytes[$0] == UInt8(ascii: "[") }) { return subset + 1 }
        } else if text.hasPrefix("<!ENTITY"), entities.count < 256 {
            entity(text)
        }
        return min(close + 1, bytes.count)
    }

    /// Keeps an entity whose value is text or one character reference, up to 1,024 bytes: it cannot grow.
    private mutating func entity(_ text: String) {
        let parts = text.dropFirst(8).split(maxSplits: 1, whereSeparator: \.isWhitespace)
        guard parts.count == 2, let quote = parts[1].first, quote == "\"" || quote == "'",
            let last = parts[1].dropFirst().firstIndex(of: quote)
        else { return }
        let value = parts[1].dropFirst()[..<last]
        guard value.utf8.count <= 1_024, !value.contains("<"), !value.contains("%") else { return }
        if !value.contains("&") {
            entities[String(parts[0])] = Array(value.utf8)
        } else if value.hasPrefix("&#"), value.hasSuffix(";") {
            let name = Array(value.dropFirst().dropLast().utf8)
            guard let scalar = name.withUnsafeBufferPointer({ CharacterReference.number($0) }) else { return }
            var bytes: [UInt8] = []
            CharacterReference.append(scalar, to: &bytes)
            entities[String(parts[0])] = bytes
        }
    }
}
