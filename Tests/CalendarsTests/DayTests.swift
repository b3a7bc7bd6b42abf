import Calendars
import Foundation
import Kernel
import Testing

@Suite struct DayTests {
    @Test("numbers, dates and weekdays agree with Foundation's own calendar")
    func foundation() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        var dice = Dice(state: 1)
        for _ in 0..<3_000 {
            let day = Day(number: Int.random(in: -100_000...200_000, using: &dice))
            let date = Date(timeIntervalSince1970: Double(day.number) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
            #expect(parts.year == day.civil.year && parts.month == day.civil.month && parts.day == day.civil.day)
            #expect(parts.weekday == (day.weekday.rawValue + 1) % 7 + 1)
            #expect(Day(day.civil.year, day.civil.month, day.civil.day) == day)
            #expect(Day(day.text) == day)
        }
    }

    @Test("the calendar has ends, beyond which nothing overflows")
    func ends() {
        #expect(Day.first.text == "0001-01-01" && Day.last.text == "9999-12-31")
        #expect(Day.last.adding(days: .max) == .last && Day.first.adding(days: .min) == .first)
        #expect(Day(2027, 2, 29) == nil && Day(2028, 2, 29) != nil && Day(1900, 2, 29) == nil)
        #expect(Day("2027-2-09") == nil && Day("2027-02-09-") == nil && Day("-027-02-09") == nil)
    }

    @Test("the nth weekday of a month, from either end")
    func nth() throws {
        let thursday = try #require(NthWeekday(2, .thursday))
        #expect(thursday.day(in: 3, 2026)?.text == "2026-03-12")
        #expect(NthWeekday(-1, .sunday)?.day(in: 5, 2027)?.text == "2027-05-30")
        #expect(NthWeekday(5, .monday)?.day(in: 2, 2027) == nil)
        #expect(NthWeekday(5, .monday)?.day(in: 3, 2027)?.text == "2027-03-29")
        #expect(NthWeekday(-5, .monday)?.day(in: 3, 2027)?.text == "2027-03-01")
        #expect(NthWeekday(0, .monday) == nil && NthWeekday(6, .monday) == nil)
        #expect(thursday.day(in: 13, 2026) == nil)
    }

    @Test("times are read in one form")
    func times() {
        #expect(TimeOfDay("09:05")?.text == "09:05" && TimeOfDay("23:59")?.minutes == 1439)
        for text in ["9:05", "24:00", "09:60", "0905", "09:05:00", "", "09:0", "-9:05"] {
            #expect(TimeOfDay(text) == nil, "\(text)")
        }
    }
}
