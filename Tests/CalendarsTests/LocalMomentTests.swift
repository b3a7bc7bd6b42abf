import Calendars
import Foundation
import Kernel
import Testing

@Suite struct LocalMomentTests {
    @Test("an hour that spring leaves out becomes the moment after the gap, and the author is told")
    func skipped() throws {
        let paris = try zone("Europe/Paris")
        let asked = try local("2026-03-29T02:30")
        let found = asked.resolved(in: paris)
        #expect(found == .skipped(try instant("2026-03-29T01:00:00Z")))
        #expect(LocalMoment(found.instant, in: paris).text == "2026-03-29T03:00")
        #expect(
            found.notice(for: asked, in: paris, try Checkout.saying(.french))
                == "Le 29 mars 2026, l’horloge avance et ne montre jamais 2\u{202F}h\u{202F}30. Ce sera 3\u{202F}h.")
        #expect(
            found.notice(for: asked, in: paris, try Checkout.saying(.english))
                == "On 29 March 2026 clocks go forward and never show 02:30. It will be 03:00.")
    }

    @Test("an hour that autumn repeats is the first of the two, and the author is told")
    func twice() throws {
        let paris = try zone("Europe/Paris")
        let asked = try local("2026-10-25T02:30")
        let (first, second) = (try instant("2026-10-25T00:30:00Z"), try instant("2026-10-25T01:30:00Z"))
        let found = asked.resolved(in: paris)
        #expect(found == .twice(first: first, second: second) && found.instant == first)
        #expect(
            found.notice(for: asked, in: paris, try Checkout.saying(.french))
                == "Le 25 octobre 2026, l’horloge recule et montre 2\u{202F}h\u{202F}30 deux fois. Ce sera la première."
        )
    }

    @Test(
        "the minutes around both changes are what they are",
        arguments: [
            ("2026-03-29T01:59", "2026-03-29T00:59:00Z"), ("2026-03-29T03:00", "2026-03-29T01:00:00Z"),
            ("2026-10-25T01:59", "2026-10-24T23:59:00Z"), ("2026-10-25T03:00", "2026-10-25T02:00:00Z"),
            ("2026-07-14T12:00", "2026-07-14T10:00:00Z"), ("2026-12-25T00:00", "2026-12-24T23:00:00Z"),
        ])
    func edges(_ shown: String, _ utc: String) throws {
        let found = try local(shown).resolved(in: try zone("Europe/Paris"))
        #expect(found == .exact(try instant(utc)))
        #expect(found.notice(for: try local(shown), in: try zone("Europe/Paris"), try Checkout.saying(.french)) == nil)
    }

    @Test("both ends of the doubled hour are doubled, and both ends of the missing one are missing")
    func bounds() throws {
        let paris = try zone("Europe/Paris")
        for text in ["2026-10-25T02:00", "2026-10-25T02:59"] {
            guard case .twice(let first, let second) = try local(text).resolved(in: paris) else {
                Issue.record("\(text) is not doubled")
                continue
            }
            #expect(second.seconds(since: first) == 3600)
        }
        for text in ["2026-03-29T02:00", "2026-03-29T02:59"] {
            #expect(try local(text).resolved(in: paris) == .skipped(try instant("2026-03-29T01:00:00Z")))
        }
    }

    @Test("half an hour of change on Lord Howe, and a whole day that Samoa left out")
    func strange() throws {
        let howe = try zone("Australia/Lord_Howe")
        #expect(
            try local("2026-10-04T02:15").resolved(in: howe) == .skipped(try instant("2026-10-03T15:30:00Z")))
        #expect(
            try local("2026-04-05T01:45").resolved(in: howe)
                == .twice(first: try instant("2026-04-04T14:45:00Z"), second: try instant("2026-04-04T15:15:00Z")))
        let apia = try zone("Pacific/Apia")
        #expect(
            try local("2011-12-30T12:00").resolved(in: apia) == .skipped(try instant("2011-12-30T10:00:00Z")))
    }

    @Test("stored moments are the same whatever the server takes for its own zone")
    func process() async {
        // In a process of its own, where nobody else is disturbed.
        await #expect(processExitsWith: .success) {
            for name in ["Europe/Paris", "UTC", "Pacific/Auckland", "Indian/Reunion", "Not/AZone"] {
                setenv("TZ", name, 1)
                NSTimeZone.resetSystemTimeZone()
                NSTimeZone.default = TimeZone(identifier: name) ?? .gmt
                let (paris, july) = (try zone("Europe/Paris"), try instant("2026-07-01T07:00:00Z"))
                #expect(try local("2026-07-01T09:00").resolved(in: paris) == .exact(july))
                #expect(LocalMoment(july, in: paris).text == "2026-07-01T09:00")
                let rule = try Recurrence(.daily, from: try local("2026-07-01T09:00"), in: paris)
                #expect(
                    rule.next(after: try instant("2026-12-01T08:00:00Z"))?.instant.iso8601 == "2026-12-02T08:00:00Z")
                let event = CalendarEvent(uid: "1", .moments(from: july, to: july), summary: "")
                let feed = try ICalendar(name: "a", events: [event]).text(at: july)
                #expect(feed.contains("DTSTART:20260701T070000Z\r\n"))
            }
        }
    }

    @Test("an author in La Réunion and a hospital in Paris each get back what they wrote")
    func islands() throws {
        let (reunion, paris) = (try zone("Indian/Reunion"), try zone("Europe/Paris"))
        for text in ["2026-07-01T09:00", "2026-12-01T09:00", "2026-03-29T02:30", "2026-10-25T02:30"] {
            let written = try local(text)
            let saved = written.resolved(in: reunion).instant
            #expect(LocalMoment(saved, in: reunion) == written)
            // Paris shows it on its own clock, sends the form back untouched, and nothing moves.
            let shown = LocalMoment(saved, in: paris)
            #expect(shown != written)
            #expect(try LocalMoment(shown.text).instant(in: paris, keeping: saved) == saved)
        }
    }

    @Test("a form that comes back untouched changes nothing, the second of two equal hours and seconds included")
    func untouched() throws {
        let paris = try zone("Europe/Paris")
        let second = try instant("2026-10-25T01:30:00Z").adding(seconds: 12.5)
        let shown = LocalMoment(second, in: paris)
        #expect(shown.text == "2026-10-25T02:30")
        #expect(shown.instant(in: paris, keeping: second) == second)
        #expect(
            try local("2026-10-25T02:31").instant(in: paris, keeping: second) == instant("2026-10-25T00:31:00Z"))
    }

    @Test(
        "every minute of four years comes back from its form, in every zone in which hospitals stand",
        arguments: [
            "Europe/Paris", "Indian/Reunion", "America/Guadeloupe", "America/Miquelon", "Pacific/Marquesas",
            "Pacific/Noumea", "Asia/Kathmandu", "Australia/Lord_Howe", "America/New_York", "Africa/Casablanca", "UTC",
        ])
    func roundTrip(_ name: String) throws {
        let zone = try zone(name)
        var dice = Dice(state: 18)
        let start = try instant("2025-01-01T00:00:00Z")
        for _ in 0..<4_000 {
            let saved = start.adding(seconds: Double(Int.random(in: 0..<(4 * 366 * 1440), using: &dice) * 60))
            let shown = LocalMoment(saved, in: zone)
            switch try LocalMoment(shown.text).resolved(in: zone) {
            case .exact(let instant): #expect(instant == saved)
            case .twice(let first, let second): #expect(saved == first || saved == second)
            case .skipped: Issue.record("\(shown.text) was shown, and does not exist")
            }
        }
    }

    @Test(
        "only the exact form of a datetime-local is read",
        arguments: [
            "", "2026-03-29", "2026-03-29 02:30", "2026-03-29T02:30:00", "2026-03-29T02:30Z", "2026-3-29T02:30",
            "2026-03-29T2:30", "2026-02-29T02:30", "2026-13-01T00:00", "2026-00-01T00:00", "2026-04-31T00:00",
            "2026-03-29T24:00", "2026-03-29T12:60", "0000-01-01T00:00", "+026-01-01T00:00", "2026-01-01t00:00",
            " 026-01-01T00:00", "２026-01-01T00:0", "12026-01-01T00:00", "2026-03-29T02:30 ", "2026-03-29T-2:30",
        ])
    func strict(_ text: String) {
        #expect(throws: Failure.self) { try LocalMoment(text) }
    }

    @Test("the ends of the calendar are read, written and resolved")
    func ends() throws {
        for text in ["0001-01-01T00:00", "9999-12-31T23:59", "2028-02-29T12:00"] {
            #expect(try LocalMoment(text).text == text)
            #expect(LocalMoment(try LocalMoment(text).resolved(in: .gmt).instant, in: .gmt).text == text)
        }
        #expect(LocalMoment(Instant(microseconds: .max), in: .gmt).text == "9999-12-31T23:59")
        #expect(LocalMoment(Instant(microseconds: .min), in: .gmt).text == "0001-01-01T00:00")
        #expect(LocalMoment(Instant(microseconds: -1), in: .gmt).text == "1969-12-31T23:59")
    }

    @Test("in the evening the same day is still offered, whatever UTC calls it")
    func evening() throws {
        let paris = try zone("Europe/Paris")
        let late = try instant("2026-11-23T22:31:00Z")  // 23:31 in Paris
        #expect(LocalMoment.soonest(after: late, in: paris).text == "2026-11-23T23:35")
        let past = try instant("2026-11-23T23:10:00Z")  // 00:10 of the 24th in Paris, the 23rd in UTC
        #expect(LocalMoment.soonest(after: past, in: paris).text == "2026-11-24T00:15")
        #expect(Day(past, in: paris) == (try day("2026-11-24")))
        let west = try zone("America/Guadeloupe")
        #expect(LocalMoment.soonest(after: past, in: west).text == "2026-11-23T19:15")
        #expect(LocalMoment.soonest(after: past, in: west, step: 60).text == "2026-11-23T20:00")
    }

    @Test("what is offered is always later than now, in the doubled hour and in the missing one too")
    func later() throws {
        let paris = try zone("Europe/Paris")
        for begin in ["2026-10-24T23:50:00Z", "2026-03-29T00:40:00Z"] {
            for minute in 0..<180 {
                let now = try instant(begin).adding(seconds: Double(minute) * 60)
                let offered = LocalMoment.soonest(after: now, in: paris).resolved(in: paris)
                #expect(offered.instant > now)
                #expect(offered.instant.seconds(since: now) <= 3900)
            }
        }
    }

    @Test(
        "a zone has a name of the tz database",
        arguments: ["", "EST", "GMT+0530", "Paris", "Europe/Atlantis", "../etc/passwd", "Europe/Paris\n"])
    func zones(_ name: String) {
        #expect(throws: Failure.self) { try TimeZone.iana(name) }
    }

    private static let zoneinfo = Checkout.python(with: "zoneinfo")

    @Test(
        "Python's zoneinfo says the same of twenty zones around their changes of clock",
        .enabled(if: zoneinfo != nil, "make a .venv"))
    func peers() throws {
        let python = try #require(Self.zoneinfo)
        let names = [
            "Europe/Paris", "Indian/Reunion", "Indian/Mayotte", "America/Guadeloupe", "America/Martinique",
            "America/Cayenne", "America/Miquelon", "America/St_Barthelemy", "America/Marigot", "Pacific/Noumea",
            "Pacific/Tahiti", "Pacific/Marquesas", "Pacific/Gambier", "Pacific/Wallis", "Europe/London",
            "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Chatham", "America/Santiago",
        ]
        var dice = Dice(state: 20)
        var lines: [String] = []
        var ours: [String] = []
        for name in names {
            let zone = try zone(name)
            for _ in 0..<300 {
                let number = try day("2021-01-01").number + Int.random(in: 0..<2_900, using: &dice)
                let minutes = Int.random(in: 0..<1440, using: &dice)
                let moment = LocalMoment(Day(number: number), try #require(TimeOfDay(minutes: minutes)))
                lines.append("\(name) \(moment.text)")
                ours.append(Self.line(moment.resolved(in: zone)))
            }
        }
        for minute in stride(from: 0, to: 300, by: 7) {
            for text in ["2026-03-29", "2026-10-25", "2030-03-31", "2030-10-27"] {
                let moment = LocalMoment(try day(text), try #require(TimeOfDay(minutes: minute)))
                lines.append("Europe/Paris \(moment.text)")
                ours.append(Self.line(moment.resolved(in: try zone("Europe/Paris"))))
            }
        }
        let program = """
            import sys
            from datetime import datetime, timezone
            from zoneinfo import ZoneInfo
            for line in sys.stdin:
                name, text = line.split()
                zone = ZoneInfo(name)
                naive = datetime.fromisoformat(text)
                both = [naive.replace(tzinfo=zone, fold=f).astimezone(timezone.utc) for f in (0, 1)]
                good = sorted({int(u.timestamp()) for u in both if u.astimezone(zone).replace(tzinfo=None) == naive})
                print(*(good or ["gap"]))
            """
        for clock in ["UTC", "Europe/Paris"] {
            let theirs = try Checkout.run(
                python, program, input: lines.joined(separator: "\n"), environment: ["TZ": clock])
            #expect(theirs.split(separator: "\n").map(String.init) == ours)
        }
    }

    private static func line(_ resolution: Resolution) -> String {
        func seconds(_ instant: Instant) -> String { String(instant.microseconds / 1_000_000) }
        return switch resolution {
        case .exact(let instant): seconds(instant)
        case .skipped: "gap"
        case .twice(let first, let second): "\(seconds(first)) \(seconds(second))"
        }
    }
}
