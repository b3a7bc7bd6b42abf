/// What a figure says.
public enum FigureValue: Sendable, Equatable, Codable {
    /// The network draws no line here, or none is known.
    case none
    /// A count, or a size in the unit of its figure.
    case number(Double)
    /// Least and most, or width and height.
    case pair(Double, Double)
    /// Yes or no.
    case flag(Bool)
    /// A word of the network, or a sentence for a person.
    case text(String)
    /// Names: formats, for example.
    case list([String])

    /// The number, where it is one.
    public var number: Double? {
        if case .number(let number) = self { return number }
        return nil
    }

    /// The number, when it is whole.
    public var int: Int? { number.flatMap { Int(exactly: $0) } }

    /// The two numbers, where it is a pair.
    public var pair: (low: Double, high: Double)? {
        if case .pair(let low, let high) = self { return (low, high) }
        return nil
    }

    /// The answer, where it is yes or no.
    public var flag: Bool? {
        if case .flag(let flag) = self { return flag }
        return nil
    }

    /// The words, where it is words.
    public var text: String? {
        if case .text(let text) = self { return text }
        return nil
    }

    /// The names, where it is a list.
    public var list: [String]? {
        if case .list(let list) = self { return list }
        return nil
    }
}
