import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Listening

@Suite struct IntakeDayTests {
    static let zones = [
        "Europe/Paris", "America/Martinique", "America/Cayenne", "Indian/Reunion", "Pacific/Noumea", "America/Miquelon",
    ]

    private static func instant(_ text: String) throws -> Instant { try #require(Instant(iso8601: text)) }

    @Test("days are those of the wall calendar, hour by hour over both clock changes", arguments: zones)
    func calendar(_ name: String) throws {
        let zone = try DayZone(name, clock: .fixed(OriginHouse.noon))
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone.zone
        var utc = Calendar(identifier: .gregorian)
        utc.timeZone = .gmt
        for start in ["2026-03-07T00:00:00Z", "2026-03-27T12:00:00Z", "2026-10-24T00:00:00Z", "2026-10-31T00:00:00Z"] {
            let first = try Self.instant(start)
            for quarter in 0..<(4 * 24 * 3) {
                let instant = first.adding(seconds: Double(quarter) * 900)
                let wall = calendar.dateComponents([.year, .month, .day], from: instant.date)
                let midnight = try #require(utc.date(from: wall))
                #expect(zone.day(of: instant) == Instant(midnight).day, "\(instant.iso8601)")
            }
        }
    }

    @Test("a day begins at midnight on the wall, and the moment before belongs to the day before", arguments: zones)
    func starts(_ name: String) throws {
        let zone = try DayZone(name, clock: .fixed(OriginHouse.noon))
        for day in Instant(seconds: 1_767_225_600).day..<Instant(seconds: 1_798_761_600).day {
            let start = zone.start(of: day)
            #expect(zone.day(of: start) == day)
            #expect(zone.day(of: Instant(microseconds: start.microseconds - 1)) == day - 1)
        }
    }

    @Test("days at the ends of time do not trap, and an unknown zone is refused in one line")
    func ends() throws {
        let zone = try DayZone("Europe/Paris", clock: .fixed(OriginHouse.noon))
        let (past, future) = (Instant(seconds: -62_135_596_800), Instant(seconds: 253_402_300_799))
        #expect(zone.day(of: past) <= -719_162)
        #expect(zone.day(of: future) >= 2_932_896)
        #expect(throws: Failure.self) { try DayZone("Europe/Nulle-Part") }
    }

    @Test(
        "an opinion counts on the evening on which it was said, not on the next day in London",
        arguments: [
            ("Europe/Paris", "2026-03-28T22:59:59Z", "2026-03-28"),
            ("Europe/Paris", "2026-03-28T23:00:00Z", "2026-03-29"),
            ("Europe/Paris", "2026-03-29T21:59:59Z", "2026-03-29"),
            ("Europe/Paris", "2026-03-29T22:00:00Z", "2026-03-30"),
            ("Europe/Paris", "2026-10-24T22:00:00Z", "2026-10-25"),
            ("Europe/Paris", "2026-10-25T22:59:59Z", "2026-10-25"),
            ("Europe/Paris", "2026-10-25T23:00:00Z", "2026-10-26"),
            ("America/Martinique", "2026-06-02T03:30:00Z", "2026-06-01"),
            ("America/Martinique", "2026-06-02T04:00:00Z", "2026-06-02"),
        ])
    func evening(_ zoneName: String, _ moment: String, _ day: String) async throws {
        let zone = try DayZone(zoneName, clock: .fixed(OriginHouse.noon))
        let instant = try Self.instant(moment)
        let wanted = try Self.instant(day + "T00:00:00Z").day
        let database = try await Database.inMemory(ListeningSchema.migrations)
        let house = try await StreamHouse(database)
        let item = Said(id: "evening", hoursAgo: 0).read(now: instant, zone: zone)
        _ = try await house.intake.take([item], from: StreamHouse.origin)
        let kept = try await database.read { connection in
            (
                try connection.query("SELECT day FROM mention", []).map { try $0.int("day") },
                try connection.query("SELECT DISTINCT day FROM tally", []).map { try $0.int("day") }
            )
        }
        #expect(kept.0 == [wanted])
        #expect(kept.1 == [wanted])
    }
}
