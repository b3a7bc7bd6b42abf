import CScan

/// Characters that HTML counts as errors: controls and non-characters. Parsers disagree on them, so they are mended
/// first:
/// what windows-1252 wrote as a control is given its meaning, the others go.
enum OddCharacters {
    /// The text without them, or nil where there are none.
    static func mended(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard var index = next(bytes, from: 0) else { return nil }
        var out = Array(bytes[..<index])
        out.reserveCapacity(bytes.count)
        while index < bytes.count {
            if bytes[index] == 0xC2 {
                let scalar = Windows1252.scalar(bytes[index + 1])
                if scalar != "\u{FFFD}" { out.append(contentsOf: scalar.utf8Bytes) }
            }
            let resume = min(index + length(bytes[index]), bytes.count)
            index = next(bytes, from: resume) ?? bytes.count
            out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[resume..<index]))
        }
        return out
    }

    private static func length(_ byte: UInt8) -> Int { byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4 }

    private static func next(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var index = start
        while true {
            index = cs_odd(bytes.baseAddress, index, bytes.count)
            guard index < bytes.count else { return nil }
            if isOdd(bytes, index) { return index }
            index += 1
        }
    }

    private static func isOdd(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        func at(_ offset: Int) -> UInt8 { index + offset < bytes.count ? bytes[index + offset] : 0 }
        switch bytes[index] {
        case 9, 10, 12, 13: return false
        case 0..<0x20, 0x7F: return true
        case 0xC2: return (0x80...0x9F).contains(at(1))
        case 0xEF: return at(1) == 0xBF && at(2) >= 0xBE || at(1) == 0xB7 && (0x90...0xAF).contains(at(2))
        case 0xF0...: return at(1) & 0x0F == 0x0F && at(2) == 0xBF && at(3) >= 0xBE
        default: return false
        }
    }
}
