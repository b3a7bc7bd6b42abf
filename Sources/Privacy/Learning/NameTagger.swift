/// Says of each word whether it belongs to the name of a patient or of a relative.
struct NameTagger {
    let context: Context
    /// Words that may be part of a name, and the run of such words each stands in.
    private(set) var plausible: [Bool]
    private(set) var runs: [Range<Int>] = []
    private(set) var runOf: [Int32]
    /// Cues that stood beside the same word elsewhere in the text.
    private(set) var elsewhere: [UInt64: CueSet] = [:]
    /// How many different first names the text holds, up to four.
    private(set) var crowd = 0

    var page: Page { context.page }

    init(_ context: Context) {
        self.context = context
        let count = context.page.tokens.count
        plausible = [Bool](repeating: false, count: count)
        runOf = [Int32](repeating: -1, count: count)
        for index in 0..<count { plausible[index] = Self.gate(context.page, index) }
        findRuns()
        crowd = counted()
        for run in runs {
            let before = cue(run.lowerBound - 1).union(cue(run.lowerBound - 2).intersection([.doctor, .title, .kin]))
            let after = cue(run.upperBound).union(cue(run.upperBound + 1))
            let facts = before.intersection([.doctor, .title, .kin, .place, .eponym, .role, .patient, .naming, .street])
                .union(after.intersection([.role]))
            for index in run where plausible[index] { elsewhere[page.tokens[index].hash, default: []].formUnion(facts) }
        }
    }

    private func counted() -> Int {
        var seen: Set<UInt64> = []
        for index in plausible.indices where plausible[index] && page.tokens[index].shape != .lower {
            if page.tokens[index].entry.firstName >= 4 { seen.insert(page.tokens[index].hash) }
            if seen.count == 4 { break }
        }
        return seen.count
    }

    private func cue(_ index: Int) -> CueSet {
        page.tokens.indices.contains(index) ? page.tokens[index].cues : []
    }

    private static func gate(_ page: Page, _ index: Int) -> Bool {
        let token = page.tokens[index]
        guard token.isWord, token.length < 30 else { return false }
        let entry = token.entry
        if !token.cues.isDisjoint(with: [.kin, .patient, .eponym, .role, .opening, .naming, .stay, .drug]),
            entry.surname < 5, entry.firstName < 3
        {
            return false
        }
        if token.cues.contains(.title) || token.cues.contains(.doctor)
            || token.cues.contains(.month) && entry.common > 3
        {
            return false
        }
        if token.shape != .lower {
            if page.shouted {
                return entry.common < 6 || entry.firstName > 3 && token.cues.isDisjoint(with: [.article, .particle])
            }
            return entry.common < 7 || token.shape == .upper || token.length == 1
        }
        if token.length < 2 {
            return token.length == 1 && index > 0 && page.tokens[index - 1].isWord && entry.common < 7
                && entry.firstName + entry.surname >= 0 && index + 1 < page.tokens.count
                && page.tokens[index + 1].isSign(46) && page.tokens[index - 1].shape == .lower && page.whispered
        }
        if page.whispered, entry.firstName >= 2 || entry.surname >= 2 || entry.common == 0, entry.common <= 3 {
            return true
        }
        guard index > 0 else { return entry.firstName >= 3 && entry.common <= 4 }
        var before = page.tokens[index - 1]
        if index > 1, before.isSign(46) || before.isSign(45) { before = page.tokens[index - 2] }
        // "chloé grondin-payet": a family name after a first name.
        if before.isWord, before.shape == .lower, before.entry.firstName >= 4 || before.entry.surname >= 4,
            before.entry.common <= 2, entry.surname >= 3, entry.common <= 1
        {
            return true
        }
        // "la cousine de ginou", "au nom de ghezali".
        if index > 1, Words.ofName.contains(before.hash) { before = page.tokens[index - 2] }
        if !before.cues.isDisjoint(with: [.title, .naming, .kin]) || before.hash == Words.nom {
            return entry.common <= 5 && entry.firstName + entry.surname > 0 || entry.common == 0
        }
        return entry.firstName >= 4 && entry.common <= 4
    }

    private mutating func findRuns() {
        var index = 0
        while index < plausible.count {
            guard plausible[index] else {
                index += 1
                continue
            }
            var end = index + 1
            while end - index < 24, let next = extended(end) { end = next }
            for at in index..<end { runOf[at] = Int32(runs.count) }
            runs.append(index..<end)
            index = end
        }
    }

    /// Where a run goes on after `index`: past a hyphen, an apostrophe, the point of an initial, or a particle.
    func extended(_ index: Int) -> Int? {
        guard index < plausible.count else { return nil }
        if plausible[index] {
            let lower = page.tokens[index].shape == .lower
            return lower && index > 0 && page.tokens[index - 1].shape != .lower && page.tokens[index].spaced
                ? nil : index + 1
        }
        let token = page.tokens[index]
        if token.isSign(45) || token.isSign(39), !token.spaced || token.isSign(39), next(index + 1) { return index + 2 }
        if token.isSign(46), !token.spaced, initial(index - 1) {
            if next(index + 1) { return index + 2 }
            if index + 2 < plausible.count, page.tokens[index + 1].isSign(45), next(index + 2) { return index + 3 }
        }
        if token.isWord, token.cues.contains(.particle), index + 1 < plausible.count {
            if next(index + 1), page.tokens[index + 1].shape != .lower || page.whispered && token.length > 2 {
                return index + 2
            }
            if page.tokens[index + 1].isSign(39), next(index + 2) { return index + 3 }
            if page.tokens[index + 1].cues.contains(.particle), next(index + 2), page.tokens[index + 2].shape != .lower
            {
                return index + 3
            }
        }
        return nil
    }

    /// "J", "Ph": what a point shortens.
    private func initial(_ index: Int) -> Bool {
        let token = page.tokens[index]
        return token.length == 1 || token.length == 2 && token.shape == .capital
    }

    private func next(_ index: Int) -> Bool { index < plausible.count && plausible[index] }

    func run(of index: Int) -> Range<Int> { runOf[index] < 0 ? index..<index + 1 : runs[Int(runOf[index])] }

    /// The highest probability given to each word of the text.
    func everywhere(_ first: [Float]) -> [UInt64: Float] {
        var table: [UInt64: Float] = [:]
        for index in plausible.indices where plausible[index] && page.tokens[index].length > 2 {
            let hash = page.tokens[index].hash
            table[hash] = max(table[hash] ?? 0, first[index])
        }
        return table
    }

    /// Probability that each word is part of a name.
    func tag(_ models: Models, _ findings: [Finding]) -> (likely: [Float], gist: Float) {
        var features: [[UInt32]] = Array(repeating: [], count: plausible.count)
        var first = [Float](repeating: 0, count: plausible.count)
        for index in plausible.indices where plausible[index] {
            features[index] = self.features(index)
            first[index] = models.firstNames.probability(features[index])
        }
        let table = everywhere(first)
        let gist = models.gist.probability(Gist.features(context, first: first, findings: findings))
        var result = first
        for index in plausible.indices where plausible[index] {
            second(index, first, gist, into: &features[index], table)
            result[index] = max(models.names.probability(features[index]), announced(index))
        }
        joined(&result)
        aliased(&result)
        return (result, gist)
    }
}
