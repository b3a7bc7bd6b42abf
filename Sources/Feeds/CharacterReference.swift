import CXML

/// References to characters: by number, by XML's five names, by HTML's names.
enum CharacterReference {
    static func isNamePart(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x23
    }

    static func isPredefined(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        switch name.count {
        case 2: (name[0] == 0x6C || name[0] == 0x67) && name[1] == 0x74
        case 3: name[0] == 0x61 && name[1] == 0x6D && name[2] == 0x70
        case 4:
            name[0] == 0x71 && name[1] == 0x75 && name[2] == 0x6F && name[3] == 0x74
                || name[0] == 0x61 && name[1] == 0x70 && name[2] == 0x6F && name[3] == 0x73
        default: false
        }
    }

    /// The character of `#233` or `#xE9`. What windows-1252 wrote as a control is given its meaning (HTML5, section
    /// 13.2.5.80); what XML forbids becomes U+FFFD. Nil when it is no number.
    static func number(_ name: UnsafeBufferPointer<UInt8>, keepsControls: Bool = false) -> Unicode.Scalar? {
        guard name.count > 1, name[0] == UInt8(ascii: "#") else { return nil }
        let isHex = name[1] | 0x20 == UInt8(ascii: "x")
        var value: UInt32 = 0
        let digits = name[(isHex ? 2 : 1)...]
        guard !digits.isEmpty else { return nil }
        for byte in digits {
            let digit: UInt32
            switch byte {
            case 0x30...0x39: digit = UInt32(byte) - 0x30
            case 0x41...0x46 where isHex: digit = UInt32(byte) - 0x37
            case 0x61...0x66 where isHex: digit = UInt32(byte) - 0x57
            default: return nil
            }
            value = min(value &* (isHex ? 16 : 10) &+ digit, 0x110000)
        }
        if (0x80...0x9F).contains(value), !keepsControls { return Windows1252.scalar(UInt8(value)) }
        guard value >= 0x20 || value == 9 || value == 10 || value == 13, value != 0xFFFE, value != 0xFFFF else {
            return "\u{FFFD}"
        }
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    /// The character of an HTML 4 name such as `eacute`.
    static func named(_ name: String) -> Unicode.Scalar? {
        guard let entity = htmlEntityLookup(name) else { return nil }
        return Unicode.Scalar(entity.pointee.value)
    }

    /// Appends the character as XML text: markup characters stay references.
    static func append(_ scalar: Unicode.Scalar, to out: inout [UInt8]) {
        switch scalar {
        case "<": out += Array("&#60;".utf8)
        case "&": out += Array("&#38;".utf8)
        case "\"": out += Array("&#34;".utf8)
        case "'": out += Array("&#39;".utf8)
        default: out += scalar.utf8Bytes
        }
    }
}
