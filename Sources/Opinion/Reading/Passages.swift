/// Parts a text where it changes its mind.
enum Passages {
    /// Words that turn a sentence round; « par » and « en » only with what follows them.
    private static let turns: Set<UInt64> = Set(
        [
            "mais", "cependant", "toutefois", "pourtant", "sauf", "hormis", "dommage", "malgre", "bemol", "neanmoins",
            "but",
        ]
        .map { Hash.word(Array($0.utf8)) })
    private static let pairs: Set<UInt64> = Set(
        [
            ("par", "contre"), ("en", "revanche"), ("seul", "bemol"), ("a", "part"), ("point", "negatif"),
            ("point", "positif"),
        ]
        .map { Hash.pair(Hash.word(Array($0.utf8)), Hash.word(Array($1.utf8))) })

    static func cut(_ tokens: [Reading.Token]) -> [Range<Int>] {
        var cuts: [Range<Int>] = []
        var start = 0
        for index in tokens.indices where index > start {
            if tokens[index - 1].endsSentence && !isMark(tokens[index]) || turnsAt(index, tokens) {
                cuts.append(start..<index)
                start = index
            }
        }
        if start < tokens.count { cuts.append(start..<tokens.count) }
        return cuts
    }

    private static func isMark(_ token: Reading.Token) -> Bool { token.kind == .mark || token.kind == .emoji }

    /// True when one of the turning words, or pairs, begins here.
    static func turnsAt(_ index: Int, _ tokens: [Reading.Token]) -> Bool {
        if turns.contains(tokens[index].hash) { return true }
        return index + 1 < tokens.count && pairs.contains(Hash.pair(tokens[index].hash, tokens[index + 1].hash))
    }
}
