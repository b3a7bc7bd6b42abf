public import Kernel

/// The dates that feeds write, in any of the forms that the universal feed parser understands, and with month and day
/// names in French, English, German, Spanish, Italian, Dutch and Portuguese.
public enum FeedDate {
    /// Years that a feed can honestly speak of; a date outside is treated as absent.
    static let plausible = 1900...2199

    /// The moment that the text names, or nil.
    public static func parse(_ text: String) -> Instant? {
        guard text.utf8.count <= 128, let stamp = strict(text) else { return nil }
        guard plausible.contains(stamp.civil.year) else { return nil }
        return Instant(microseconds: stamp.seconds * 1_000_000)
    }

    private static func strict(_ text: String) -> DateStamp? {
        CommonDate.parse(text) ?? W3CDate.parse(text) ?? RFC822Date.parse(text) ?? ISO8601Date.parse(text, whole: true)
            ?? OtherDates.parse(text) ?? WordyDate.parse(text)
    }

    /// The feed parser's own forms, in the order in which it tries them.
    static func stamp(_ text: String) -> DateStamp? {
        guard text.utf8.count <= 128 else { return nil }
        if let stamp = CommonDate.parse(text) { return stamp }
        return W3CDate.parse(text) ?? RFC822Date.parse(text) ?? ISO8601Date.parse(text, whole: false)
            ?? OtherDates.parse(text)
    }
}

/// A moment in UTC, in whole seconds, made from a checked calendar date.
struct DateStamp: Equatable {
    /// Seconds since 1970-01-01T00:00:00Z.
    let seconds: Int64

    /// Nil unless the date exists (years 1 to 9999) and the time of day too. The offset is taken off; so are its
    /// minutes.
    init?(
        _ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0, _ second: Int = 0, offset: Int = 0
    ) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year),
            (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second), abs(offset) <= 86_400
        else { return nil }
        let days = Self.daysSinceEpoch(year, month, day)
        seconds = Int64(days * 86_400 + hour * 3_600 + minute * 60 + second - offset)
        guard (1...9999).contains(civil.year) else { return nil }
    }

    init(seconds: Int64) { self.seconds = seconds }

    static func days(in month: Int, of year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Days from 1970-01-01 in the proleptic Gregorian calendar; months and days may overflow.
    static func daysSinceEpoch(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let months = year * 12 + month - 1
        let (y, m) = (Int((Double(months) / 12).rounded(.down)), (months % 12 + 12) % 12 + 1)
        let shifted = m > 2 ? y : y - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The calendar date and time in UTC.
    var civil: (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        let day = Int((Double(seconds) / 86_400).rounded(.down))
        let rest = Int(seconds) - day * 86_400
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let civilMonth = month < 10 ? month + 3 : month - 9
        return (
            yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0), civilMonth, dayOfYear - (153 * month + 2) / 5 + 1,
            rest / 3_600, rest / 60 % 60, rest % 60
        )
    }
}
