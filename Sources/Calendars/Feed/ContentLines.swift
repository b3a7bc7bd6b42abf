/// Lines as RFC 5545 has them: `NAME:value`, at most 75 octets, CRLF.
struct ContentLines {
    private(set) var text = ""

    /// A value that is written as it is.
    mutating func add(_ name: String, _ value: String) { text += Self.folded("\(name):\(value)") + "\r\n" }

    /// A value of type TEXT.
    mutating func addText(_ name: String, _ value: String) { add(name, Self.escaped(value)) }

    /// Section 3.3.11: backslash, semicolon, comma and line break are escaped; other control characters but the tab
    /// may not stand in a text (section 3.1) and become blanks.
    static func escaped(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        var wasReturn = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", ";", ",": out.append(contentsOf: ["\\", scalar])
            case "\n" where wasReturn: break
            case "\n", "\r", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}":
                out.append(contentsOf: ["\\", "n"])
            case "\t": out.append(scalar)
            default: out.append(scalar.properties.generalCategory == .control ? " " : scalar)
            }
            wasReturn = scalar == "\r"
        }
        return String(out)
    }

    /// Section 3.1: a line over 75 octets goes on after CRLF and a blank, which counts among the 75 of the next. No
    /// character is cut, and no accent or joined emoji taken from its letter where one is shorter than a line.
    static func folded(_ line: String) -> String {
        if line.utf8.count <= 75 { return line }
        var out = ""
        var room = 75
        func begin() {
            out += "\r\n "
            room = 74
        }
        for character in line {
            let size = character.utf8.count
            if size <= room {
                out.append(character)
                room -= size
            } else if size <= 74 {
                begin()
                out.append(character)
                room -= size
            } else {
                for scalar in character.unicodeScalars {
                    let size = String(scalar).utf8.count
                    if size > room { begin() }
                    out.unicodeScalars.append(scalar)
                    room -= size
                }
            }
        }
        return out
    }
}
