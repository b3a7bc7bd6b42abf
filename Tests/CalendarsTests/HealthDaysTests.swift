import Calendars
import Foundation
import Kernel
import Testing

@Suite struct HealthDaysTests {
    static let house = Result { try HealthDays(try Checkout.bytes("health-days.json")) }

    static func found(_ id: String, _ year: Int) throws -> String {
        let date = try #require(try house.get().days(in: year).first { $0.health.id == id }, "\(id) in \(year)")
        return date.first == date.last ? date.first.text : "\(date.first.text) \(date.last.text)"
    }

    @Test("there are many, each named, tagged and sourced; every theme and scope has its word, and is used")
    func whole() throws {
        let all = try Self.house.get().all
        #expect(all.count >= 180 && all.count(where: { $0.status == .read }) >= 90)
        #expect(Set(all.map(\.hashtag)).count == all.count && Set(all.map(\.french)).count == all.count)
        #expect(all.count(where: { $0.scope == .france }) >= 20)
        for day in all { #expect(day.name(in: .french) == day.french && day.name(in: .english) == day.english) }
        #expect(Set(all.flatMap(\.themes)) == Set(HealthDay.Theme.allCases))
        for tongue in Tongue.allCases {
            let saying = try Checkout.saying(tongue)
            for theme in HealthDay.Theme.allCases {
                #expect(!saying("calendars.theme_\(theme.rawValue)", [:]).contains("⟦"), "\(theme)")
            }
            for scope in HealthDay.Scope.allCases { #expect(!saying("calendars.scope_\(scope)", [:]).contains("⟦")) }
        }
    }

    @Test(
        "days that hospitals know are where they belong",
        arguments: [
            ("cancer-day", 2027, "2027-02-04"), ("rare-disease-day", 2027, "2027-02-28"),
            ("rare-disease-day", 2028, "2028-02-29"), ("mars-bleu", 2027, "2027-03-01 2027-03-31"),
            ("kidney-day", 2026, "2026-03-12"), ("kidney-day", 2027, "2027-03-11"),
            ("immunization-week-europe", 2025, "2025-04-27 2025-05-03"), ("hand-hygiene-day", 2027, "2027-05-05"),
            ("midwife-day", 2027, "2027-05-05"), ("nurses-day", 2027, "2027-05-12"),
            ("organ-donation-day-france", 2027, "2027-06-22"), ("blood-donor-day", 2027, "2027-06-14"),
            ("hepatitis-day", 2027, "2027-07-28"), ("sepsis-day", 2027, "2027-09-13"),
            ("patient-safety-week-france", 2024, "2024-09-16 2024-09-20"),
            ("patient-safety-week-france", 2025, "2025-09-15 2025-09-19"), ("alzheimer-day", 2027, "2027-09-21"),
            ("octobre-rose", 2026, "2026-10-01 2026-10-31"), ("mental-health-day", 2027, "2027-10-10"),
            ("mental-health-weeks-france", 2021, "2021-10-04 2021-10-17"),
            ("mental-health-weeks-france", 2022, "2022-10-10 2022-10-23"),
            ("mental-health-weeks-france", 2025, "2025-10-06 2025-10-19"),
            ("palliative-care-day", 2014, "2014-10-11"), ("palliative-care-day", 2026, "2026-10-10"),
            ("stroke-day", 2026, "2026-10-29"), ("movember", 2026, "2026-11-01 2026-11-30"),
            ("mois-sans-tabac", 2027, "2027-11-01 2027-11-30"), ("diabetes-day", 2026, "2026-11-14"),
            ("prematurity-day", 2026, "2026-11-17"), ("antibiotic-day-europe", 2026, "2026-11-18"),
            ("disability-employment-week", 2026, "2026-11-16 2026-11-22"), ("aids-day", 2026, "2026-12-01"),
            ("autism-day", 2027, "2027-04-02"), ("parkinson-day", 2027, "2027-04-11"),
            ("leprosy-day", 2027, "2027-01-31"), ("epilepsy-day", 2025, "2025-02-10"),
            ("asthma-day", 2023, "2023-05-02"), ("telethon", 2026, "2026-12-04 2026-12-05"),
            ("infection-prevention-week", 2026, "2026-10-18 2026-10-24"),
        ])
    func dates(_ id: String, _ year: Int, _ text: String) throws { #expect(try Self.found(id, year) == text) }

    @Test("a year is in order, and what is not announced yet is said to be missing")
    func year() throws {
        let house = try Self.house.get()
        let days = house.days(in: 2027)
        let missing = house.unannounced(in: 2027)
        #expect(days.count + missing.count == house.all.count)
        #expect(zip(days, days.dropFirst()).allSatisfy { $0.first <= $1.first })
        #expect(days.allSatisfy { $0.first.year == 2027 && $0.first <= $0.last })
        let bleue = try #require(missing.first { $0.health.id == "semaine-bleue" })
        #expect(bleue.month == 10)
        #expect(!days.contains { $0.health.id == "semaine-bleue" })
    }

    @Test("a page of the calendar shows what touches it, months and weeks from before included")
    func page() throws {
        let house = try Self.house.get()
        let week = house.days(from: try day("2026-11-23"), to: try day("2026-11-29")).map(\.health.id)
        #expect(week == ["mois-sans-tabac", "movember", "antimicrobial-week", "violence-against-women-day"])
        let turn = house.days(from: try day("2026-12-27"), to: try day("2027-01-04")).map(\.health.id)
        #expect(turn == ["epidemic-preparedness-day", "dry-january", "world-braille-day"])
        #expect(house.days(from: try day("2027-01-04"), to: try day("2027-01-03")).isEmpty)
    }

    // MARK: Files that are refused

    static func entry(_ changes: [String: Any] = [:]) -> [String: Any] {
        var entry: [String: Any] = [
            "id": "a-day", "fr": "Journée", "en": "A day", "rule": ["day": "05-12"], "scope": "world",
            "themes": ["pain"], "hashtag": "#ADay", "source": ["name": "OMS", "url": "https://who.int/a"],
            "status": "read",
        ]
        for (key, value) in changes { entry[key] = value is NSNull ? nil : value }
        return entry
    }

    static func read(_ days: [[String: Any]], _ changes: [String: Any] = [:]) throws -> HealthDays {
        var file: [String: Any] = ["version": 1, "date": "2026-11-23", "days": days]
        for (key, value) in changes { file[key] = value is NSNull ? nil : value }
        return try HealthDays(Array(try JSONSerialization.data(withJSONObject: file)))
    }

    @Test("the entry from which the bad ones are made is good")
    func good() throws {
        #expect(try Self.read([Self.entry()]).all.first?.rule == .day(month: 5, day: 12))
        let remembered = Self.entry(["source": ["name": "OMS"], "status": "memory"])
        #expect(try Self.read([remembered]).all.first?.source.url == nil)
    }

    @Test("an entry with anything missing, unknown or odd is refused, by its name")
    func entries() throws {
        let bad: [[String: Any]] = [
            ["id": ""], ["id": "A day"], ["id": "é"], ["fr": ""], ["en": " x "], ["en": "a\nb"], ["scope": "moon"],
            ["themes": [String]()], ["themes": ["pain", "pain"]], ["themes": ["unknown"]], ["hashtag": "Day"],
            ["hashtag": "#aday"], ["hashtag": "#A day"], ["hashtag": "#2026"], ["hashtag": "#"],
            ["hashtag": "#A-Day"], ["source": ["name": "OMS"]], ["source": ["name": "", "url": "https://who.int/a"]],
            ["source": ["name": "OMS", "url": "who.int"]], ["source": ["name": "OMS", "url": "https://who.int/ a"]],
            ["source": ["name": "OMS", "url": "https://who.int/a", "x": "1"]], ["status": "guess"], ["extra": 1],
            ["rule": NSNull()], ["fr": NSNull()], ["themes": NSNull()], ["status": NSNull()], ["id": 3],
        ]
        for changes in bad {
            let failure = #expect(throws: Failure.self, "\(changes)") { try Self.read([Self.entry(changes)]) }
            #expect(failure?.kind == .unusable && failure?.cause.contains("\n") == false)
        }
        let twice = #expect(throws: Failure.self) { try Self.read([Self.entry(), Self.entry()]) }
        #expect(twice?.cause == "health days: a-day: twice")
    }

    @Test("a rule that names no date, or has keys of two forms, is refused")
    func rules() throws {
        let bad: [[String: Any]] = [
            [:], ["day": "02-29"], ["day": "2-4"], ["day": "13-01"], ["day": "05-12", "month": 5], ["month": 0],
            ["month": 13], ["last_day_of": 13], ["nth": 5, "weekday": "monday", "month": 3],
            ["nth": 0, "weekday": "monday", "month": 3], ["nth": 1, "weekday": "lundi", "month": 3],
            ["nth": 1, "weekday": "monday"], ["nth": 1, "weekday": "monday", "month": 3, "days": 32],
            ["from": "04-30", "to": "04-24"], ["from": "04-24"], ["week_of": "09-17"],
            ["week_of": "09-17", "days": 0], ["announced": [[String: Any]](), "month": 3],
            ["announced": [["first": "2026-03-16"]]], ["announced": [["first": "2026-02-30"]], "month": 3],
            ["announced": [["first": "2026-03-16", "last": "2026-03-15"]], "month": 3],
            ["announced": [["first": "2026-03-16", "last": "2026-08-15"]], "month": 3],
            ["announced": [["first": "2026-03-16"], ["first": "2026-03-17"]], "month": 3],
            ["announced": [["first": "2026-03-16", "url": "here"]], "month": 3],
            ["announced": [["first": "2026-03-16", "lastt": "2026-03-17"]], "month": 3], ["when": "05-12"],
        ]
        for rule in bad {
            #expect(throws: Failure.self, "\(rule)") { try Self.read([Self.entry(["rule": rule])]) }
        }
    }

    @Test("a file that is none, of another version, empty or far too large is refused")
    func files() throws {
        #expect(throws: Failure.self) { try HealthDays(Array("{".utf8)) }
        #expect(throws: Failure.self) { try HealthDays(Array("[]".utf8)) }
        #expect(throws: Failure.self) { try Self.read([]) }
        #expect(throws: Failure.self) { try Self.read([Self.entry()], ["version": 2]) }
        #expect(throws: Failure.self) { try Self.read([Self.entry()], ["date": "23/11/2026"]) }
        #expect(throws: Failure.self) { try Self.read([Self.entry()], ["days": NSNull()]) }
        #expect(throws: Failure.self) { try Self.read([Self.entry()], ["more": true]) }
        let large = #expect(throws: Failure.self) { try HealthDays([UInt8](repeating: 32, count: (1 << 20) + 1)) }
        #expect(large?.kind == .tooLarge)
    }
}
