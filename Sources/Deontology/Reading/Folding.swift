/// One character of a text as it is compared: small letter, without accent, without disguise.
///
/// Letters of other alphabets that look like Latin ones become them ("Мartin" with a Cyrillic М), decorative and
/// full-width letters become plain ones, and characters that cannot be seen (zero width, direction) vanish.
enum Folding {
    /// What `scalar` counts for; nil when it is invisible.
    static func folded(_ scalar: Unicode.Scalar) -> UInt32? {
        let value = scalar.value
        if value < 0x80 { return value >= 65 && value <= 90 ? value + 32 : (value < 32 ? 32 : value) }
        if value < 0x250 { return latin[Int(value - 0x80)] }
        return beyondLatin(value, scalar)
    }

    private static func beyondLatin(_ value: UInt32, _ scalar: Unicode.Scalar) -> UInt32? {
        switch value {
        case 0x300...0x36F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFE00...0xFE0F,
            0xE0000...0xE01EF:
            return nil
        case 0x2018, 0x2019, 0x201B, 0x2032, 0x2BC, 0xFF07: return 39
        case 0x201C, 0x201D, 0x201E, 0x201F: return 34
        case 0x2010...0x2015, 0x2212: return 45
        case 0x2000...0x200A, 0x202F, 0x205F, 0x3000, 0x2028, 0x2029: return 32
        case 0xFF01...0xFF5E: return folded(Unicode.Scalar(UInt8(value - 0xFF01 + 33)))
        case 0x1D400...0x1D6A3: return 97 + (value - 0x1D400) % 52 % 26
        case 0x1D7CE...0x1D7FF: return 48 + (value - 0x1D7CE) % 10
        case 0x370...0x52F: return lookalikes[value] ?? lowered(scalar)
        default: return lowered(scalar)
        }
    }

    private static func lowered(_ scalar: Unicode.Scalar) -> UInt32 {
        scalar.properties.lowercaseMapping.unicodeScalars.first?.value ?? scalar.value
    }

    /// U+0080 to U+024F. A small letter that has no plain form stands for itself.
    private static let latin: [UInt32?] = {
        var table = (0x80..<0x250).map { code -> UInt32? in UInt32(code) }
        func set(_ characters: String, _ plain: Character) {
            for scalar in characters.unicodeScalars where scalar.value < 0x250 && scalar.value >= 0x80 {
                table[Int(scalar.value) - 0x80] = plain.unicodeScalars.first?.value
            }
        }
        set("ÀÁÂÃÄÅĀĂĄàáâãäåāăąÆæ", "a")
        set("ÇĆĈĊČçćĉċč", "c")
        set("ĎĐďđÐð", "d")
        set("ÈÉÊËĒĔĖĘĚèéêëēĕėęě", "e")
        set("ĜĞĠĢĝğġģ", "g")
        set("ÌÍÎÏĨĪĬĮİìíîïĩīĭįı", "i")
        set("ĹĻĽĿŁĺļľŀł", "l")
        set("ÑŃŅŇñńņň", "n")
        set("ÒÓÔÕÖØŌŎŐòóôõöøōŏőŒœ", "o")
        set("ŔŖŘŕŗř", "r")
        set("ŚŜŞŠśŝşšß", "s")
        set("ŢŤŦţťŧ", "t")
        set("ÙÚÛÜŨŪŬŮŰŲùúûüũūŭůűų", "u")
        set("ÝŶŸýÿŷ", "y")
        set("ŹŻŽźżž", "z")
        for code in 0x80..<0xA1 { table[code - 0x80] = 32 }
        table[0xAD - 0x80] = nil
        return table
    }()

    /// Cyrillic and Greek letters that a reader takes for Latin ones, both cases.
    private static let lookalikes: [UInt32: UInt32] = {
        let pairs: [(String, String)] = [
            ("АВЕКМНОРСТУХІЈЅ", "abekmhopctyxijs"), ("аеорсухіјѕ", "aeopcyxijs"),
            ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abezhikmnoptyx"), ("ονα", "ova"),
        ]
        var table: [UInt32: UInt32] = [:]
        for (foreign, plain) in pairs {
            for (from, to) in zip(foreign.unicodeScalars, plain.unicodeScalars) { table[from.value] = to.value }
        }
        return table
    }()
}
