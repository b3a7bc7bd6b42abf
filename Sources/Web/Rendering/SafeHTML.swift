/// Markup that is known to be safe, because our code made it from escaped parts. A template writes a `String` escaped
/// and a `SafeHTML` as it is: the type decides, never the template, which cannot ask for anything raw.
public struct SafeHTML: Sendable, Equatable, CustomStringConvertible {
    public let markup: String

    /// Only for markup whose every variable part went through `SafeHTML.escape`.
    public init(trusted markup: String) { self.markup = markup }

    public var description: String { markup }

    /// `text` for an element's content or a quoted attribute. Works on scalars: a quotation mark followed by a
    /// combining accent is one `Character`, and would slip through a table of characters.
    public static func escape(_ text: String) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "<"): out += Array("&lt;".utf8)
            case UInt8(ascii: ">"): out += Array("&gt;".utf8)
            case UInt8(ascii: "&"): out += Array("&amp;".utf8)
            case UInt8(ascii: "\""): out += Array("&quot;".utf8)
            case UInt8(ascii: "'"): out += Array("&#39;".utf8)
            case 0..<9, 11, 12, 14..<32: break
            default: out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
