import Foundation
import Kernel

/// Which of two numbers is the day in `06/09/2021`. French tables put the day first, American ones the month.
public enum DateOrder: String, Sendable, Codable, CaseIterable {
    case dayFirst = "day_first"
    case monthFirst = "month_first"
}

/// Reads dates as people and tools write them in tables: `06/09/2021 14:30`, `12 mars 2021 à 14h30`, `Mar 12, 2021 2:30 PM`,
/// `Wed Oct 10 20:19:24 +0000 2018`, RFC 3339, seconds or milliseconds since 1970. `hier` or a day without its year is
/// not a date: it would be a guess.
struct WrittenDate {
    let order: DateOrder
    /// Hours without an offset are hours of this zone.
    let zone: TimeZone?

    func instant(_ text: String) -> Instant? {
        let text = text.trimmed
        guard (4...64).contains(text.utf8.count) else { return nil }
        if let civil = CivilTime(iso: text.utf8) { return civil.instant(in: zone) }
        if let number = Double(text), text.utf8.allSatisfy({ $0.isDigit || $0 == 46 }) { return Self.since1970(number) }
        return civil(text)?.instant(in: zone)
    }

    /// Seconds, or milliseconds, or microseconds since 1970, told apart by their size.
    static func since1970(_ number: Double) -> Instant? {
        switch number {
        case 1e8..<1e11: Instant(seconds: number)
        case 1e11..<1e14: Instant(seconds: number / 1e3)
        case 1e14..<1e17: Instant(seconds: number / 1e6)
        default: nil
        }
    }

    private func civil(_ text: String) -> CivilTime? {
        var clock = ClockFace()
        var numbers: [(value: Int, length: Int)] = []
        var month: Int?
        var monthAt = 0
        for token in Token.tokens(of: text) {
            if clock.take(token) { continue }
            switch token {
            case .number(let value, let length): numbers.append((value, length))
            case .word(let word):
                if let found = Self.months[word] {
                    if month != nil { return nil }
                    (month, monthAt) = (found, numbers.count)
                } else if !Self.filler.contains(word) {
                    return nil
                }
            case .clock, .offset: return nil
            }
        }
        guard var civil = month.map({ named($0, monthAt, numbers) }) ?? numbered(numbers) else { return nil }
        guard clock.set(&civil) else { return nil }
        return civil
    }

    private func named(_ month: Int, _ at: Int, _ numbers: [(value: Int, length: Int)]) -> CivilTime? {
        guard numbers.count == 2 else { return nil }
        let (first, second) = (numbers[0], numbers[1])
        let yearFirst = first.length == 4
        guard yearFirst != (second.length == 4) else { return nil }
        return CivilTime(
            year: yearFirst ? first.value : second.value, month: month, day: yearFirst ? second.value : first.value)
    }

    private func numbered(_ numbers: [(value: Int, length: Int)]) -> CivilTime? {
        guard numbers.count == 3 else { return nil }
        if numbers[0].length == 4 {
            return CivilTime(year: numbers[0].value, month: numbers[1].value, day: numbers[2].value)
        }
        guard numbers[2].length == 4 || numbers[2].length == 2 else { return nil }
        // Two digits: nothing was said on a network before 1990.
        let year = numbers[2].length == 4 ? numbers[2].value : numbers[2].value + (numbers[2].value >= 90 ? 1900 : 2000)
        let dayIsFirst = order == .dayFirst ? numbers[1].value <= 12 : numbers[0].value > 12
        return CivilTime(
            year: year, month: numbers[dayIsFirst ? 1 : 0].value, day: numbers[dayIsFirst ? 0 : 1].value)
    }

    private static let filler: Set<String> = [
        "le", "a", "at", "on", "the", "of", "de", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi",
        "dimanche", "lun", "mar.", "mer", "jeu", "ven", "sam", "dim", "monday", "tuesday", "wednesday", "thursday",
        "friday", "saturday", "sunday", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "er", "st", "nd", "rd", "th",
        "tues", "thur", "thurs", "publie", "date", "experience",
    ]

    private static let months: [String: Int] = [
        "janvier": 1, "janv": 1, "jan": 1, "january": 1, "fevrier": 2, "fevr": 2, "fev": 2, "feb": 2, "february": 2,
        "mars": 3, "mar": 3, "march": 3, "avril": 4, "avr": 4, "apr": 4, "april": 4, "mai": 5, "may": 5, "juin": 6,
        "jun": 6, "june": 6, "juillet": 7, "juil": 7, "jul": 7, "july": 7, "aout": 8, "aou": 8, "aug": 8, "august": 8,
        "septembre": 9, "sept": 9, "sep": 9, "september": 9, "octobre": 10, "oct": 10, "october": 10, "novembre": 11,
        "nov": 11, "november": 11, "decembre": 12, "dec": 12, "december": 12,
    ]
}
