import Foundation
import Kernel
import Testing
import Web

@testable import Dialogue

/// A slow model of opening hours: asks of each minute what the clock on the wall says.
private struct SlowHours {
    let hours: BusinessHours

    func isOpen(_ moment: Instant) -> Bool {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = hours.zone
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: moment.date)
        guard let year = parts.year, let month = parts.month, let date = parts.day, let hour = parts.hour,
            let minute = parts.minute
        else { return false }
        let day = LocalTime.dayNumber(year, month, date)
        if hours.closures.contains(where: { $0.first <= day && day <= $0.last }) { return false }
        if Holidays.of(year, in: hours.territory).contains(where: { $0.day == day && !hours.worked.contains($0.key) }) {
            return false
        }
        let now = hour * 60 + minute
        return hours.week[((day + 3) % 7 + 7) % 7].contains { $0.from <= now && now < $0.to }
    }

    func minutes(from start: Instant, to end: Instant) -> Int {
        var count = 0
        var moment = start
        while moment < end {
            if isOpen(moment) { count += 1 }
            moment = moment.adding(seconds: 60)
        }
        return count
    }
}

@Suite struct HoursTests {
    private func instant(_ text: String) throws -> Instant { try #require(Instant(iso8601: text)) }

    private func day(_ text: String) throws -> Int { try #require(LocalMoment.day(text)) }

    @Test("Easter falls on the days that almanacs give")
    func easter() throws {
        let known = [
            "1818-03-22", "1886-04-25", "1943-04-25", "1954-04-18", "1981-04-19", "2000-04-23", "2008-03-23",
            "2011-04-24", "2019-04-21", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2030-04-21",
            "2038-04-25", "2049-04-18", "2076-04-19",
        ]
        for date in known {
            let parts = date.split(separator: "-").compactMap { Int($0) }
            #expect(Holidays.easter(parts[0]) == LocalTime.dayNumber(parts[0], parts[1], parts[2]), "\(date)")
        }
        for year in 1_900...2_200 {
            let easter = Holidays.easter(year)
            #expect(((easter + 3) % 7 + 7) % 7 == 6, "Easter of \(year) is a Sunday")
            #expect((LocalTime.dayNumber(year, 3, 22)...LocalTime.dayNumber(year, 4, 25)).contains(easter))
        }
    }

    @Test("each territory has the holidays of its law, and its own clock")
    func territories() throws {
        func days(_ territory: Territory, _ year: Int = 2026) -> [String: Int] {
            Dictionary(
                Holidays.of(year, in: territory).map { ($0.key, $0.day) }, uniquingKeysWith: { first, _ in first })
        }
        #expect(days(.metropole).count == 11)
        #expect(days(.metropole)["ascension"] == (try day("2026-05-14")))
        #expect(days(.metropole)["whit_monday"] == (try day("2026-05-25")))
        #expect(days(.alsaceMoselle).count == 13)
        #expect(days(.alsaceMoselle)["good_friday"] == (try day("2026-04-03")))
        #expect(days(.alsaceMoselle)["saint_stephen"] == (try day("2026-12-26")))
        let abolition: [(Territory, String)] = [
            (.guadeloupe, "2026-05-27"), (.martinique, "2026-05-22"), (.guyane, "2026-06-10"),
            (.reunion, "2026-12-20"), (.mayotte, "2026-04-27"), (.saintBarthelemy, "2026-10-09"),
            (.saintMartin, "2026-05-28"),
        ]
        for (territory, date) in abolition { #expect(days(territory)["abolition"] == (try day(date)), "\(territory)") }
        #expect(days(.polynesia, 2025)["autonomy"] != nil && days(.polynesia, 2025)["matarii"] == nil)
        #expect(days(.polynesia)["matarii"] == (try day("2026-11-20")))
        #expect(days(.polynesia)["autonomy"] == nil)
        for territory in Territory.allCases {
            let zone = try #require(TimeZone(identifier: territory.zoneName), "\(territory)")
            #expect(zone.identifier == territory.zoneName)
            #expect(Holidays.of(2026, in: territory).allSatisfy { !$0.article.isEmpty })
        }
        #expect(Territory.reunion.zone.secondsFromGMT() == 4 * 3_600)
        #expect(Territory.marquesas.zone.secondsFromGMT() == -9 * 3_600 - 1_800)
        #expect(Territory.of(TimeZone(identifier: "Indian/Mayotte") ?? .gmt) == .mayotte)
        #expect(Territory.of(TimeZone(identifier: "Asia/Tokyo") ?? .gmt) == .metropole)
    }

    @Test("a question of Friday evening is answered on Monday morning, holidays and closing days left out")
    func examples() throws {
        var hours = BusinessHours.standard(.metropole)
        // Friday 6 November 2026, 17 h 30 in Paris; Wednesday 11 is the armistice.
        let friday = try instant("2026-11-06T16:30:00Z")
        #expect(hours.moment(3 * 3_600, after: friday) == (try instant("2026-11-09T10:30:00Z")))
        #expect(hours.seconds(from: friday, to: try instant("2026-11-09T10:30:00Z")) == 3 * 3_600)
        let tuesday = try instant("2026-11-10T16:30:00Z")
        #expect(hours.moment(3_600, after: tuesday) == (try instant("2026-11-12T08:30:00Z")))
        hours.worked = ["armistice"]
        #expect(hours.moment(3_600, after: tuesday) == (try instant("2026-11-11T08:30:00Z")))
        hours.closures = [Closure(first: try day("2026-11-11"), last: try day("2026-11-13"), name: "Pont")]
        #expect(hours.moment(3_600, after: tuesday) == (try instant("2026-11-16T08:30:00Z")))
        #expect(hours.moment(0, after: tuesday) == tuesday)
        #expect(hours.moment(1_800, after: tuesday) == (try instant("2026-11-10T17:00:00Z")))
        #expect(hours.opening(after: tuesday) == (try instant("2026-11-16T08:00:00Z")))
        #expect(hours.seconds(from: friday, to: friday) == 0 && hours.seconds(from: tuesday, to: friday) == 0)
        hours.week = Array(repeating: [], count: 7)
        #expect(hours.moment(1, after: tuesday) == nil && !hours.everOpens)
    }

    @Test("a night of 23 hours lacks the hour that does not exist; one of 25 has it twice")
    func changes() throws {
        var hours = BusinessHours.standard(.metropole)
        hours.week = Array(repeating: [OpenRange(from: 0, to: 1_440)], count: 7)
        // 29 March 2026 and 25 October 2026, both Sundays.
        func length(_ date: String) throws -> Double {
            let start = LocalMoment.instant(day: try day(date), minute: 0, hours.zone)
            return hours.seconds(from: start, to: LocalMoment.instant(day: try day(date) + 1, minute: 0, hours.zone))
        }
        #expect(try length("2026-03-29") == 23 * 3_600)
        #expect(try length("2026-10-25") == 25 * 3_600)
        hours.week = Array(repeating: [OpenRange(from: 120, to: 180)], count: 7)
        let spring = try instant("2026-03-28T20:00:00Z")
        #expect(hours.seconds(from: spring, to: spring.adding(days: 1)) == 0)
        let autumn = try instant("2026-10-24T20:00:00Z")
        #expect(hours.seconds(from: autumn, to: autumn.adding(days: 1)) == 7_200)
        #expect(hours.moment(5_400, after: autumn) == (try instant("2026-10-25T01:30:00Z")))
        // 02:30 on the wall: the half hour after three in spring, the first of two in autumn.
        #expect(LocalMoment.instant("2026-03-29T02:30", hours.zone) == (try instant("2026-03-29T01:30:00Z")))
        #expect(LocalMoment.instant("2026-10-25T02:30", hours.zone) == (try instant("2026-10-25T00:30:00Z")))
        #expect(LocalMoment.instant("2026-02-30T10:00", hours.zone) == nil)
        #expect(LocalMoment.instant("2026-11-02T25:00", hours.zone) == nil)
    }

    @Test("seconds and moments equal a model that looks at every minute, over years, in every territory")
    func property() throws {
        var random = SystemRandomNumberGenerator()
        for territory in Territory.allCases {
            for _ in 0..<6 {
                let hours = any(territory, &random)
                let slow = SlowHours(hours: hours)
                let minute = Int64.random(in: 28_401_120...31_556_160, using: &random)
                // Near a change of clocks as often as not.
                let changes = [29_579_100, 29_882_940, 28_529_340].map { Int64($0) }
                let start = Instant(
                    microseconds: (Bool.random(using: &random)
                        ? minute : (changes.randomElement(using: &random) ?? 0) + .random(in: -3_000...1_500))
                        * 60_000_000)
                let end = start.adding(seconds: Double(Int.random(in: 0...9_000, using: &random)) * 60)
                let expected = slow.minutes(from: start, to: end)
                #expect(hours.seconds(from: start, to: end) == Double(expected) * 60, "\(territory) \(start.iso8601)")
                guard expected > 0 else { continue }
                let wanted = Int.random(in: 1...expected, using: &random)
                let found = try #require(hours.moment(Double(wanted) * 60, after: start))
                #expect(found <= end)
                #expect(hours.seconds(from: start, to: found) == Double(wanted) * 60)
                #expect(hours.seconds(from: start, to: found.adding(seconds: -1)) == Double(wanted) * 60 - 1)
            }
        }
    }

    private func any(_ territory: Territory, _ random: inout SystemRandomNumberGenerator) -> BusinessHours {
        var hours = BusinessHours.standard(territory)
        hours.week = (0..<7).map { _ in
            var edges = Set<Int>()
            for _ in 0..<(2 * Int.random(in: 0...3, using: &random)) {
                edges.insert(.random(in: 0...1_440, using: &random))
            }
            let sorted = edges.sorted().dropLast(edges.count % 2)
            return stride(from: 0, to: sorted.count, by: 2).map { OpenRange(from: sorted[$0], to: sorted[$0 + 1]) }
        }
        if Bool.random(using: &random) { hours.worked = ["labour", "christmas", "easter_monday"] }
        let closed = Int.random(in: 19_723...21_900, using: &random)
        hours.closures = [Closure(first: closed, last: closed + 5, name: "Travaux")]
        return hours
    }

    @Test("ranges are read as people write them, and refused when they touch or end before they begin")
    func ranges() throws {
        let lunch = [OpenRange(from: 540, to: 750), OpenRange(from: 810, to: 1_080)]
        for text in [
            "9:00-12:30, 13:30-18:00", "9h-12h30 ; 13 h 30 – 18 h", "13:30-18, 9-12:30", "9 h à 12 h 30 / 13h30-18h",
        ] {
            #expect(HoursForm.ranges(text) == lunch, "\(text)")
        }
        #expect(HoursForm.ranges("") == [] && HoursForm.ranges("–") == [])
        #expect(HoursForm.ranges("0-24") == [OpenRange(from: 0, to: 1_440)])
        for text in ["9", "18-9", "9-12, 12-14", "9-25", "9:75-12", "neuf-dix", "9-12-14", "-9-12"] {
            #expect(HoursForm.ranges(text) == nil, "\(text)")
        }
        #expect(HoursForm.ranges(HoursForm.text(lunch)) == lunch)
        #expect(try HoursForm.minutes("0,5") == 30 && HoursForm.minutes("24") == 1_440 && HoursForm.minutes(nil) == nil)
        for text in ["0", "-3", "nan", "1e9", "huit"] { #expect(throws: Failure.self) { try HoursForm.minutes(text) } }
    }

    @Test("the strictest target of a network and a service wins; the rest has its own; danger waits for no opening")
    func strictest() throws {
        var rules = HoursRules(house: .standard(.metropole))
        rules.targets = [
            Target(network: nil, service: nil, minutes: 2_400), Target(network: .google, service: nil, minutes: 480),
            Target(network: nil, service: 1, minutes: 60), Target(network: nil, service: 2, minutes: 900),
        ]
        #expect(rules.minutes(.google, 1) == 60 && rules.minutes(.google, 2) == 480)
        #expect(rules.minutes(.mastodon, 2) == 900 && rules.minutes(.mastodon, 3) == 2_400)
        rules.places = [7: .standard(.reunion)]
        rules.wards = [2: 7]
        // Friday 17 h 30 in Paris is 20 h 30 in La Réunion, which opens at 6 h in Paris on Monday.
        let asked = try instant("2026-11-06T16:30:00Z")
        #expect(
            rules.due(asked, .google, services: [2], urgency: .none) == (try instant("2026-11-09T13:00:00Z")))
        #expect(
            rules.due(asked, .google, services: [1, 2], urgency: .none) == (try instant("2026-11-09T08:30:00Z")))
        #expect(
            rules.due(asked, .google, services: [1], urgency: .distress) == (try instant("2026-11-06T16:45:00Z")))
    }

    @Test("a late letter is planned for the first opening of a day, never for its afternoon")
    func mornings() throws {
        var hours = BusinessHours.standard(.metropole)
        hours.week = hours.week.map {
            $0.isEmpty ? [] : [OpenRange(from: 540, to: 720), OpenRange(from: 840, to: 1_080)]
        }
        let monday = try instant("2026-11-02T11:30:00Z")
        #expect(OverdueLetters.next(hours, after: monday) == (try instant("2026-11-03T08:00:00Z")))
        #expect(
            OverdueLetters.next(hours, after: try instant("2026-11-02T05:00:00Z"))
                == (try instant("2026-11-02T08:00:00Z")))
        #expect(
            OverdueLetters.next(hours, after: try instant("2026-11-06T09:00:00Z"))
                == (try instant("2026-11-09T08:00:00Z")))
    }
}
