public import Foundation
public import Kernel

/// Numbers and dates as people of a language read them. French: narrow no-break space (U+202F) between thousands and
/// before signs, comma, `14 h 05` (Lexique des règles typographiques de l'Imprimerie nationale). English: British.
public struct Figures: Sendable {
    public let tongue: Tongue
    let zone: TimeZone
    let now: Instant

    static let thin = "\u{202F}"
    static let minus = "\u{2212}"

    public init(_ tongue: Tongue, zone: TimeZone = .gmt, now: Instant = Instant(microseconds: 0)) {
        self.tongue = tongue
        self.zone = zone
        self.now = now
    }

    private var french: Bool { tongue == .french }

    /// 1234567 → `1 234 567`, `1,234,567`.
    public func integer(_ number: Int) -> String {
        let digits = Array(String(number.magnitude).utf8)
        var out = number < 0 ? Self.minus : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { out += french ? Self.thin : "," }
            out.unicodeScalars.append(Unicode.Scalar(digit))
        }
        return out
    }

    /// 1234.5 with one digit → `1 234,5`, `1,234.5`. What is not a number is a dash.
    public func decimal(_ number: Double, digits: Int = 1) -> String {
        guard number.isFinite, abs(number) < 1e15 else { return "–" }
        var power = 1
        for _ in 0..<max(0, min(digits, 6)) { power *= 10 }
        let scaled = Int((abs(number) * Double(power)).rounded())
        let sign = number < 0 && scaled > 0 ? Self.minus : ""
        guard digits > 0 else { return sign + integer(scaled) }
        let fraction = String(scaled % power)
        let zeros = String(repeating: "0", count: max(0, digits - fraction.count))
        return sign + integer(scaled / power) + (french ? "," : ".") + zeros + fraction
    }

    /// 0.125 with one digit → `12,5 %`, `12.5%`.
    public func percent(_ share: Double, digits: Int = 0) -> String {
        decimal(share * 100, digits: digits) + (french ? Self.thin : "") + "%"
    }

    /// 37.42 → `37,4 °C`.
    public func degrees(_ temperature: Double) -> String { decimal(temperature) + Self.thin + "°C" }

    /// With its sign, even when positive: a change.
    public func change(_ number: Double, digits: Int = 0) -> String {
        let text = decimal(number, digits: digits)
        return number > 0 && text != decimal(0, digits: digits) ? "+" + text : text
    }

    /// 12_345_678 bytes → `12,3 Mo`, `12.3 MB`.
    public func bytes(_ count: Int64) -> String {
        let unit = french ? "o" : "B"
        var value = Double(count)
        var index = 0
        while value >= 999.5, index < 4 {
            value /= 1000
            index += 1
        }
        return decimal(value, digits: index == 0 || value >= 99.5 ? 0 : 1) + Self.thin
            + ["", french ? "k" : "k", "M", "G", "T"][index] + unit
    }

    /// Seconds as people say them: `3 min`, `2 h 05`, `4 j`.
    public func duration(_ seconds: Double) -> String {
        let minutes = Int((max(0, min(seconds, 1e12)) / 60).rounded())
        if seconds < 60 { return "\(Int(max(0, seconds)))\(Self.thin)s" }
        if minutes < 60 { return "\(minutes)\(Self.thin)min" }
        if minutes < 48 * 60 { return "\(minutes / 60)\(Self.thin)h\(Self.thin)" + Self.two(minutes % 60) }
        return integer(minutes / 1440) + Self.thin + (french ? "j" : "d")
    }

    static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
