import Calendars
import Foundation
import Kernel
import Testing

@Suite struct RecurrenceTextTests {
    static let thin = "\u{202F}"

    @Test(
        "a rule is said in plain French and English",
        arguments: [
            (
                "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270303", "chaque mardi à 9\(thin)h, jusqu’au 3 mars 2027",
                "every Tuesday at 09:00, until 3 March 2027"
            ),
            ("FREQ=DAILY", "chaque jour à 9\(thin)h", "every day at 09:00"),
            (
                "FREQ=DAILY;INTERVAL=3", "tous les 3 jours à 9\(thin)h, à partir du 5 janvier 2027",
                "every 3 days at 09:00, from 5 January 2027 on"
            ),
            ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "du lundi au vendredi à 9\(thin)h", "Monday to Friday at 09:00"),
            ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "chaque jour à 9\(thin)h", "every day at 09:00"),
            (
                "FREQ=WEEKLY;BYDAY=SU,TU,TH", "chaque mardi, jeudi et dimanche à 9\(thin)h",
                "every Tuesday, Thursday and Sunday at 09:00"
            ),
            (
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=10",
                "toutes les 2 semaines, le lundi et le vendredi à 9\(thin)h, à partir du 5 janvier 2027, 10 fois",
                "every 2 weeks on Monday and on Friday at 09:00, from 5 January 2027 on, 10 times"
            ),
            (
                "FREQ=MONTHLY;BYMONTHDAY=1,15", "le 1er et le 15 de chaque mois à 9\(thin)h",
                "on the 1st and on the 15th of every month at 09:00"
            ),
            (
                "FREQ=MONTHLY;BYMONTHDAY=22,-1,-3;COUNT=1",
                "le 22, le 3e jour en partant de la fin et le dernier jour de chaque mois à 9\(thin)h, une seule fois",
                "on the 22nd, on the 3rd day from the end and on the last day of every month at 09:00, once only"
            ),
            (
                "FREQ=MONTHLY;BYDAY=2TU", "le deuxième mardi de chaque mois à 9\(thin)h",
                "on the second Tuesday of every month at 09:00"
            ),
            (
                "FREQ=MONTHLY;BYDAY=1MO,-1FR,-2SU",
                "le premier lundi, le 2e dimanche en partant de la fin et le dernier vendredi de chaque mois à 9\(thin)h",
                "on the first Monday, on the 2nd Sunday from the end and on the last Friday of every month at 09:00"
            ),
            (
                "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR",
                "tous les 3 mois, le dernier vendredi à 9\(thin)h, à partir du 5 janvier 2027",
                "every 3 months on the last Friday at 09:00, from 5 January 2027 on"
            ),
            (
                "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=12", "chaque année, le 12 mai à 9\(thin)h",
                "every year on 12 May at 09:00"
            ),
            (
                "FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=1;UNTIL=20300801",
                "chaque année, le 1er août à 9\(thin)h, jusqu’au 1er août 2030",
                "every year on 1 August at 09:00, until 1 August 2030"
            ),
            (
                "FREQ=YEARLY;INTERVAL=4;BYMONTH=10;BYDAY=1SU",
                "tous les 4 ans, le premier dimanche d’octobre à 9\(thin)h, à partir du 5 janvier 2027",
                "every 4 years on the first Sunday of October at 09:00, from 5 January 2027 on"
            ),
        ])
    func spoken(_ text: String, _ french: String, _ english: String) throws {
        let rule = try RecurrenceTests.rule(text, from: "2027-01-05T09:00")
        #expect(rule.spoken(try Checkout.saying(.french)) == french)
        #expect(rule.spoken(try Checkout.saying(.english)) == english)
    }

    @Test("minutes and exceptions are said too, unless they are many")
    func details() throws {
        var rule = try RecurrenceTests.rule("FREQ=WEEKLY;BYDAY=TU", from: "2027-01-05T14:05")
        rule = try rule.skipping(try day("2027-03-02")).skipping(try day("2027-06-01"))
        #expect(
            rule.spoken(try Checkout.saying(.french))
                == "chaque mardi à 14\(Self.thin)h\(Self.thin)05, sauf le 2 mars 2027 et le 1er juin 2027")
        #expect(
            rule.spoken(try Checkout.saying(.english))
                == "every Tuesday at 14:05, except on 2 March 2027 and on 1 June 2027")
        rule = try rule.skipping(try day("2027-07-06")).skipping(try day("2027-07-13"))
        #expect(rule.spoken(try Checkout.saying(.french)).hasSuffix(", sauf 4 jours"))
    }

    @Test("no rule finds a word that is missing")
    func words() throws {
        var dice = Dice(state: 7)
        for tongue in Tongue.allCases {
            let saying = try Checkout.saying(tongue)
            for _ in 0..<400 {
                let rule = try RandomRule.make(&dice)
                let said = rule.spoken(saying)
                #expect(!said.contains("⟦") && !said.contains("{{") && !said.contains("  "), "\(said)")
            }
        }
    }

    @Test(
        "a rule is printed in one way, from any that it was written in",
        arguments: [
            ("rrule:freq=weekly;byday=th,mo;interval=1", "FREQ=WEEKLY;BYDAY=MO,TH"),
            ("BYMONTHDAY=-1,+15,1;FREQ=MONTHLY;WKST=MO", "FREQ=MONTHLY;BYMONTHDAY=1,15,-1"),
            ("FREQ=MONTHLY;BYDAY=-1FR,+2TU", "FREQ=MONTHLY;BYDAY=2TU,-1FR"),
            ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=-1", "FREQ=MONTHLY;BYDAY=-1TU"),
            ("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=TU"), ("FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=5"),
            ("FREQ=YEARLY;BYMONTH=6", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=5"),
            ("FREQ=WEEKLY;UNTIL=20270706;WKST=SU", "FREQ=WEEKLY;UNTIL=20270706T070000Z;BYDAY=TU;WKST=SU"),
        ])
    func printed(_ written: String, _ printed: String) throws {
        #expect(try RecurrenceTests.rule(written, from: "2027-01-05T09:00").rule == printed)
    }

    @Test("what the store keeps gives back the same rule")
    func lines() throws {
        var dice = Dice(state: 3)
        for _ in 0..<500 {
            let rule = try RandomRule.make(&dice)
            #expect(try Recurrence(lines: rule.lines) == rule, "\(rule.lines)")
        }
        let rule = try RecurrenceTests.rule("FREQ=WEEKLY;BYDAY=TU", from: "2027-01-05T09:00")
            .skipping(try day("2027-03-02"))
        #expect(
            rule.lines == """
                DTSTART;TZID=Europe/Paris:20270105T090000
                RRULE:FREQ=WEEKLY;BYDAY=TU
                EXDATE;TZID=Europe/Paris:20270302T090000
                """)
    }

    @Test(
        "other lines are refused",
        arguments: [
            "", "DTSTART;TZID=Europe/Paris:20270105T090000", "DTSTART:20270105T090000\nRRULE:FREQ=DAILY",
            "DTSTART;TZID=Nowhere:20270105T090000\nRRULE:FREQ=DAILY",
            "DTSTART;TZID=Europe/Paris:20270105T090030\nRRULE:FREQ=DAILY",
            "DTSTART;TZID=Europe/Paris:20270105\nRRULE:FREQ=DAILY",
            "DTSTART;TZID=Europe/Paris:20270105T090000,20270106T090000\nRRULE:FREQ=DAILY",
            "RRULE:FREQ=DAILY\nDTSTART;TZID=Europe/Paris:20270105T090000",
            "DTSTART;TZID=Europe/Paris:20270105T090000\nRRULE:FREQ=DAILY\nEXDATE;TZID=Europe/Paris:20270106T100000",
            "DTSTART;TZID=Europe/Paris:20270105T090000\nRRULE:FREQ=DAILY\n",
        ])
    func badLines(_ text: String) {
        #expect(throws: Failure.self) { try Recurrence(lines: text) }
    }
}

/// Rules as people might make them.
enum RandomRule {
    static let zones = ["Europe/Paris", "Indian/Reunion", "America/Cayenne", "America/New_York", "America/Miquelon"]

    static func make(_ dice: inout Dice) throws -> Recurrence {
        let day = Day(number: 20_000 + Int.random(in: 0..<3_000, using: &dice))
        // No hour in which a clock is changed: what happens there is our own choice.
        let time = try #require(TimeOfDay(minutes: Int.random(in: 240..<1380, using: &dice)))
        let start = LocalMoment(day, time)
        let zone = try TimeZone.iana(Self.zones.randomElement(using: &dice) ?? "UTC")
        let end: Recurrence.End =
            switch Int.random(in: 0..<3, using: &dice) {
            case 0: .never
            case 1: .count(Int.random(in: 1...40, using: &dice))
            default: .until(day.adding(days: Int.random(in: 0...1_500, using: &dice)))
            }
        let exceptions = Set(
            (0..<Int.random(in: 0...4, using: &dice)).map { _ in
                day.adding(days: Int.random(in: 0..<60, using: &dice))
            })
        return try Recurrence(
            pattern(day, &dice), from: start, in: zone, interval: Int.random(in: 1...5, using: &dice), end: end,
            except: exceptions, weekStart: Bool.random(using: &dice) ? .monday : .sunday)
    }

    private static func pattern(_ start: Day, _ dice: inout Dice) throws -> Recurrence.Pattern {
        func nth(_ dice: inout Dice) throws -> NthWeekday {
            let position = [1, 2, 3, 4, 5, -1, -2, -5].randomElement(using: &dice) ?? 1
            return try #require(NthWeekday(position, Weekday.allCases.randomElement(using: &dice) ?? .monday))
        }
        switch Int.random(in: 0..<6, using: &dice) {
        case 0: return .daily
        case 1: return .weekly(Set(Weekday.allCases.shuffled(using: &dice).prefix(Int.random(in: 1...7, using: &dice))))
        case 2:
            let days = (1...31).map { $0 } + (1...31).map { -$0 }
            return .monthlyOnDates(Set(days.shuffled(using: &dice).prefix(Int.random(in: 1...4, using: &dice))))
        case 3:
            var weekdays: Set<NthWeekday> = []
            for _ in 0..<Int.random(in: 1...3, using: &dice) { weekdays.insert(try nth(&dice)) }
            return .monthlyOnWeekdays(weekdays)
        case 4:
            let any = Day(number: start.number + Int.random(in: 0..<366, using: &dice)).civil
            return .yearlyOnDate(month: any.month, day: any.day)
        default: return .yearlyOnWeekday(month: Int.random(in: 1...12, using: &dice), try nth(&dice))
        }
    }
}
