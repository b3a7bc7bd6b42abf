import Foundation

/// A text folded for matching, one byte a character that counts, each of which knows the Unicode scalar it came from.
///
/// Case, accents, typographic quotes and dashes, full-width forms, mathematical letters and Cyrillic or Greek
/// look-alikes fold to ASCII. Zero-width characters, direction marks, combining marks and soft hyphens are left out,
/// so that `Mar\u{200B}tin` and `Мartin` read as `martin`, while positions stay exact in the text as it was given.
struct Sheet {
    /// Folded text: ASCII, or a byte from 128 for a letter that has no ASCII form, or `symbol`.
    private(set) var bytes: [UInt8] = []
    /// Whether each byte stood for a capital.
    private(set) var capital: [Bool] = []
    /// Position of each byte in the text, in Unicode scalars.
    private(set) var origin: [Int32] = []
    /// The text itself.
    private(set) var scalars: [Unicode.Scalar] = []

    static let symbol: UInt8 = 2
    static let dropped: UInt8 = 0

    init(_ text: String) {
        let size = text.utf8.count
        bytes.reserveCapacity(size)
        capital.reserveCapacity(size)
        origin.reserveCapacity(size)
        scalars.reserveCapacity(size)
        let table = FoldTable.shared
        for (index, scalar) in text.unicodeScalars.enumerated() {
            scalars.append(scalar)
            let folded = table.fold(scalar)
            if folded.byte == Self.dropped { continue }
            bytes.append(folded.byte)
            capital.append(folded.capital)
            origin.append(Int32(index))
        }
    }

    /// The passage of the text that folded bytes `low..<high` came from, in Unicode scalars.
    func range(_ low: Int, _ high: Int) -> Range<Int> {
        guard low < high else { return 0..<0 }
        return Int(origin[low])..<Int(origin[high - 1]) + 1
    }

    /// The text of a passage, as it was given.
    func text(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        return String(view)
    }
}

/// How single scalars fold.
struct FoldTable: Sendable {
    struct Folded: Sendable {
        var byte: UInt8
        var capital: Bool
    }

    static let shared = FoldTable()
    /// U+0000…U+024F, then U+1E00…U+1EFF.
    private let latin: [Folded]
    private let extended: [Folded]

    private init() {
        latin = (0..<0x250).map { Self.decomposed(UInt32($0)) }
        extended = (0x1E00..<0x1F00).map { Self.decomposed(UInt32($0)) }
    }

    @inline(__always)
    func fold(_ scalar: Unicode.Scalar) -> Folded {
        let value = scalar.value
        if value < 0x250 { return latin[Int(value)] }
        if value >= 0x1E00 && value < 0x1F00 { return extended[Int(value - 0x1E00)] }
        return Self.far(scalar)
    }

    private static let special: [UInt32: UInt8] = [
        0xD8: 111, 0xF8: 111, 0x110: 100, 0x111: 100, 0x141: 108, 0x142: 108, 0x131: 105, 0x152: 111, 0x153: 111,
        0xC6: 97, 0xE6: 97, 0xDF: 115, 0xD0: 100, 0xF0: 100, 0xDE: 116, 0xFE: 116, 0xA0: 32, 0xAB: 34, 0xBB: 34,
        0xB4: 39, 0x60: 39, 0xB0: 94, 0xBA: 94, 0xAD: 0, 0x85: 10, 0xB7: 46,
    ]

    private static func decomposed(_ value: UInt32) -> Folded {
        guard let scalar = Unicode.Scalar(value) else { return Folded(byte: Sheet.symbol, capital: false) }
        let capital = scalar.properties.isUppercase
        if value < 128 {
            if value == 96 { return Folded(byte: 39, capital: false) }
            if value == 9 || value == 11 || value == 12 { return Folded(byte: 32, capital: false) }
            if value == 13 { return Folded(byte: 10, capital: false) }
            if value < 32 && value != 10 { return Folded(byte: Sheet.symbol, capital: false) }
            return Folded(byte: UInt8(capital ? value + 32 : value), capital: capital)
        }
        if let byte = special[value] { return Folded(byte: byte, capital: capital) }
        let base = String(scalar).decomposedStringWithCanonicalMapping.lowercased().unicodeScalars.first?.value ?? 0
        if base < 128 && base > 32 { return Folded(byte: UInt8(base), capital: capital) }
        if scalar.properties.isAlphabetic { return Folded(byte: UInt8(128 + value % 64), capital: capital) }
        return Folded(byte: Sheet.symbol, capital: false)
    }

    /// Letters that look like Latin ones: Greek and Cyrillic, small and capital.
    private static let lookAlikes: [UInt32: UInt8] = {
        let pairs = [
            ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abezhikmnoptyx"), ("αικνορτυχ", "aiknoptux"), ("АВЕКМНОРСТУХЅІЈ", "abekmhopctyxsij"),
            ("авекмнорстухѕіјһԁԛԝ", "abekmhopctyxsijhdqw"), ("ЁёЇїЙйҮү", "eeiiuuyy"), ("ΌόΆάΈέΊίΎύ", "ooaaeeiiyy"),
            ("ⅼⅰⅴⅹⅽⅾⅿ", "livxcdm"),
        ]
        var table: [UInt32: UInt8] = [:]
        for (from, to) in pairs {
            for (scalar, byte) in zip(from.unicodeScalars, to.utf8) { table[scalar.value] = byte }
        }
        return table
    }()

    private static func far(_ scalar: Unicode.Scalar) -> Folded {
        let value = scalar.value
        switch value {
        case 0x2BB...0x2BD, 0x2018...0x201B, 0x2032: return Folded(byte: 39, capital: false)
        case 0x201C...0x201F, 0x2033: return Folded(byte: 34, capital: false)
        case 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63: return Folded(byte: 45, capital: false)
        case 0x2000...0x200A, 0x202F, 0x205F, 0x3000, 0x1680: return Folded(byte: 32, capital: false)
        case 0x2028, 0x2029: return Folded(byte: 10, capital: false)
        case 0x20AC: return Folded(byte: 36, capital: false)
        case 0x2026: return Folded(byte: 46, capital: false)
        case 0x2022, 0x2023, 0x25CF, 0x25AA: return Folded(byte: 42, capital: false)
        case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0x300...0x36F, 0xFE00...0xFE0F, 0x180B...0x180E,
            0xE0000...0xE01EF, 0x115F, 0x1160, 0x3164, 0x1AB0...0x1AFF, 0x20D0...0x20FF:
            return Folded(byte: Sheet.dropped, capital: false)
        case 0xFF01...0xFF5E: return ascii(value - 0xFF01 + 33)
        case 0x660...0x669: return ascii(value - 0x660 + 48)
        case 0x6F0...0x6F9: return ascii(value - 0x6F0 + 48)
        case 0x966...0x96F: return ascii(value - 0x966 + 48)
        case 0x1D400...0x1D6A3:
            let letter = (value - 0x1D400) % 52
            return ascii(letter < 26 ? 65 + letter : 71 + letter)
        case 0x1D7CE...0x1D7FF: return ascii(48 + (value - 0x1D7CE) % 10)
        case 0x24B6...0x24CF: return ascii(value - 0x24B6 + 65)
        case 0x24D0...0x24E9: return ascii(value - 0x24D0 + 97)
        case 0x2460...0x2468: return ascii(value - 0x2460 + 49)
        default: break
        }
        let capital = scalar.properties.isUppercase
        if let byte = lookAlikes[value] { return Folded(byte: byte, capital: capital) }
        if value < 0xFFFF, scalar.properties.isAlphabetic {
            return Folded(byte: UInt8(128 + value % 64), capital: capital)
        }
        return Folded(byte: Sheet.symbol, capital: false)
    }

    private static func ascii(_ value: UInt32) -> Folded {
        let capital = value >= 65 && value <= 90
        return Folded(byte: UInt8(capital ? value + 32 : value), capital: capital)
    }
}
