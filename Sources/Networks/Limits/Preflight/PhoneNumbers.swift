/// Finds telephone numbers in a text, as the French and the international ones are written.
///
/// Groups of digits have to be cut as numbers are, so that dates, prices and registers are left alone. Numbers of four
/// digits (`3114`) are not told from others.
enum PhoneNumbers {
    private struct Group {
        let digits: [Unicode.Scalar]
        let range: Range<Int>
    }

    /// How ten digits are grouped: `02 40 08 33 33`, `0240083333`, `0 800 12 34 56`, `0800 123 456`, `(555) 123-4567`.
    private static let cuts: [[Int]] = [
        [2, 2, 2, 2, 2], [10], [1, 3, 2, 2, 2], [1, 3, 3, 3], [4, 2, 2, 2], [4, 3, 3], [2, 4, 4], [3, 3, 4], [4, 6],
    ]

    /// The first number, as it is written; nil where there is none.
    static func first(in text: String) -> String? {
        let scalars = Array(text.unicodeScalars)
        let groups = groups(scalars)
        for start in groups.indices {
            guard let end = end(scalars, groups, start) else { continue }
            let lower = groups[start].range.lowerBound
            let plus = lower > 0 && scalars[lower - 1] == "+" ? lower - 1 : lower
            return Letters.string(scalars[plus..<groups[end].range.upperBound])
        }
        return nil
    }

    private static func groups(_ text: [Unicode.Scalar]) -> [Group] {
        var (groups, index) = ([Group](), 0)
        while index < text.count {
            var end = index
            while end < text.count, Letters.isDigit(text[end]) { end += 1 }
            if end > index {
                groups.append(Group(digits: Array(text[index..<min(end, index + 20)]), range: index..<end))
            }
            index = max(end, index + 1)
        }
        return groups
    }

    /// The last group of the number that begins with group `start`.
    private static func end(_ text: [Unicode.Scalar], _ groups: [Group], _ start: Int) -> Int? {
        let lower = groups[start].range.lowerBound
        let before = lower > 0 ? text[lower - 1] : " "
        if before == "+" || (groups[start].digits.starts(with: ["0", "0"]) && groups[start].digits.count > 2) {
            return abroad(text, groups, start)
        }
        // Part of a longer number, a word or a path.
        if before.properties.isAlphabetic || before == "/" || before == "-" || before == "," { return nil }
        return cuts.lazy.compactMap { home(text, groups, start, $0) }.first
    }

    /// `+33 2 40 08 33 33`, `+33 (0)2…`, `0033…`: up to 15 digits (ITU-T E.164); under 10 it may be any sum.
    private static func abroad(_ text: [Unicode.Scalar], _ groups: [Group], _ start: Int) -> Int? {
        var (last, digits) = (start, groups[start].digits.count)
        while last + 1 < groups.count, digits < 15, isJoined(text, groups, last) {
            last += 1
            digits += groups[last].digits.count
        }
        return (10...16).contains(digits) ? last : nil
    }

    private static func home(_ text: [Unicode.Scalar], _ groups: [Group], _ start: Int, _ cut: [Int]) -> Int? {
        let last = start + cut.count - 1
        guard last < groups.count, zip(groups[start...last], cut).allSatisfy({ $0.range.count == $1 }) else {
            return nil
        }
        // Numbers of ten digits begin with 0 here; the American way of writing is known by its cut.
        let digits = groups[start...last].flatMap(\.digits)
        guard (digits[0] == "0" && digits[1] != "0") || cut == [3, 3, 4] else { return nil }
        guard (start..<last).allSatisfy({ isJoined(text, groups, $0) }) else { return nil }
        return goesOn(text, groups, start...last) ? nil : last
    }

    /// Whether the same kind of groups stand before or after: a row of numbers is no telephone.
    private static func goesOn(_ text: [Unicode.Scalar], _ groups: [Group], _ found: ClosedRange<Int>) -> Bool {
        guard found.count > 1 else { return false }
        func continues(_ index: Int) -> Bool {
            groups.indices.contains(index) && groups.indices.contains(index + 1)
                && groups[index].range.count == groups[index + 1].range.count
                && groups[index + 1].range.lowerBound == groups[index].range.upperBound + 1
                && isJoined(text, groups, index)
        }
        return continues(found.upperBound) || continues(found.lowerBound - 1)
    }

    /// Whether a blank, a dot, a hyphen or a parenthesis or two, and nothing else, stand between a group and the next.
    private static func isJoined(_ text: [Unicode.Scalar], _ groups: [Group], _ index: Int) -> Bool {
        let between = text[groups[index].range.upperBound..<groups[index + 1].range.lowerBound]
        return between.count <= 3
            && between.allSatisfy {
                (XCharacters.isSpace($0) && $0 != "\n") || XCharacters.isAny(of: ".-()", $0) || $0 == "‑"
            }
    }
}
