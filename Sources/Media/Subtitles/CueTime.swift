/// Times of cues (W3C WebVTT, 6.3; SubRip has a comma and is less exact).
enum CueTime {
    /// A thousand hours, in milliseconds.
    static let most = 3_600_000_000

    /// `01:02:03.004`
    static func text(_ milliseconds: Int) -> String {
        let time = min(most, max(0, milliseconds))
        func digits(_ number: Int, _ count: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        return "\(digits(time / 3_600_000, 2)):\(digits(time / 60_000 % 60, 2)):\(digits(time / 1_000 % 60, 2))"
            + ".\(digits(time % 1_000, 3))"
    }

    /// Reads a time from the front of `rest`, and takes it away; nil when none stands there.
    static func take(_ rest: inout Substring) -> Int? {
        var text = rest
        guard let first = number(&text, 1...9), sign(&text, ":"), let second = number(&text, 2...2) else { return nil }
        var parts = [0, first.value, second.value]
        // Three numbers when the first cannot be minutes, or when a third one follows.
        if first.digits != 2 || first.value > 59 || text.first == ":" {
            guard sign(&text, ":"), let third = number(&text, 2...2) else { return nil }
            parts = [first.value, second.value, third.value]
        }
        guard sign(&text, "."), let fraction = number(&text, 3...3), parts[1] <= 59, parts[2] <= 59, parts[0] < 1_000
        else { return nil }
        rest = text
        return ((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 1_000 + fraction.value
    }

    /// SubRip: `1:02:03,4`, with one digit where others have two, and a comma or a point.
    static func takeLoosely(_ rest: inout Substring) -> Int? {
        var text = rest
        guard let hours = number(&text, 1...3), sign(&text, ":"), let minutes = number(&text, 1...2), sign(&text, ":"),
            let seconds = number(&text, 1...2), minutes.value <= 59, seconds.value <= 59
        else { return nil }
        var thousandths = 0
        if sign(&text, ",") || sign(&text, ".") {
            guard let fraction = number(&text, 1...3) else { return nil }
            thousandths = fraction.value * [0, 100, 10, 1][fraction.digits]
        }
        rest = text
        return ((hours.value * 60 + minutes.value) * 60 + seconds.value) * 1_000 + thousandths
    }

    static func space(_ rest: inout Substring) { rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "\u{0C}" } }

    static func arrow(_ rest: inout Substring) -> Bool {
        guard rest.hasPrefix("-->") else { return false }
        rest = rest.dropFirst(3)
        return true
    }

    private static func sign(_ text: inout Substring, _ sign: Character) -> Bool {
        guard text.first == sign else { return false }
        text = text.dropFirst()
        return true
    }

    private static func number(_ text: inout Substring, _ counts: ClosedRange<Int>) -> (value: Int, digits: Int)? {
        let digits = text.utf8.prefix { 0x30...0x39 ~= $0 }
        // Exactly as many as allowed are taken: what follows is not ours.
        let taken = digits.prefix(counts.upperBound)
        guard counts ~= taken.count, counts.upperBound != 9 || digits.count <= 9, let value = Int(Substring(taken))
        else {
            return nil
        }
        text = text[taken.endIndex...]
        return (value, taken.count)
    }
}
