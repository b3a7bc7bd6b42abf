/// One element of an export, read. Numbers stay text: identifiers of 64 bits do not fit a double.
enum JSON: Equatable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSON])
    case object([Member])

    struct Member: Equatable {
        let key: String
        let value: JSON
    }

    /// The value of a key; nil when this is not an object or has no such key.
    subscript(key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// The elements of an array; none when this is something else.
    var elements: [JSON] {
        if case .array(let elements) = self { elements } else { [] }
    }

    var members: [Member] {
        if case .object(let members) = self { members } else { [] }
    }

    /// The text of a string, or of a number (identifiers come as either).
    var text: String? {
        switch self {
        case .string(let text), .number(let text): text.orNil
        default: nil
        }
    }

    /// A whole number, from a number or from digits in a string ("likes": "12").
    var integer: Int? { text.flatMap { Int($0) ?? Double($0).flatMap { Int(exactly: $0.rounded()) } } }

    var isTrue: Bool { self == .bool(true) || text == "true" }
}
