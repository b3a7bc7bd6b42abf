import Foundation
import Kernel

/// A date and an hour as somebody wrote them, before they are a moment.
struct CivilTime: Equatable {
    var year: Int
    var month: Int
    var day: Int
    /// Nil when only the day is known.
    var hour: Int?
    var minute = 0
    var second = 0
    var microsecond = 0
    /// Seconds east of Greenwich; nil when not written.
    var offset: Int?

    init(year: Int, month: Int, day: Int) {
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// The moment, or nil when there is no such date or hour. A day without an hour is its noon in UTC, so that it stays
    /// the same day from Hawaii to New Caledonia; an hour without an offset is an hour of `zone`.
    func instant(in zone: TimeZone?) -> Instant? {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.length(of: month, year),
            (0...24).contains(hour ?? 12), (0...59).contains(minute), (0...60).contains(second),
            abs(offset ?? 0) <= 18 * 3600
        else { return nil }
        let clock = (hour ?? 12) * 3600 + minute * 60 + second
        var seconds = Int64(Self.days(year, month, day)) * 86_400 + Int64(clock)
        if let offset {
            seconds -= Int64(offset)
        } else if hour != nil, let zone {
            let guess = Date(timeIntervalSince1970: Double(seconds))
            let near = zone.secondsFromGMT(for: guess)
            seconds -= Int64(zone.secondsFromGMT(for: guess.addingTimeInterval(-Double(near))))
        }
        return Instant(microseconds: seconds * 1_000_000 + Int64(microsecond))
    }

    /// Days from 1970-01-01 in the proleptic Gregorian calendar; the year starts in March so that leap days come last.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func length(of month: Int, _ year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension CivilTime {
    /// RFC 3339 and its looser cousins: `2021-03-01T00:32:26Z`, `2021-03-01 00:32`, `2021-03-01`, `…+0100`, `… UTC`.
    init?(iso text: some Collection<UInt8>) {
        var reader = DigitReader(text)
        guard let year = reader.digits(4), reader.take(45) || reader.take(47), let month = reader.digits(1...2),
            reader.take(45) || reader.take(47), let day = reader.digits(1...2)
        else { return nil }
        self.init(year: year, month: month, day: day)
        reader.skipSpaces()
        if reader.take(84) || reader.take(116) || !reader.isAtEnd {
            guard let hour = reader.digits(1...2), reader.take(58), let minute = reader.digits(2) else { return nil }
            (self.hour, self.minute) = (hour, minute)
            if reader.take(58) {
                guard let second = reader.digits(2) else { return nil }
                self.second = second
                if reader.take(46) || reader.take(44) { microsecond = reader.fraction() }
            }
            reader.skipSpaces()
            guard let offset = reader.offset() else { return nil }
            self.offset = offset.seconds
        }
        if !reader.isAtEnd { return nil }
    }
}
