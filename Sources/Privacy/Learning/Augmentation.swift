import Foundation

/// Makes more texts out of one: other names, other capitals, no accents.
struct Augmentation {
    let firstNames: [String]
    let surnames: [String]
    let gazetteer: Gazetteer

    func variant(of example: PrivacyExample, _ dice: inout Dice, rooms: inout Dice) -> PrivacyExample {
        var varied = renamed(example, &dice, rooms: &rooms)
        let style = Int.random(in: 0..<100, using: &dice)
        if style < 10 { varied = mapped(varied) { $0.properties.lowercaseMapping } }
        if (10..<16).contains(style) { varied = mapped(varied) { $0.properties.uppercaseMapping } }
        if (16..<36).contains(style) {
            varied = mapped(varied) { scalar in
                let bare = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars.first.map(String.init)
                return bare ?? String(scalar)
            }
        }
        return varied
    }

    /// The same text with other people in it: patients and carers alike, so that context decides.
    private func renamed(_ example: PrivacyExample, _ dice: inout Dice, rooms: inout Dice) -> PrivacyExample {
        let page = Page(example.text, gazetteer)
        let context = Context(page)
        let tagger = NameTagger(context)
        var stand: [UInt64: String] = [:]
        var swaps: [(range: Range<Int>, by: [Unicode.Scalar])] = []
        for index in page.tokens.indices where tagger.plausible[index] {
            let token = page.tokens[index]
            let range = page.sheet.range(Int(token.start), Int(token.end))
            let gold = example.spans.contains { $0.kind == .name && $0.range.overlaps(range) }
            let listed = token.entry.firstName >= 4 && token.shape != .lower && token.entry.common < 3
            let led = index > 0 && !page.tokens[index - 1].cues.isDisjoint(with: [.doctor, .title])
            let fixed =
                !token.cues.isDisjoint(with: [.eponymName, .drug, .city, .particle]) || token.entry.commune && !gold
            guard gold || !fixed && (listed || led && token.shape != .lower), token.length > 2,
                !example.spans.contains(where: { $0.kind != .name && $0.range.overlaps(range) })
            else { continue }
            let name = stand[token.hash] ?? pick(token, &dice)
            stand[token.hash] = name
            swaps.append((range, Array(styled(name, token.shape).unicodeScalars)))
        }
        swaps += Self.moved(example, page.sheet, &rooms)
        return Self.swapped(example, page.sheet.scalars, swaps.sorted { $0.range.lowerBound < $1.range.lowerBound })
    }

    /// Other numbers for the rooms, of other makes, so that what stands around decides: 214, A12, 3.07, 2-14, 12 bis.
    private static func moved(
        _ example: PrivacyExample, _ sheet: Sheet, _ dice: inout Dice
    ) -> [(range: Range<Int>, by: [Unicode.Scalar])] {
        var stand: [String: String] = [:]
        var swaps: [(range: Range<Int>, by: [Unicode.Scalar])] = []
        for span in example.spans where span.kind == .room {
            let text = sheet.text(span.range)
            guard text.unicodeScalars.allSatisfy({ (48...57).contains($0.value) }) else { continue }
            let number = stand[text] ?? (Int.random(in: 0..<2, using: &dice) == 0 ? text : room(&dice))
            stand[text] = number
            if number != text { swaps.append((span.range, Array(number.unicodeScalars))) }
        }
        return swaps
    }

    private static func room(_ dice: inout Dice) -> String {
        let floor = Int.random(in: 1...6, using: &dice)
        let door = Int.random(in: 1...39, using: &dice)
        let two = door < 10 ? "0\(door)" : "\(door)"
        switch Int.random(in: 0..<12, using: &dice) {
        case 0: return "\("ABCDEFGHS".randomElement(using: &dice) ?? "A")\(door)"
        case 1: return "\(floor).\(two)"
        case 2: return "\(floor)-\(two)"
        case 3: return "\(door)\("ABCD".randomElement(using: &dice) ?? "A")"
        case 4: return "\(door) bis"
        case 5...7: return "\(door)"
        case 8: return "\(floor)0\(two)"
        default: return "\(floor)\(two)"
        }
    }

    private func pick(_ token: Token, _ dice: inout Dice) -> String {
        let first = token.entry.firstName > 0 && token.entry.firstName + 1 >= token.entry.surname
        let pool = first ? firstNames : surnames
        return pool.randomElement(using: &dice) ?? "Martin"
    }

    private func styled(_ name: String, _ shape: Token.Shape) -> String {
        switch shape {
        case .lower: name.lowercased()
        case .upper: name.uppercased()
        default: name.prefix(1).uppercased() + name.dropFirst().lowercased()
        }
    }

    private static func swapped(
        _ example: PrivacyExample, _ scalars: [Unicode.Scalar], _ swaps: [(range: Range<Int>, by: [Unicode.Scalar])]
    ) -> PrivacyExample {
        var view = String.UnicodeScalarView()
        var shift = [Int](repeating: 0, count: scalars.count + 1)
        var at = 0
        for swap in swaps {
            while at < swap.range.lowerBound {
                shift[at] = view.count
                view.append(scalars[at])
                at += 1
            }
            for index in swap.range { shift[index] = view.count }
            view.append(contentsOf: swap.by)
            at = swap.range.upperBound
        }
        while at < scalars.count {
            shift[at] = view.count
            view.append(scalars[at])
            at += 1
        }
        shift[scalars.count] = view.count
        var result = example
        result.text = String(view)
        result.spans = example.spans.map { span in
            PrivacyExample.Span(range: shift[span.range.lowerBound]..<shift[span.range.upperBound], kind: span.kind)
        }
        return result
    }

    private func mapped(_ example: PrivacyExample, _ map: (Unicode.Scalar) -> String) -> PrivacyExample {
        var view = String.UnicodeScalarView()
        for scalar in example.text.unicodeScalars {
            let image = map(scalar).unicodeScalars
            view.append(image.count == 1 ? image.first ?? scalar : scalar)
        }
        var result = example
        result.text = String(view)
        return result
    }
}
