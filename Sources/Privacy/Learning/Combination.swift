/// Weak clues of one text, and how surely they single somebody out together.
struct Combination {
    enum Sort: UInt64, CaseIterable {
        case age = 1, town, city, trade, unique, disease, happening, fame, day, kin, rural

        /// How a person is told of it.
        var words: String {
            switch self {
            case .age: "âge"
            case .town: "petite commune ou lieu précis"
            case .city: "ville"
            case .trade: "métier ou fonction"
            case .unique: "position unique"
            case .disease: "maladie rare ou marquante"
            case .happening: "événement connu"
            case .fame: "notoriété"
            case .day: "jour ou mois précis"
            case .kin: "lien de parenté"
            case .rural: "lieu où chacun se connaît"
            }
        }
    }

    struct Weak {
        var sort: Sort
        var tokens: Range<Int>
    }

    let context: Context
    let weak: [Weak]
    private var page: Page { context.page }

    init(_ context: Context, dates: [Range<Int>]) {
        self.context = context
        var found: [Weak] = dates.map { Weak(sort: .day, tokens: $0) }
        let page = context.page
        for index in page.tokens.indices {
            if found.count > 2_000 { break }
            if let one = Self.weak(page, index) { found.append(one) }
        }
        weak = found
    }

    private static let near = Words.set("a de d du des en pres vers la le les au aux l sur sous cote chez ville")

    private static func weak(_ page: Page, _ index: Int) -> Weak? {
        let token = page.tokens[index]
        if token.isNumber {
            guard index + 1 < page.tokens.count, page.tokens[index + 1].cues.contains(.age), token.length <= 3 else {
                return nil
            }
            return (1...125).contains(page.value(token)) ? Weak(sort: .age, tokens: index..<index + 2) : nil
        }
        guard token.isWord else { return nil }
        let capital = token.shape == .capital || page.shouted
        if capital, index > 0 {
            var before = page.tokens[index - 1]
            if before.isSign(39), index > 1 { before = page.tokens[index - 2] }
            let led = before.isWord && near.contains(before.hash) || before.isSign(40) || before.isSign(44)
            if led, token.entry.commune || token.entry.communePart, token.entry.common < 4,
                token.cues.isDisjoint(with: [.eponymName, .drug])
            {
                return Weak(sort: token.cues.contains(.city) ? .city : .town, tokens: index..<index + 1)
            }
        }
        for (cue, sort) in [
            (CueSet.trade, Sort.trade), (.unique, .unique), (.disease, .disease), (.happening, .happening),
            (.rural, .rural), (.fame, .fame),
        ] where token.cues.contains(cue) { return Weak(sort: sort, tokens: index..<index + 1) }
        if token.cues.contains(.eponymName), capital { return Weak(sort: .disease, tokens: index..<index + 1) }
        if token.cues.contains(.kin) { return Weak(sort: .kin, tokens: index..<index + 1) }
        return nil
    }

    /// Features of the whole text.
    var features: [UInt32] {
        var features: [UInt32] = []
        func add(_ place: UInt64, _ value: UInt64) {
            features.append(UInt32(truncatingIfNeeded: Hash.mix(0x9000 &+ place, value)))
        }
        add(0, 0)
        var present: [Sort] = []
        for sort in Sort.allCases {
            let count = weak.reduce(0) { $0 + ($1.sort == sort ? 1 : 0) }
            add(1, sort.rawValue * 8 + UInt64(min(count, 3)))
            if count > 0 { present.append(sort) }
        }
        for (at, one) in present.enumerated() {
            for two in present[(at + 1)...] {
                add(2, one.rawValue * 16 + two.rawValue)
                for three in present where three.rawValue > two.rawValue {
                    add(3, one.rawValue * 256 + two.rawValue * 16 + three.rawValue)
                }
            }
        }
        add(4, UInt64(min(9, page.tokens.count / 12)))
        var seen: Set<UInt64> = []
        for index in page.tokens.indices.prefix(400) {
            structure(index) { place, value in
                let key = Hash.mix(place, value)
                if seen.insert(key).inserted { add(place, value) }
            }
        }
        context.bits(context.whole) { add(5, $0) }
        return features
    }

    /// Features of the words around one, and of "the X of Y".
    private func structure(_ index: Int, _ add: (UInt64, UInt64) -> Void) {
        let token = page.tokens[index]
        guard token.isWord else { return }
        add(10, context.lexical(index))
        if page.tokens.indices.contains(index + 1) {
            add(11, Hash.mix(context.lexical(index), context.lexical(index + 1)))
        }
        let bytes = page.sheet.bytes[Int(token.start)..<Int(token.end)]
        if token.length > 5, token.shape == .lower { add(12, Hash.of(bytes.suffix(4))) }
        // "la sabotière de Gouarec", "le seul imam de Lodève", "dernier forgeron".
        let rare = token.entry.common <= 3 && token.shape == .lower && token.length > 3
        let trade = token.cues.contains(.trade)
        guard rare || trade || token.cues.contains(.unique) else { return }
        let kind: UInt64 = token.cues.contains(.unique) ? 3 : trade ? 2 : 1
        add(20, Hash.mix(kind, context.kind(index - 1)))
        var at = index + 1
        var steps = 0
        while steps < 4, at < page.tokens.count,
            page.tokens[at].isWord || page.tokens[at].isSign(39) || page.tokens[at].isSign(45)
        {
            let next = page.tokens[at]
            if next.shape == .capital {
                add(
                    21,
                    kind * 4 + (next.cues.contains(.city) ? 1 : next.entry.commune || next.entry.communePart ? 2 : 3))
                break
            }
            if next.cues.contains(.trade) { add(22, kind) }
            if next.cues.contains(.rural) { add(23, kind) }
            at += 1
            steps += 1
        }
        for back in 1...3 where page.tokens.indices.contains(index - back) {
            if page.tokens[index - back].cues.contains(.unique) { add(24, kind) }
            if page.tokens[index - back].cues.contains(.article) {
                add(25, Hash.mix(kind, page.tokens[index - back].hash))
            }
        }
    }

    /// The weak clues a person is shown, one a sort, with their words.
    func why(_ probability: Double) -> [String] {
        guard probability >= 0.5 else { return [] }
        let order: [Sort] = [.unique, .trade, .town, .happening, .disease, .age, .day, .fame, .rural, .city, .kin]
        return order.compactMap { sort in
            guard let one = weak.first(where: { $0.sort == sort }) else { return nil }
            return "\(sort.words) : « \(page.sheet.text(bytes(one))) »"
        }.prefix(5).map { $0 }
    }

    func bytes(_ weak: Weak) -> Range<Int> {
        page.sheet.range(
            Int(page.tokens[weak.tokens.lowerBound].start), Int(page.tokens[weak.tokens.upperBound - 1].end))
    }
}
