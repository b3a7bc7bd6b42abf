public import Kernel

/// What one network takes, figure by figure.
public struct NetworkLimits: Sendable, Equatable {
    /// Whose they are.
    public let network: Network
    /// The network's name for people, the same in every language.
    public let label: String
    private var figures: [FigureName: Figure]

    init(network: Network, label: String, figures: [Figure]) {
        self.network = network
        self.label = label
        self.figures = Dictionary(figures.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The figure of that name; nil where the book holds none.
    public subscript(_ name: FigureName) -> Figure? { figures[name] }

    /// Every figure, in the order of their names.
    public var all: [Figure] { figures.values.sorted { $0.name < $1.name } }

    /// How this network counts a post's text.
    public var counting: CountingRule {
        if network == .mastodon { return .mastodon(url: self[.linksCounting]?.value.int ?? 23) }
        return Self.counting(unit: self[.textMax]?.unit) ?? .scalars
    }

    /// The rule that a unit of the book names; nil for an unknown one.
    static func counting(unit: String?) -> CountingRule? {
        switch unit {
        case "characters": .scalars
        case "graphemes": .graphemes
        case "utf8_bytes": .utf8Bytes
        case "weighted": .weighted
        case "characters, emoji counted as UTF-8 bytes": .emojiAsBytes
        default: nil
        }
    }

    /// The same, with what the network itself has said in the place of what was read. What cannot be, a negative length
    /// for example, is left out.
    public func asked(_ answer: AskedLimits) -> NetworkLimits {
        var limits = self
        for (name, value) in answer.values where AskedLimits.isPossible(value) {
            limits.figures[name] = figure(name, value, answer)
        }
        return limits
    }

    private func figure(_ name: FigureName, _ value: FigureValue, _ answer: AskedLimits) -> Figure {
        let source = FigureSource(id: "asked", place: answer.endpoint, seenOn: answer.at.day)
        return Figure(
            name: name, value: value, unit: self[name]?.unit, confidence: .official, sources: [source], note: nil,
            runtime: answer.endpoint, steps: Figure.Steps(), checkedOn: answer.at.day, askedAt: answer.at)
    }
}
