/// What tells people of the house, of the news and of the shelves from patients: what stands beside a name, on both
/// sides of a list of names, between brackets, and in the whole text.
extension NameTagger {
    /// What a bracket right after a name holds: "(CGT)", "(pédiatrie)", "(8 ans)".
    private func bracket(_ high: Int) -> UInt64 {
        guard page.tokens.indices.contains(high + 1), page.tokens[high].isSign(40) else { return 0 }
        let first = page.tokens[high + 1]
        if first.isNumber {
            return page.tokens.indices.contains(high + 2) && page.tokens[high + 2].cues.contains(.age) ? 2 : 1
        }
        guard first.isWord else { return 3 }
        if !first.cues.isDisjoint(with: .kin) { return 4 }
        if !first.cues.isDisjoint(with: [.role, .doctor, .desk]) { return 5 }
        if !first.cues.isDisjoint(with: [.place, .event, .work, .sport, .ware]) { return 6 }
        if first.shape == .upper { return 7 }
        return first.shape == .lower ? first.entry.common >= 3 ? 8 : 9 : 10
    }

    /// The ends of the list of names that a run stands in, and how many names it counts.
    private func list(around run: Range<Int>) -> (low: Int, high: Int, count: Int) {
        var (low, high, count) = (run.lowerBound, run.upperBound, 1)
        while count < 8, low > 1, joint(low - 1), runOf[low - 2] >= 0 {
            low = runs[Int(runOf[low - 2])].lowerBound
            count += 1
        }
        while count < 12, high + 1 < page.tokens.count, joint(high), runOf[high + 1] >= 0 {
            high = runs[Int(runOf[high + 1])].upperBound
            count += 1
        }
        return (low, high, count)
    }

    private static let joints = Words.set("et ou ni")

    private func joint(_ index: Int) -> Bool {
        let token = page.tokens[index]
        return token.isSign(44) || token.isSign(38) || token.isWord && Self.joints.contains(token.hash)
    }

    /// The end of a word, which tells trades: "-iste", "-trice", "-logue".
    private func ending(_ index: Int) -> UInt64 {
        guard page.tokens.indices.contains(index), page.tokens[index].isWord, page.tokens[index].length > 4,
            page.tokens[index].shape == .lower
        else { return 1 }
        return Hash.of(page.sheet.bytes[Int(page.tokens[index].end) - 4..<Int(page.tokens[index].end)])
    }

    private func listed(_ run: Range<Int>, _ add: (UInt64, UInt64) -> Void) {
        let list = list(around: run)
        let many = UInt64(min(list.count, 4))
        add(123, many)
        guard list.count > 1 else { return }
        add(124, context.kind(list.low - 1))
        add(125, context.lexical(list.low - 1))
        add(126, Hash.mix(context.kind(list.low - 1), context.kind(list.low - 2)))
        add(127, context.kind(list.high))
        add(128, Hash.mix(context.lexical(list.high), context.lexical(list.high + 1)))
        add(129, Hash.mix(many, context.kind(list.low - 1)))
    }

    func company(_ run: Range<Int>, _ rough: UInt64, _ add: (UInt64, UInt64) -> Void) {
        let (low, high) = (run.lowerBound, run.upperBound)
        let bracket = bracket(high)
        add(120, bracket)
        add(121, bracket * 256 + rough)
        let inside = low > 0 && page.tokens[low - 1].isSign(40)
        add(122, inside ? context.kind(low - 2) : 1)
        listed(run, add)
        add(130, ending(low - 1))
        let comma = page.tokens.indices.contains(high) && page.tokens[high].isSign(44)
        let after = comma ? high + 1 : high
        add(131, Hash.mix(comma ? 1 : 2, ending(after)))
        add(132, Hash.mix(comma ? 1 : 2, ending(after + 1)))
        add(133, UInt64(crowd))
        add(134, UInt64(crowd) * 32 + left(low).rawValue)
        context.bits(
            context.whole.intersection([
                .work, .sport, .ware, .renown, .money, .law, .desk, .mail, .phone, .age, .room, .drug, .birth, .death,
                .home, .doctor, .role, .title, .happening,
            ])
        ) {
            add(135, $0)
        }
    }
}
