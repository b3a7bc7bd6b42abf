import Foundation
public import Kernel

extension Figures {
    private static let months: [Tongue: [String]] = [
        .french: [
            "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
            "novembre", "décembre",
        ],
        .english: [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ],
    ]
    private static let shortMonths: [Tongue: [String]] = [
        .french: [
            "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
        ],
        .english: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"],
    ]
    private static let weekdays: [Tongue: [String]] = [
        .french: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
        .english: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    ]

    private func name(_ table: [Tongue: [String]], _ index: Int) -> String { table[tongue]?[index] ?? "" }

    /// The moment on the organisation's clock.
    public func local(_ instant: Instant) -> LocalTime { LocalTime(instant, zone) }

    /// `14 h 05`, `14:05`.
    public func time(_ instant: Instant) -> String {
        let local = local(instant)
        let minute = Self.two(local.minute)
        return tongue == .french
            ? "\(local.hour)\(Self.thin)h\(Self.thin)\(minute)" : "\(Self.two(local.hour)):\(minute)"
    }

    /// `21 novembre 2026`, `1er mars 2026`, `21 November 2026`.
    public func date(_ instant: Instant) -> String { date(local(instant)) }

    /// The same for a day number (days since 1970-01-01 on the local calendar).
    public func date(day: Int) -> String {
        let (year, month, day) = LocalTime.civil(day)
        return "\(ordinal(day)) \(name(Self.months, month - 1)) \(year)"
    }

    private func date(_ local: LocalTime) -> String { date(day: local.dayNumber) }

    /// `21 nov.`: for axes and tables.
    public func shortDate(day: Int) -> String {
        let (_, month, day) = LocalTime.civil(day)
        return "\(ordinal(day)) \(name(Self.shortMonths, month - 1))"
    }

    /// `21 novembre 2026 à 14 h 05`, `21 November 2026 at 14:05`.
    public func dateTime(_ instant: Instant) -> String { "\(date(instant)) \(at) \(time(instant))" }

    /// As one would say it: `à l’instant`, `il y a 5 min`, `hier à 14 h 05`, `lundi à 9 h 00`, `3 mars à 9 h 00`.
    public func when(_ instant: Instant) -> String {
        let elapsed = now.seconds(since: instant)
        let french = tongue == .french
        if elapsed >= 0, elapsed < 60 { return french ? "à l’instant" : "just now" }
        if elapsed >= 60, elapsed < 3600 {
            let minutes = "\(Int(elapsed / 60))\(Self.thin)min"
            return french ? "il y a \(minutes)" : "\(minutes) ago"
        }
        let then = local(instant)
        let today = local(now)
        switch today.dayNumber - then.dayNumber {
        case 0: return "\(french ? "aujourd’hui" : "today") \(at) \(time(instant))"
        case 1: return "\(french ? "hier" : "yesterday") \(at) \(time(instant))"
        case -1: return "\(french ? "demain" : "tomorrow") \(at) \(time(instant))"
        case 2..<7: return "\(name(Self.weekdays, then.weekday)) \(at) \(time(instant))"
        default:
            let short = shortDate(day: then.dayNumber)
            return then.year == today.year ? "\(short) \(at) \(time(instant))" : "\(short) \(then.year)"
        }
    }

    /// `2026-11-21T14:05:09Z`, for `<time datetime>` and JSON.
    public static func machine(_ instant: Instant) -> String {
        let utc = LocalTime(instant, .gmt)
        let year = String(utc.year)
        return String(repeating: "0", count: max(0, 4 - year.count)) + year + "-\(two(utc.month))-\(two(utc.day))T"
            + "\(two(utc.hour)):\(two(utc.minute)):\(two(utc.second))Z"
    }

    private var at: String { tongue == .french ? "à" : "at" }

    private func ordinal(_ day: Int) -> String { tongue == .french && day == 1 ? "1er" : String(day) }
}

/// A moment as templates show it: `<time datetime="{{machine}}" title="{{full}}">{{words}}</time>` (`{{>web/time}}`).
public struct Moment: Encodable, Sendable {
    public let machine: String
    public let full: String
    public let words: String

    public init(_ instant: Instant, _ figures: Figures) {
        machine = Figures.machine(instant)
        full = figures.dateTime(instant)
        words = figures.when(instant)
    }
}

extension Figures {
    /// The moment at which a day of the organisation's calendar begins, from `2026-11-21`; nil when it is no date.
    public func start(ofDay text: String) -> Instant? {
        let parts = text.split(separator: "-").map { Int($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
            (1...9999).contains(year),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let midnight = Instant(day: LocalTime.dayNumber(year, month, day))
        let offset = zone.secondsFromGMT(for: midnight.date)
        let guess = midnight.adding(seconds: -Double(offset))
        // The offset may change between the two: ask again where the guess stands.
        return midnight.adding(seconds: -Double(zone.secondsFromGMT(for: guess.date)))
    }
}
