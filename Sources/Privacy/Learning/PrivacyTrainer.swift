/// Trains the models that `PrivacyReader` reads with; the same data gives the same bytes.
public struct PrivacyTrainer {
    /// Texts whose identifiers are known.
    public var own: [PrivacyExample]
    /// Clinical lines that teach names only.
    public var clinical: [PrivacyExample] = []
    /// Texts without any patient's name.
    public var quiet: [String] = []
    /// Texts in which names of relatives and carers are planted, so that both are met in many contexts.
    public var plots: [String] = []
    public var firstNames: [String] = []
    public var surnames: [String] = []
    /// How many variants are made of each text.
    public var variants = 5
    private let gazetteer: Gazetteer

    public init(own: [PrivacyExample], gazetteer: UnsafeRawBufferPointer) throws {
        self.own = own
        self.gazetteer = try Gazetteer(gazetteer)
    }

    static let quietID = "quiet"
    static let folds = 6

    struct Lesson {
        var example: PrivacyExample
        var context: Context
        var fold: Int
        /// Only names are taught.
        var namesOnly: Bool
        var weight: Float
    }

    public func train(_ say: (String) -> Void) -> [UInt8] {
        let lessons = makeLessons()
        say("\(lessons.count) texts")
        let names = nameModels(lessons, say)
        let findings = LinearTrainer(bits: 18, epochs: 12, rate: 0.08, decay: 2e-5, dropout: 0.3).train(
            findingExamples(lessons, names.gists))
        say("findings")
        let combination = LinearTrainer(bits: 17, epochs: 14, rate: 0.03, decay: 2e-4, dropout: 0.3).train(
            combinationExamples())
        return Models(
            firstNames: names.first, names: names.second, findings: findings, gist: names.gist,
            combination: combination
        ).bytes
    }

    private func makeLessons() -> [Lesson] {
        let augmentation = Augmentation(firstNames: firstNames, surnames: surnames, gazetteer: gazetteer)
        var dice = Dice(seed: 11)
        var rooms = Dice(seed: 12)
        var lessons: [Lesson] = []
        let writers = Set(own.map(Self.writer)).sorted()
        func add(_ example: PrivacyExample, _ fold: Int, namesOnly: Bool, _ weight: Float) {
            let context = Context(Page(example.text, gazetteer))
            lessons.append(
                Lesson(
                    example: example, context: context, fold: fold % Self.folds, namesOnly: namesOnly, weight: weight))
        }
        for example in own {
            // Texts of one hand stay together: what is learned of them must hold for another's.
            let number = writers.firstIndex(of: Self.writer(example)) ?? 0
            add(example, number, namesOnly: false, 1)
            guard !firstNames.isEmpty, !surnames.isEmpty else { continue }
            for _ in 0..<variants {
                add(augmentation.variant(of: example, &dice, rooms: &rooms), number, namesOnly: false, 0.5)
            }
        }
        for (number, example) in clinical.enumerated() {
            let context = Context(Page(example.text, gazetteer))
            if context.whole.isDisjoint(with: [.doctor, .role, .place, .desk]) {
                add(example, number, namesOnly: true, 0.4)
            }
        }
        let planting = Planting(firstNames: firstNames, surnames: surnames)
        for (number, text) in plots.enumerated() where !firstNames.isEmpty && !surnames.isEmpty {
            if let example = planting.planted(text, &dice) { add(example, number, namesOnly: true, 0.25) }
        }
        for (number, text) in quiet.enumerated() {
            let example = PrivacyExample(id: Self.quietID, text: text, spans: [], combination: false)
            add(example, number, namesOnly: true, 0.1)
        }
        return lessons
    }

    private static func writer(_ example: PrivacyExample) -> String { String(example.id.prefix { !$0.isNumber }) }

    private func nameModels(_ lessons: [Lesson], _ say: (String) -> Void) -> NameModels {
        let trainer = LinearTrainer(bits: 20, epochs: 14, rate: 0.06, decay: 1e-4, dropout: 0.5)
        var cases: [(lesson: Int, index: Int, example: Example)] = []
        var taggers: [NameTagger] = []
        for (number, lesson) in lessons.enumerated() {
            let tagger = NameTagger(lesson.context)
            let page = lesson.context.page
            for index in page.tokens.indices where tagger.plausible[index] {
                let range = page.sheet.range(Int(page.tokens[index].start), Int(page.tokens[index].end))
                let gold = lesson.example.spans.contains { $0.kind == .name && $0.range.overlaps(range) }
                let example = Example(features: tagger.features(index), gold: gold ? 1 : 0, weight: lesson.weight)
                cases.append((number, index, example))
            }
            taggers.append(tagger)
        }
        say("\(cases.count) words, \(cases.filter { $0.example.gold == 1 }.count) of names")
        let first = trainer.train(cases.map(\.example))
        // What the second pass learns from must be what the first says of texts it was not taught on.
        var likely = lessons.map { [Float](repeating: 0, count: $0.context.page.tokens.count) }
        for fold in 0..<Self.folds {
            let model = trainer.train(cases.filter { lessons[$0.lesson].fold != fold }.map(\.example))
            for one in cases where lessons[one.lesson].fold == fold {
                likely[one.lesson][one.index] = model.probability(one.example.features)
            }
        }
        say("first pass")
        let (gist, gists) = gistModel(lessons, likely)
        let tables = taggers.indices.map { taggers[$0].everywhere(likely[$0]) }
        for at in cases.indices {
            let number = cases[at].lesson
            taggers[number].second(
                cases[at].index, likely[number], gists[number], into: &cases[at].example.features, tables[number])
        }
        let second = trainer.train(cases.map(\.example))
        say("second pass")
        return NameModels(first: first, second: second, gist: gist, gists: gists)
    }

    private func findingExamples(_ lessons: [Lesson], _ gists: [Float]) -> [Example] {
        var examples: [Example] = []
        for (number, lesson) in lessons.enumerated() where !lesson.namesOnly || lesson.example.id == Self.quietID {
            let page = lesson.context.page
            let names = lesson.example.spans.filter { $0.kind == .name }.count
            let quiet = lesson.namesOnly
            for finding in Scanner.scan(page) where !finding.proved {
                if quiet, finding.family == .date || finding.family == .age || finding.family == .phone { continue }
                let range = page.sheet.range(finding.bytes.lowerBound, finding.bytes.upperBound)
                guard let gold = Self.gold(range, lesson.example.spans, finding) else { continue }
                examples.append(
                    Example(
                        features: lesson.context.features(of: finding, names: names, gist: gists[number]),
                        labels: finding.kinds.map(\.label),
                        gold: gold, weight: quiet ? 0.12 : lesson.weight))
            }
        }
        return examples
    }

    /// What a finding is; nil when it is only a part of something else, which teaches nothing.
    private static func gold(_ range: Range<Int>, _ spans: [PrivacyExample.Span], _ finding: Finding) -> UInt8? {
        guard let span = spans.max(by: { $0.range.shared(range) < $1.range.shared(range) }),
            span.range.shared(range) > 0
        else { return 0 }
        let shared = span.range.shared(range)
        let same = shared * 2 >= span.range.count && shared * 2 >= range.count
        if same, finding.kinds.contains(span.kind) { return span.kind.label }
        return shared * 2 >= range.count ? nil : 0
    }

    private func combinationExamples() -> [Example] {
        var examples: [Example] = []
        func add(_ text: String, _ gold: Bool, _ weight: Float) {
            let context = Context(Page(text, gazetteer))
            let dates = Scanner.scan(context.page).filter { $0.family == .date }.map(\.tokens)
            examples.append(
                Example(features: Combination(context, dates: dates).features, gold: gold ? 1 : 0, weight: weight))
        }
        for example in own { add(example.text, example.combination, example.combination ? 9 : 1) }
        for text in quiet { add(text, false, 0.08) }
        return examples
    }
}

extension Range<Int> {
    /// How many positions two ranges share.
    func shared(_ other: Range<Int>) -> Int {
        Swift.max(0, Swift.min(upperBound, other.upperBound) - Swift.max(lowerBound, other.lowerBound))
    }
}
