/// How many letters of each writing system a text holds, and which accents.
struct LetterCount {
    enum Script: Int, CaseIterable {
        case latin, cyrillic, greek, arabic, hebrew, han, kana, hangul, devanagari, thai, armenian, georgian, tamil,
            other
    }

    private(set) var total = 0
    private var counts = [Int](repeating: 0, count: Script.allCases.count)
    /// One bit for each scalar of U+00C0 to U+017F that was seen.
    private var accents: (UInt64, UInt64, UInt64) = (0, 0, 0)
    /// Letters that Persian and Urdu have and Arabic lacks.
    private(set) var persian = 0
    /// Letters that Ukrainian has and Russian lacks.
    private(set) var ukrainian = 0

    subscript(script: Script) -> Int { counts[script.rawValue] }

    mutating func count(_ scalar: Unicode.Scalar) {
        total += 1
        counts[Self.script(scalar.value).rawValue] += 1
        switch scalar.value {
        case 0xC0..<0x100: accents.0 |= 1 << UInt64(scalar.value - 0xC0)
        case 0x100..<0x140: accents.1 |= 1 << UInt64(scalar.value - 0x100)
        case 0x140..<0x180: accents.2 |= 1 << UInt64(scalar.value - 0x140)
        case 0x67E, 0x686, 0x698, 0x6AF: persian += 1
        case 0x404, 0x406, 0x407, 0x454, 0x456, 0x457, 0x490, 0x491: ukrainian += 1
        default: break
        }
    }

    /// Calls `body` with each accented letter seen, as its scalar value, in order.
    func eachAccent(_ body: (UInt32) -> Void) {
        for (bits, base) in [(accents.0, UInt32(0xC0)), (accents.1, 0x100), (accents.2, 0x140)] where bits != 0 {
            for offset in 0..<64 where bits >> UInt64(offset) & 1 == 1 { body(base + UInt32(offset)) }
        }
    }

    private static func script(_ value: UInt32) -> Script {
        switch value {
        case 0..<0x250, 0x1E00...0x1EFF: .latin
        case 0x370...0x3FF, 0x1F00...0x1FFF: .greek
        case 0x400...0x52F: .cyrillic
        case 0x530...0x58F: .armenian
        case 0x590...0x5FF: .hebrew
        case 0x600...0x6FF, 0x750...0x77F, 0xFB50...0xFDFF, 0xFE70...0xFEFE: .arabic
        case 0x900...0x97F: .devanagari
        case 0xB80...0xBFF: .tamil
        case 0xE00...0xE7F: .thai
        case 0x10A0...0x10FF: .georgian
        case 0x1100...0x11FF, 0xAC00...0xD7AF: .hangul
        case 0x3040...0x30FF: .kana
        case 0x3400...0x9FFF, 0x20000...0x2FFFF: .han
        default: .other
        }
    }
}
