/// What a whole text is about: somebody's care, or a house, a feast, a shelf, a shop. What is doubtful in it is read so.
struct Gist {
    /// Longer texts are judged by their beginning.
    private static let length = 400

    /// Features of a text, given what the first model says of its words and what shapes stand in it.
    static func features(_ context: Context, first: [Float], findings: [Finding]) -> [UInt32] {
        var seen: Set<UInt32> = []
        func add(_ place: UInt64, _ value: UInt64) {
            seen.insert(UInt32(truncatingIfNeeded: Hash.mix(0x7000 &+ place, value)))
        }
        let tokens = context.page.tokens
        for index in tokens.indices.prefix(length) {
            add(1, context.lexical(index))
            add(2, Hash.mix(context.lexical(index), context.lexical(index + 1)))
            context.bits(tokens[index].cues) { add(3, $0) }
        }
        context.bits(context.whole) { cue in
            context.bits(context.whole) { if cue < $0 { add(4, cue * 64 + $0) } }
        }
        add(5, UInt64(min(first.reduce(0, max), 0.99) * 8))
        add(6, UInt64(min(first.filter { $0 >= 0.5 }.count, 3)))
        for finding in findings {
            add(7, UInt64(finding.family.rawValue) * 4 + (finding.proved ? 2 : finding.institution ? 1 : 0))
        }
        add(8, UInt64(tokens.count / 12))
        return seen.sorted()
    }
}
