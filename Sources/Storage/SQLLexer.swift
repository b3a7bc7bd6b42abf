/// Cuts SQL into words, parameters and the rest, so that nothing inside a literal, a quoted name or a comment is
/// ever taken for a parameter or a type. It knows what both engines share.
struct SQLLexer {
    enum Kind { case word, parameter, literal, comment, other }

    struct Piece {
        let kind: Kind
        let text: Substring
    }

    private let bytes: String.UTF8View
    private var here: String.UTF8View.Index

    init(_ sql: String) {
        bytes = sql.utf8
        here = bytes.startIndex
    }

    mutating func next() -> Piece? {
        guard here < bytes.endIndex else { return nil }
        let start = here
        let kind = advance()
        return Piece(kind: kind, text: Substring(bytes[start..<here]))
    }

    private mutating func advance() -> Kind {
        let byte = bytes[here]
        let following = peek(1)
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
            quoted(by: byte)
            return .literal
        case UInt8(ascii: "-") where following == UInt8(ascii: "-"):
            skip { $0 != UInt8(ascii: "\n") }
            return .comment
        case UInt8(ascii: "/") where following == UInt8(ascii: "*"):
            block()
            return .comment
        case UInt8(ascii: "$"):
            return dollar(following)
        case _ where Self.isWord(byte):
            skip(while: Self.isWord)
            return .word
        default:
            here = bytes.index(after: here)
            return .other
        }
    }

    private func peek(_ distance: Int) -> UInt8? {
        guard let index = bytes.index(here, offsetBy: distance, limitedBy: bytes.endIndex), index < bytes.endIndex
        else { return nil }
        return bytes[index]
    }

    private mutating func skip(while wanted: (UInt8) -> Bool) {
        while here < bytes.endIndex, wanted(bytes[here]) { here = bytes.index(after: here) }
    }

    /// A doubled quote inside is two literals side by side, which comes to the same.
    private mutating func quoted(by quote: UInt8) {
        here = bytes.index(after: here)
        skip { $0 != quote }
        if here < bytes.endIndex { here = bytes.index(after: here) }
    }

    private mutating func block() {
        here = bytes.index(here, offsetBy: 2)
        var previous: UInt8 = 0
        while here < bytes.endIndex {
            let byte = bytes[here]
            here = bytes.index(after: here)
            if previous == UInt8(ascii: "*"), byte == UInt8(ascii: "/") { return }
            previous = byte
        }
    }

    private mutating func dollar(_ following: UInt8?) -> Kind {
        here = bytes.index(after: here)
        guard let following, following >= UInt8(ascii: "1"), following <= UInt8(ascii: "9") else { return .other }
        skip { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        return .parameter
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}
