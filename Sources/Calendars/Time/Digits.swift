/// Numbers of a fixed width, as dates are written.
enum Digits {
    /// The number that exactly `width` ASCII digits spell; nil for anything else, signs and blanks included.
    static func number(_ text: some StringProtocol, _ width: Int) -> Int? {
        guard text.utf8.count == width, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }

    /// At least `width` digits, filled with zeros. For numbers that are not negative.
    static func text(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
