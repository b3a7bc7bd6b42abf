import Calendars
import Foundation
import Kernel
import Testing

@Suite struct RecurrenceTests {
    static func rule(_ text: String, from start: String, in zone: String = "Europe/Paris") throws -> Recurrence {
        try Recurrence(rule: text, from: try LocalMoment(start), in: try TimeZone.iana(zone))
    }

    static func texts(_ rule: Recurrence, from: String, to: String? = nil, limit: Int = 12) throws -> [String] {
        rule.occurrences(from: try instant(from), to: try to.map { try instant($0) }, limit: limit).map(\.moment.text)
    }

    @Test("every week at 9 stays at 9 across both changes of clock")
    func weekly() throws {
        let rule = try Self.rule("FREQ=WEEKLY;BYDAY=TU", from: "2026-03-17T09:00")
        let found = rule.occurrences(
            from: try instant("2026-03-01T00:00:00Z"), to: try instant("2026-11-10T00:00:00Z"))
        #expect(found.count == 34)
        for occurrence in found {
            #expect(LocalMoment(occurrence.instant, in: rule.zone).time.text == "09:00")
            #expect(LocalMoment(occurrence.instant, in: rule.zone) == occurrence.moment)
        }
        let times = found.map(\.instant.iso8601)
        #expect(times.contains("2026-03-24T08:00:00Z") && times.contains("2026-03-31T07:00:00Z"))
        #expect(times.contains("2026-10-20T07:00:00Z") && times.contains("2026-10-27T08:00:00Z"))
    }

    @Test("an occurrence in the missing hour moves to the end of the gap, one in the doubled hour happens once")
    func changes() throws {
        let rule = try Self.rule("FREQ=DAILY", from: "2026-03-28T02:30")
        let spring = rule.occurrences(
            from: try instant("2026-03-28T12:00:00Z"), to: try instant("2026-03-30T12:00:00Z"))
        #expect(spring.map(\.instant.iso8601) == ["2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"])
        #expect(spring.first?.resolution == .skipped(try instant("2026-03-29T01:00:00Z")))
        let autumn = rule.occurrences(
            from: try instant("2026-10-24T12:00:00Z"), to: try instant("2026-10-26T12:00:00Z"))
        #expect(autumn.map(\.instant.iso8601) == ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"])
    }

    @Test("the next one is after the moment, never at it")
    func next() throws {
        let rule = try Self.rule("FREQ=WEEKLY;BYDAY=TU;COUNT=3", from: "2027-02-16T09:00")
        let first = try #require(rule.next(after: try instant("2020-01-01T00:00:00Z")))
        #expect(first.moment.text == "2027-02-16T09:00")
        let second = try #require(rule.next(after: first.instant))
        #expect(second.moment.text == "2027-02-23T09:00")
        let third = try #require(rule.next(after: second.instant.adding(seconds: -1)))
        #expect(third == second)
        #expect(rule.next(after: try instant("2027-03-02T08:00:00Z")) == nil)
        #expect(rule.next(after: Instant(microseconds: .max)) == nil)
        #expect(rule.next(after: Instant(microseconds: .min))?.moment == first.moment)
    }

    @Test("a window has a beginning that counts and an end that does not, and never more than asked")
    func window() throws {
        let rule = try Self.rule("FREQ=DAILY", from: "2027-01-01T09:00")
        #expect(
            try Self.texts(rule, from: "2027-01-02T08:00:00Z", to: "2027-01-04T08:00:00Z")
                == ["2027-01-02T09:00", "2027-01-03T09:00"])
        #expect(try Self.texts(rule, from: "2027-01-04T08:00:00Z", to: "2027-01-02T08:00:00Z") == [])
        #expect(try Self.texts(rule, from: "2027-01-04T08:00:00Z", limit: 0) == [])
        #expect(rule.occurrences(from: try instant("2027-01-01T00:00:00Z"), to: nil, limit: .max).count == 5_000)
    }

    @Test("exceptions are left out, and count among the times")
    func exceptions() throws {
        let rule = try Self.rule("FREQ=WEEKLY;BYDAY=TU,FR;COUNT=5", from: "2027-03-02T09:00")
        let fewer = try rule.skipping(try day("2027-03-05")).skipping(try day("2027-03-12"))
        #expect(
            try Self.texts(fewer, from: "2027-01-01T00:00:00Z")
                == ["2027-03-02T09:00", "2027-03-09T09:00", "2027-03-16T09:00"])
        #expect(fewer.exceptions.count == 2)
    }

    @Test("an end that is brought forward keeps whichever is sooner")
    func ending() throws {
        let endless = try Self.rule("FREQ=WEEKLY;BYDAY=TU", from: "2027-03-02T09:00")
        #expect(try endless.ending(on: try day("2027-03-15")).end == .until(try day("2027-03-15")))
        let until = try endless.ending(on: try day("2027-03-15"))
        #expect(try until.ending(on: try day("2028-01-01")).end == .until(try day("2027-03-15")))
        let counted = try Self.rule("FREQ=WEEKLY;BYDAY=TU;COUNT=3", from: "2027-03-02T09:00")
        #expect(try counted.ending(on: try day("2027-03-16")).end == .count(3))
        #expect(try counted.ending(on: try day("2027-03-15")).end == .until(try day("2027-03-15")))
        #expect(throws: Failure.self) { try counted.ending(on: try day("2027-03-01")) }
    }

    @Test(
        "days that some months lack are passed over",
        arguments: [
            ("FREQ=MONTHLY;BYMONTHDAY=31", ["2027-01-31", "2027-03-31", "2027-05-31", "2027-07-31"]),
            ("FREQ=MONTHLY;BYMONTHDAY=-1", ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
            ("FREQ=MONTHLY;BYDAY=5SU", ["2027-01-31", "2027-05-30", "2027-08-29", "2027-10-31"]),
            ("FREQ=MONTHLY;BYDAY=-1FR", ["2027-01-29", "2027-02-26", "2027-03-26", "2027-04-30"]),
            ("FREQ=MONTHLY;BYDAY=1MO,-1MO;INTERVAL=2", ["2027-01-25", "2027-03-01", "2027-03-29", "2027-05-03"]),
            ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", ["2028-02-29", "2032-02-29", "2036-02-29", "2040-02-29"]),
            ("FREQ=YEARLY;BYMONTH=3;BYDAY=2TH", ["2027-03-11", "2028-03-09", "2029-03-08", "2030-03-14"]),
            ("FREQ=DAILY;BYDAY=SA,SU", ["2027-01-16", "2027-01-17", "2027-01-23", "2027-01-24"]),
            ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2", ["2027-02-09", "2027-03-09", "2027-04-13", "2027-05-11"]),
            ("FREQ=MONTHLY", ["2027-01-15", "2027-02-15", "2027-03-15", "2027-04-15"]),
            ("FREQ=YEARLY", ["2027-01-15", "2028-01-15", "2029-01-15", "2030-01-15"]),
            ("FREQ=WEEKLY", ["2027-01-15", "2027-01-22", "2027-01-29", "2027-02-05"]),
        ])
    func days(_ text: String, _ expected: [String]) throws {
        let rule = try Self.rule(text, from: "2027-01-15T09:00")
        let found = try Self.texts(rule, from: "2027-01-01T00:00:00Z", limit: 4)
        #expect(found == expected.map { $0 + "T09:00" })
    }

    @Test("a rule that never comes true says so, and not after an hour")
    func never() throws {
        let rule = try Self.rule("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30", from: "2027-02-01T09:00")
        #expect(rule.next(after: try instant("2027-01-01T00:00:00Z")) == nil)
        let counted = try Self.rule("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30;COUNT=9", from: "2027-02-01T09:00")
        #expect(counted.next(after: try instant("2027-01-01T00:00:00Z")) == nil)
    }

    @Test("far away, and at the ends of the calendar")
    func far() throws {
        let rule = try Self.rule("FREQ=DAILY;INTERVAL=3", from: "0001-01-01T00:00", in: "UTC")
        #expect(try Self.texts(rule, from: "9999-12-25T00:00:00Z").last == "9999-12-29T00:00")
        let weekly = try Self.rule("FREQ=WEEKLY;BYDAY=SU,MO;WKST=SU", from: "0001-01-01T00:00", in: "UTC")
        #expect(
            try Self.texts(weekly, from: "0001-01-01T00:00:00Z", limit: 2) == ["0001-01-01T00:00", "0001-01-07T00:00"])
        #expect(try Self.texts(weekly, from: "9999-12-27T00:00:00Z").last == "9999-12-27T00:00")
    }

    @Test(
        "UNTIL is a day, a local moment or one in UTC, and is part of the rule",
        arguments: [
            ("20270316", "2027-03-16"), ("20270316T080000Z", "2027-03-16"), ("20270316T075959Z", "2027-03-15"),
            ("20270316T090000", "2027-03-16"), ("20270316T085959", "2027-03-15"), ("20270329T235959", "2027-03-29"),
            ("20270330T070000Z", "2027-03-30"), ("20270330T065959Z", "2027-03-29"),
        ])
    func until(_ text: String, _ last: String) throws {
        let rule = try Self.rule("FREQ=DAILY;UNTIL=\(text)", from: "2027-03-02T09:00")
        #expect(rule.end == .until(try day(last)))
        #expect(try Self.rule(rule.rule, from: "2027-03-02T09:00") == rule)
        #expect(try Self.texts(rule, from: "2027-01-01T00:00:00Z", limit: 99).last == last + "T09:00")
    }

    @Test(
        "what is no rule is refused",
        arguments: [
            "", "FREQ", "FREQ=", "RRULE:", "FREQ=FORTNIGHTLY", "BYDAY=TU", "FREQ=WEEKLY;", "FREQ=WEEKLY;;COUNT=1",
            "FREQ=WEEKLY;FREQ=DAILY", "FREQ=WEEKLY;COUNT=0", "FREQ=WEEKLY;COUNT=-1", "FREQ=WEEKLY;COUNT=10001",
            "FREQ=WEEKLY;COUNT=99999999999999999999", "FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY;INTERVAL=1000",
            "FREQ=WEEKLY;COUNT=3;UNTIL=20280101", "FREQ=WEEKLY;UNTIL=20280230", "FREQ=WEEKLY;UNTIL=20260101",
            "FREQ=WEEKLY;UNTIL=20280101T250000Z", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=,",
            "FREQ=WEEKLY;BYDAY=MO,",
            "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYDAY=0MO",
            "FREQ=MONTHLY;BYDAY=6MO", "FREQ=YEARLY;BYMONTH=13", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=WEEKLY;WKST=1", "FREQ=WEEKLY;X-A=1", "FREQ=WEEKLY\nCOUNT=2", "FREQ=WEEKLY; COUNT=2",
            "FREQ=WEEKLY;COUNT=+2", "FREQ=WEEKLY;COUNT=2=2", "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=6",
        ])
    func refused(_ text: String) throws {
        let failure = #expect(throws: Failure.self) { try Self.rule(text, from: "2027-03-02T09:00") }
        #expect(failure?.kind == .unusable)
    }

    @Test(
        "a rule of the RFC that says more than we keep is refused by its own word, never half understood",
        arguments: [
            "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=9", "FREQ=YEARLY;BYWEEKNO=20", "FREQ=YEARLY;BYYEARDAY=100",
            "FREQ=MONTHLY;BYDAY=MO", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", "FREQ=YEARLY;BYMONTHDAY=1",
            "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1,2", "FREQ=YEARLY;BYDAY=20MO", "FREQ=DAILY;BYMONTH=1",
            "FREQ=DAILY;INTERVAL=2;BYDAY=MO", "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=3", "FREQ=WEEKLY;BYSETPOS=1",
            "FREQ=YEARLY;BYMONTH=1;BYDAY=1MO,2MO", "FREQ=MONTHLY;BYMONTH=3", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1,2",
        ])
    func unsupported(_ text: String) throws {
        let failure = #expect(throws: Failure.self) { try Self.rule(text, from: "2027-03-02T09:00") }
        #expect(failure?.kind == .unusable)
        #expect(["calendars.rule_unsupported", "calendars.bad_rule"].contains(failure?.words ?? ""))
        if text != "FREQ=YEARLY;BYDAY=20MO" { #expect(failure?.words == "calendars.rule_unsupported") }
    }

    @Test("a rule without any day, and a thousand exceptions and one, are refused")
    func empty() throws {
        let (start, paris) = (try local("2027-03-02T09:00"), try zone("Europe/Paris"))
        for pattern: Recurrence.Pattern in [
            .weekly([]), .monthlyOnDates([]), .monthlyOnDates([0]), .monthlyOnDates([32]), .monthlyOnWeekdays([]),
            .yearlyOnDate(month: 4, day: 31), .yearlyOnDate(month: 13, day: 1),
            .yearlyOnWeekday(month: 0, try #require(NthWeekday(1, .monday))),
        ] {
            #expect(throws: Failure.self) { try Recurrence(pattern, from: start, in: paris) }
        }
        let many = Set((0...1_000).map { Day(number: 20_000 + $0) })
        let failure = #expect(throws: Failure.self) {
            try Recurrence(.daily, from: start, in: paris, except: many)
        }
        #expect(failure?.kind == .tooLarge)
    }
}
