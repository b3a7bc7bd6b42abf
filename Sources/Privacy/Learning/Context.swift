/// Features of the surroundings of a passage, shared by the models.
struct Context {
    let page: Page
    /// Start and end, in tokens, of the sentence each token stands in.
    private let sentence: [Int32]
    private let sentenceEnd: [Int32]
    /// Cues of the whole text.
    let whole: CueSet

    init(_ page: Page) {
        self.page = page
        let count = page.tokens.count
        var starts = [Int32](repeating: 0, count: count)
        var start: Int32 = 0
        var whole: CueSet = []
        for (index, token) in page.tokens.enumerated() {
            starts[index] = start
            whole.formUnion(token.cues)
            if Self.closes(page, index) { start = Int32(index + 1) }
        }
        var ends = [Int32](repeating: Int32(count), count: count)
        var end = Int32(count)
        for index in stride(from: count - 1, through: 0, by: -1) {
            if Self.closes(page, index) { end = Int32(index + 1) }
            ends[index] = end
        }
        (sentence, sentenceEnd, self.whole) = (starts, ends, whole)
    }

    private static func closes(_ page: Page, _ index: Int) -> Bool {
        let token = page.tokens[index]
        if token.kind == .line || token.isSign(33) || token.isSign(63) { return true }
        guard token.isSign(46), index + 1 < page.tokens.count, page.tokens[index + 1].spaced else { return false }
        return index == 0 || page.tokens[index - 1].length > 2 || page.tokens[index - 1].isNumber
    }

    func sentence(of index: Int) -> Range<Int> {
        guard index >= 0, index < sentence.count else { return 0..<0 }
        return Int(sentence[index])..<Int(sentenceEnd[index])
    }

    /// What a token is, word for word.
    @inline(__always)
    func lexical(_ index: Int) -> UInt64 {
        guard index >= 0, index < page.tokens.count else { return 1 }
        let token = page.tokens[index]
        switch token.kind {
        case .word:
            return token.entry.common >= 3 || token.cues.rawValue != 0 ? token.hash : kind(index)
        case .number: return UInt64(400 + min(token.length, 9))
        case .sign: return 500 + token.hash
        case .line: return 2
        case .symbol: return 3
        }
    }

    /// What a token is, in kind.
    @inline(__always)
    func kind(_ index: Int) -> UInt64 {
        guard index >= 0, index < page.tokens.count else { return 1 }
        let token = page.tokens[index]
        switch token.kind {
        case .word:
            if token.cues.rawValue != 0 { return 600 + token.cues.first }
            let entry = token.entry
            return 700 + UInt64(token.shape.rawValue) * 8 + (entry.firstName >= 3 ? 1 : 0)
                + (entry.surname >= 4 ? 2 : 0)
                + (entry.common >= 3 ? 4 : 0)
        case .number: return 400
        case .sign: return 500 + token.hash
        case .line: return 2
        case .symbol: return 3
        }
    }

    /// Features of what stands around `tokens`, as one family of passages sees it.
    func surroundings(_ tokens: Range<Int>, _ family: UInt64, words: Bool, into features: inout [UInt32]) {
        let salt = family &* 0x1_0000
        func add(_ place: UInt64, _ value: UInt64) {
            features.append(UInt32(truncatingIfNeeded: Hash.mix(salt &+ place, value)))
            features.append(UInt32(truncatingIfNeeded: Hash.mix(0xFFFF_0000 &+ place, value)))
        }
        let low = tokens.lowerBound
        let high = tokens.upperBound
        features.append(UInt32(truncatingIfNeeded: Hash.mix(salt, 9)))
        add(36, kind(low - 1))
        add(37, kind(high))
        add(34, Hash.mix(kind(low - 1), kind(high)))
        if words {
            for distance in 1...4 {
                add(UInt64(10 + min(distance, 3)), lexical(low - distance))
                if distance < 3 { add(UInt64(19 + distance), lexical(high + distance - 1)) }
            }
            add(31, Hash.mix(lexical(low - 1), lexical(low - 2)))
            add(32, Hash.mix(kind(low - 1), kind(low - 2)))
            add(33, Hash.mix(lexical(high), lexical(high + 1)))
        }
        cues(low, high, add)
        let sentence = sentence(of: low)
        var within: CueSet = []
        for index in max(sentence.lowerBound, low - 40)..<min(sentence.upperBound, high + 40)
        where !tokens.contains(index) {
            within.formUnion(page.tokens[index].cues)
        }
        bits(within) { add(60, $0) }
        bits(whole) { add(70, $0) }
        add(80, low == sentence.lowerBound ? 1 : 0)
        add(81, low < 6 ? 1 : page.tokens.count - high < 4 ? 2 : 0)
    }

    private func cues(_ low: Int, _ high: Int, _ add: (UInt64, UInt64) -> Void) {
        var seen: CueSet = []
        var distance = 1
        while distance <= 8, low - distance >= 0, page.tokens[low - distance].kind != .line {
            let fresh = page.tokens[low - distance].cues.subtracting(seen)
            let bucket: UInt64 = distance <= 2 ? 40 : distance <= 4 ? 41 : 42
            bits(fresh) { add(bucket, $0) }
            seen.formUnion(fresh)
            distance += 1
        }
        seen = []
        distance = 0
        while distance < 6, high + distance < page.tokens.count, page.tokens[high + distance].kind != .line {
            let fresh = page.tokens[high + distance].cues.subtracting(seen)
            bits(fresh) { add(distance < 2 ? 50 : 51, $0) }
            seen.formUnion(fresh)
            distance += 1
        }
    }

    func bits(_ cues: CueSet, _ body: (UInt64) -> Void) {
        var rest = cues.rawValue
        while rest != 0 {
            body(UInt64(rest.trailingZeroBitCount))
            rest &= rest - 1
        }
    }

    /// Features of one finding.
    func features(of finding: Finding, names: Int, gist: Float) -> [UInt32] {
        var features: [UInt32] = []
        features.reserveCapacity(160)
        let family = UInt64(finding.family.rawValue) + 1
        let words: Bool =
            switch finding.family {
            case .date, .number, .room, .age, .phone, .address: true
            default: false
            }
        if finding.family != .handle { surroundings(finding.tokens, family, words: words, into: &features) }
        for note in finding.notes {
            features.append(UInt32(truncatingIfNeeded: Hash.mix(family, note)))
            features.append(
                UInt32(truncatingIfNeeded: Hash.mix(Hash.mix(family, note), kind(finding.tokens.lowerBound - 1))))
        }
        features.append(UInt32(truncatingIfNeeded: Hash.mix(family, 90 + UInt64(min(names, 2)))))
        features.append(UInt32(truncatingIfNeeded: Hash.mix(family, 0x100 + UInt64(min(gist, 0.99) * 6))))
        if finding.family == .handle {
            for cue in [CueSet.event, .desk, .place] where whole.contains(cue) {
                features.append(UInt32(truncatingIfNeeded: Hash.mix(family &* 13, cue.rawValue)))
            }
        }
        if finding.family == .email || finding.family == .handle {
            for index in finding.tokens where page.tokens[index].isWord {
                features.append(UInt32(truncatingIfNeeded: Hash.mix(family &* 7, page.tokens[index].hash)))
                bits(page.tokens[index].cues) {
                    features.append(UInt32(truncatingIfNeeded: Hash.mix(family &* 11, $0)))
                }
            }
        }
        return features
    }
}
