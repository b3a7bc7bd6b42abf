import Foundation
import Kernel
import Testing
@testable import Web

@Suite("Numbers and dates in words")
struct FiguresTests {
    let french = Figures(.french)
    let english = Figures(.english)

    @Test("numbers are grouped, and decimals separated, as each language does")
    func numbers() {
        #expect(french.integer(1_234_567) == "1\u{202F}234\u{202F}567")
        #expect(english.integer(-1_234_567) == "−1,234,567")
        #expect(french.integer(999) == "999")
        #expect(french.decimal(1234.56, digits: 1) == "1\u{202F}234,6")
        #expect(english.decimal(0.05, digits: 2) == "0.05")
        #expect(french.decimal(-0.04, digits: 1) == "0,0")
        #expect(french.decimal(.nan) == "–")
        #expect(french.percent(0.125) == "13\u{202F}%")
        #expect(english.percent(0.125, digits: 1) == "12.5%")
        #expect(french.degrees(37.42) == "37,4\u{202F}°C")
        #expect(french.change(0.3, digits: 1) == "+0,3")
        #expect(french.change(0.01, digits: 1) == "0,0")
        #expect(french.integer(.min) == "−9\u{202F}223\u{202F}372\u{202F}036\u{202F}854\u{202F}775\u{202F}808")
        #expect(french.bytes(12_345_678) == "12,3\u{202F}Mo")
        #expect(english.bytes(999_999) == "1.0\u{202F}MB")
    }

    @Test("a moment is said as one would say it")
    func moments() throws {
        let paris = try #require(TimeZone(identifier: "Europe/Paris"))
        // Saturday 21 November 2026, 15:05:09 in Paris.
        let now = Instant(seconds: 1_795_269_909)
        func french(_ seconds: Double) -> String {
            Figures(.french, zone: paris, now: now).when(now.adding(seconds: seconds)).replacing("\u{202F}", with: " ")
        }
        func english(_ seconds: Double) -> String {
            Figures(.english, zone: paris, now: now).when(now.adding(seconds: seconds)).replacing("\u{202F}", with: " ")
        }
        #expect(french(-5) == "à l’instant")
        #expect(french(-300) == "il y a 5 min")
        #expect(french(-7200) == "aujourd’hui à 13 h 05")
        #expect(french(-86_400) == "hier à 15 h 05")
        #expect(french(-3 * 86_400) == "mercredi à 15 h 05")
        #expect(french(-20 * 86_400) == "1er nov. à 15 h 05")
        #expect(french(-400 * 86_400) == "17 oct. 2025")
        #expect(french(86_400) == "demain à 15 h 05")
        #expect(english(-300) == "5 min ago")
        #expect(english(-86_400) == "yesterday at 15:05")
        #expect(english(-20 * 86_400) == "1 Nov at 15:05")
        #expect(Figures(.french, zone: paris, now: now).dateTime(now) == "21 novembre 2026 à 15\u{202F}h\u{202F}05")
        #expect(Figures.machine(now) == "2026-11-21T14:05:09Z")
    }

    @Test("the calendar agrees with Foundation's, from 1600 to 2400")
    func calendar() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        for day in stride(from: -135_000, to: 157_000, by: 97) {
            let expected = calendar.dateComponents([.year, .month, .day, .weekday], from: Instant(day: day).date)
            let (year, month, date) = LocalTime.civil(day)
            #expect(year == expected.year && month == expected.month && date == expected.day)
            #expect(LocalTime.dayNumber(year, month, date) == day)
            #expect((LocalTime(Instant(day: day), .gmt).weekday + 1) % 7 + 1 == expected.weekday)
        }
    }

    @Test("a day begins at its own midnight, even when the clocks change")
    func days() throws {
        let paris = try #require(TimeZone(identifier: "Europe/Paris"))
        let figures = Figures(.french, zone: paris)
        for text in ["2026-03-29", "2026-03-30", "2026-10-25", "2026-10-26", "2026-01-01"] {
            let start = try #require(figures.start(ofDay: text))
            #expect(figures.time(start) == "0\u{202F}h\u{202F}00", "\(text)")
            #expect(LocalTime(start, paris).day == Int(text.suffix(2)))
        }
        #expect(figures.start(ofDay: "2026-13-01") == nil)
        #expect(figures.start(ofDay: "yesterday") == nil)
    }

    @Test("the ends of time do not break a page")
    func extremes() {
        let figures = Figures(.french)
        #expect(!figures.when(Instant(microseconds: .max)).isEmpty)
        #expect(!figures.when(Instant(microseconds: .min)).isEmpty)
    }
}
