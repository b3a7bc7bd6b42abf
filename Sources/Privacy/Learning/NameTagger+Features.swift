/// What the models of names look at.
extension NameTagger {
    /// Features of one plausible word.
    func features(_ index: Int) -> [UInt32] {
        var features: [UInt32] = []
        features.reserveCapacity(110)
        func add(_ place: UInt64, _ value: UInt64) {
            features.append(UInt32(truncatingIfNeeded: Hash.mix(0x5000 &+ place, value)))
        }
        let token = page.tokens[index]
        let entry = token.entry
        let run = run(of: index)
        let shape =
            UInt64(token.shape.rawValue) + (page.shouted ? 4 : page.whispered ? 8 : 0) + (token.length == 1 ? 16 : 0)
        let lists = UInt64(entry.firstName * 64 + entry.surname * 8 + entry.common)
        let rough = UInt64(min(entry.firstName, 5) / 2 * 16 + entry.surname / 3 * 4 + entry.common / 2)
        add(0, shape)
        add(1, UInt64(entry.firstName) * 8 + UInt64(entry.common))
        add(2, UInt64(entry.surname) * 8 + UInt64(entry.common))
        add(3, lists)
        add(4, rough * 32 + shape)
        add(5, UInt64(entry.raw >> 11) * 32 + shape)
        if entry.common >= 3 || token.cues.rawValue != 0 { add(6, token.hash) }
        context.bits(token.cues) { add(7, $0) }
        add(8, UInt64(min(token.length, 10)))
        if token.length > 3, entry.common < 3 {
            let bytes = page.sheet.bytes[Int(token.start)..<Int(token.end)]
            add(9, Hash.of(bytes.suffix(3)))
            add(84, Hash.of(bytes.prefix(3)))
        }
        neighbours(index, run, rough, add)
        expert(run, rough, add)
        sentence(index, run, rough, add)
        members(run, index, rough, add)
        company(run, rough, add)
        if let other = elsewhere[token.hash] { context.bits(other) { add(90, $0) } }
        context.bits(
            context.whole.intersection([.kin, .patient, .me, .we, .your, .nir, .eponym, .stay, .event, .thing])
        ) {
            add(91, $0)
        }
        return features
    }

    func neighbours(_ index: Int, _ run: Range<Int>, _ rough: UInt64, _ add: (UInt64, UInt64) -> Void) {
        let low = run.lowerBound
        let high = run.upperBound
        for distance in 1...3 {
            add(UInt64(10 + distance), context.lexical(low - distance))
            add(UInt64(20 + distance), context.kind(low - distance))
            add(UInt64(30 + distance), context.lexical(high + distance - 1))
            add(UInt64(40 + distance), context.kind(high + distance - 1))
        }
        add(50, Hash.mix(context.kind(low - 1), context.kind(high)))
        add(51, Hash.mix(context.lexical(low - 1), context.lexical(low - 2)))
        add(52, Hash.mix(context.kind(low - 1), context.kind(low - 2)))
        add(53, Hash.mix(context.lexical(high), context.lexical(high + 1)))
        add(54, Hash.mix(context.kind(high), context.kind(high + 1)))
        add(55, Hash.mix(context.kind(low - 1), rough))
        add(56, Hash.mix(context.kind(high), rough))
        add(57, Hash.mix(context.lexical(index - 1), 1))
        add(58, Hash.mix(context.lexical(index + 1), 1))
        add(59, Hash.mix(context.kind(index - 1), context.kind(index + 1)))
        if index > 1, page.tokens[index - 1].isSign(45) { add(79, context.lexical(index - 2)) }
        // "Lina et Adam", "Dr Delorme, Dr Sow": what stood before the name before this one.
        var back = low - 1
        if back > 0, runOf[back] < 0, page.tokens[back].isSign(44) || page.tokens[back].hash == NameTagger.et,
            runOf[back - 1] >= 0
        {
            back = runs[Int(runOf[back - 1])].lowerBound
            add(80, context.kind(back - 1))
            add(81, context.lexical(back - 1))
        }
    }

    static let et = Words.hash("et")

    private func sentence(_ index: Int, _ run: Range<Int>, _ rough: UInt64, _ add: (UInt64, UInt64) -> Void) {
        let sentence = context.sentence(of: index)
        let low = run.lowerBound
        let high = run.upperBound
        var seen: CueSet = []
        var distance = 1
        while distance <= 8, low - distance >= sentence.lowerBound {
            let fresh = page.tokens[low - distance].cues.intersection(Self.telling).subtracting(seen)
            let bucket: UInt64 = distance <= 1 ? 60 : distance <= 3 ? 61 : 62
            context.bits(fresh) { add(bucket, $0) }
            seen.formUnion(fresh)
            distance += 1
        }
        seen = []
        distance = 0
        while distance < 8, high + distance < sentence.upperBound {
            let fresh = page.tokens[high + distance].cues.intersection(Self.telling).subtracting(seen)
            let bucket: UInt64 = distance < 1 ? 64 : distance < 3 ? 65 : 66
            context.bits(fresh) { add(bucket, $0) }
            seen.formUnion(fresh)
            distance += 1
        }
        add(68, (low == sentence.lowerBound ? 1 : 0) + (high >= sentence.upperBound - 1 ? 2 : 0))
        add(69, Hash.mix((low == sentence.lowerBound ? 1 : 0) + (high >= sentence.upperBound - 1 ? 2 : 0), rough))
        add(82, low == 0 ? 1 : high >= page.tokens.count - 1 ? 2 : 0)
        add(83, Hash.mix(low == 0 ? 1 : high >= page.tokens.count - 1 ? 2 : 0, low == sentence.lowerBound ? 1 : 0))
    }

    private static let telling: CueSet = [
        .title, .doctor, .role, .kin, .patient, .naming, .place, .eponym, .birth, .stay, .event, .law, .me, .your,
        .street,
        .phone, .mail, .ipp, .nda, .nir, .room, .age, .opening, .death, .handle, .drug, .city, .fame, .trade, .home,
        .thing, .work, .sport, .ware, .renown, .desk, .money,
    ]

    private func members(_ run: Range<Int>, _ index: Int, _ rough: UInt64, _ add: (UInt64, UInt64) -> Void) {
        var first = 0
        var surname = 0
        var common = 7
        var words: UInt64 = 0
        for at in run.prefix(8) where plausible[at] {
            let token = page.tokens[at]
            words += 1
            if token.length > 1 {
                first = max(first, token.entry.firstName)
                surname = max(surname, token.entry.surname)
                common = min(common, token.entry.common)
            }
        }
        add(70, min(words, 4))
        add(71, UInt64(first * 8 + surname))
        add(72, UInt64(first * 8 + common))
        add(73, Hash.mix(UInt64(first * 8 + surname), min(words, 3)))
        add(74, Hash.mix(rough, min(words, 3)))
        add(75, index == run.lowerBound ? 1 : index == run.upperBound - 1 ? 2 : 3)
        let glue = index > run.lowerBound ? page.tokens[index - 1].kind == .sign ? page.tokens[index - 1].hash : 1 : 0
        add(76, glue)
    }

    /// Features that tell what was first said of the words around: probabilities, in tenths.
    func second(
        _ index: Int, _ first: [Float], _ gist: Float, into features: inout [UInt32], _ everywhere: [UInt64: Float]
    ) {
        func add(_ place: UInt64, _ value: Float) {
            features.append(UInt32(truncatingIfNeeded: Hash.mix(0x6000 &+ place, UInt64(min(max(value, 0), 0.99) * 8))))
        }
        let run = run(of: index)
        func neighbour(_ step: Int) -> Float {
            var at = index + step
            while at >= 0, at < first.count, run.contains(at) {
                if plausible[at] { return first[at] }
                at += step
            }
            return -1
        }
        let own = first[index]
        add(1, own)
        add(6, gist)
        add(7 + UInt64(min(gist, 0.99) * 6), own)
        for (place, value) in [(2, neighbour(-1)), (3, neighbour(1))] {
            features.append(
                UInt32(truncatingIfNeeded: Hash.mix(0x6000 &+ UInt64(place), value < 0 ? 99 : UInt64(value * 8))))
        }
        add(4, everywhere[page.tokens[index].hash] ?? own)
        add(5, run.reduce(Float(0)) { max($0, plausible[$1] ? first[$1] : 0) })
    }
}
