/// Markup that is known to be safe, because our code made it from escaped parts. A template writes a `String` escaped
/// and a `SafeHTML` as it is: the type decides, never the template, which cannot ask for anything raw.
public struct SafeHTML: Sendable, Equatable, Encodable, CustomStringConvertible {
    public let markup: String

    /// Only for markup whose every variable part went through `SafeHTML.escape`.
    public init(trusted markup: String) { self.markup = markup }

    public var description: String { markup }

    /// `text` for an element's content or a quoted attribute. Works on scalars: a quotation mark followed by a
    /// combining accent is one `Character`, and would slip through a table of characters.
    public static func escape(_ text: String) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count + 16)
        escape(text, into: &out)
        return String(decoding: out, as: UTF8.self)
    }

    /// Runs of plain bytes are copied as they are.
    private static func escape(_ text: String, into out: inout [UInt8]) {
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            for (index, byte) in bytes.enumerated() {
                guard let written = entity(byte) else { continue }
                out += bytes[start..<index]
                out += written.utf8
                start = index + 1
            }
            out += bytes[start...]
        }
    }

    /// What is written for a byte that cannot stand; nothing for what no page may hold.
    private static func entity(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        case 0..<9, 11, 12, 14..<32: ""
        default: nil
        }
    }
}
