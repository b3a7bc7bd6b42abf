/// Text in the quoted-printable encoding (RFC 2045 section 6.7): lines of at most 76 characters, CRLF line ends.
enum QuotedPrintable {
    static func encode(_ text: String) -> String {
        // Swift takes CRLF for one character: this normalises all three line ends.
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(encodeLine).joined(
            separator: "\r\n")
    }

    private static func encodeLine(_ line: Substring) -> String {
        let bytes = Array(line.utf8)
        var lines: [String] = []
        var current = ""
        for (index, byte) in bytes.enumerated() {
            let isLast = index == bytes.count - 1
            let unit = unit(byte, startsLine: current.isEmpty, endsLine: isLast)
            if current.utf8.count + unit.utf8.count > 75 {
                lines.append(current + "=")
                current = self.unit(byte, startsLine: true, endsLine: isLast)
            } else {
                current += unit
            }
        }
        lines.append(current)
        return lines.joined(separator: "\r\n")
    }

    /// A final space would be lost on the way, a leading dot doubled or taken for the end, a leading `From` changed.
    private static func unit(_ byte: UInt8, startsLine: Bool, endsLine: Bool) -> String {
        let plain: Bool
        switch byte {
        case 0x20, 0x09: plain = !endsLine
        case 0x3D: plain = false
        case 0x2E, 0x46: plain = !startsLine
        case 0x21...0x7E: plain = true
        default: plain = false
        }
        if plain { return String(Unicode.Scalar(byte)) }
        return "=" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
}
