extension TextQuery {
    /// The same question in a form that both engines can ask: exclusions only beside something wanted, within an
    /// `all`. It is itself a `not` when it asks for exclusions only.
    var normal: TextQuery {
        switch self {
        case .word, .beginning, .phrase: self
        case .not(let part): part.normal.opposite
        case .all(let parts): Self.conjunction(parts.map(\.normal))
        case .any(let parts): Self.disjunction(parts.map(\.normal))
        }
    }

    var isNegative: Bool { if case .not = self { true } else { false } }

    private var opposite: TextQuery { if case .not(let part) = self { part } else { .not(self) } }

    /// Nothing but exclusions is the exclusion of any of them.
    private static func conjunction(_ parts: [TextQuery]) -> TextQuery {
        let flat = parts.flatMap { part -> [TextQuery] in if case .all(let inner) = part { inner } else { [part] } }
        if flat.allSatisfy(\.isNegative) { return .not(disjunction(flat.map(\.opposite))) }
        return flat.count == 1 ? flat[0] : .all(flat)
    }

    /// "This, or not that" is "not: that without this" (De Morgan).
    private static func disjunction(_ parts: [TextQuery]) -> TextQuery {
        let flat = parts.flatMap { part -> [TextQuery] in if case .any(let inner) = part { inner } else { [part] } }
        if flat.contains(where: \.isNegative) { return .not(conjunction(flat.map(\.opposite))) }
        return flat.count == 1 ? flat[0] : .any(flat)
    }
}
