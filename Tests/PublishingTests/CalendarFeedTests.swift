import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import Storage
import TestKit
import Testing

@testable import Publishing

@Suite struct CalendarFeedTests {
    private func each(_ body: @escaping @Sendable (PublishingHouse) async throws -> Void) async throws {
        try await onBothEngines(PublishingHouse.migrations) { try await body(try PublishingHouse($0)) }
    }

    /// Its path, as the page shows it once.
    private func open(_ house: PublishingHouse) async throws -> String {
        let page = try await house.visit { try await $0.post("/calendar/feed", [], from: "/posts/calendar").text }
        return String(
            try #require(page.firstMatch(of: /https:\/\/resonance\.chu\.example(\/calendar\/feed\/\w+\.ics)/)).1)
    }

    private func read(
        _ house: PublishingHouse, _ path: String, known: String? = nil
    ) async throws -> (status: Int, text: String, tag: String?) {
        try await house.application.test(.router) { client in
            var headers: HTTPFields = [:]
            if let known { headers[.ifNoneMatch] = known }
            return try await client.execute(uri: path, method: .get, headers: headers) { response in
                (Int(response.status.code), String(buffer: response.body), response.headers[.eTag])
            }
        }
    }

    @Test("the address shows titles and hours without signing in, and no word of a text")
    func shows() async throws {
        try await each { house in
            let id = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect())]),
                at: house.time.now.adding(seconds: 3_600))
            let feed = try await read(house, try await open(house))
            #expect(feed.status == 200)
            #expect(feed.text.contains("UID:post-\(id)@resonance.chu.example\r\n"))
            #expect(feed.text.contains("SUMMARY:Portes ouvertes\r\n") && feed.text.contains("STATUS:CONFIRMED"))
            #expect(feed.text.contains("DTSTART:20261102T130000Z"))
            #expect(!feed.text.contains("radiologie"))
        }
    }

    @Test("an unchanged calendar is not sent again; a moved post keeps its identifier and takes a higher number")
    func changes() async throws {
        try await each { house in
            let id = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect())]),
                at: house.time.now.adding(seconds: 3_600))
            let path = try await open(house)
            let first = try await read(house, path)
            house.time.move(60)
            #expect(try await read(house, path, known: first.tag).status == 304)
            _ = try await CalendarMoves(desk: house.desk).move(
                id, to: "2026-11-05", "10:00", by: try PublishingHouse.person("second"))
            let second = try await read(house, path, known: first.tag)
            #expect(second.status == 200 && second.text.contains("SEQUENCE:60\r\n"))
            #expect(second.text.contains("UID:post-\(id)@") && second.text.contains("DTSTART:20261105T090000Z"))
            house.time.move(60)
            try await PostActions(desk: house.desk).cancel(id, by: try PublishingHouse.person("second"))
            let third = try await read(house, path)
            #expect(third.text.contains("STATUS:CANCELLED\r\n") && third.text.contains("SEQUENCE:120\r\n"))
        }
    }

    @Test("an address that was replaced or closed opens nothing, and the database does not hold it")
    func closes() async throws {
        try await each { house in
            let first = try await open(house)
            let token = first.split(separator: "/").last?.dropLast(4) ?? ""
            let kept = try await house.database.read {
                try $0.one("SELECT digest FROM calendar_feed", [])?.text("digest")
            }
            #expect(kept?.isEmpty == false && kept != String(token))
            let second = try await open(house)
            #expect(try await read(house, first).status == 404)
            #expect(try await read(house, second).status == 200)
            _ = try await house.visit { try await $0.post("/calendar/feed/close", [], from: "/posts/calendar") }
            #expect(try await read(house, second).status == 404)
            #expect(try await read(house, "/calendar/feed/\(String(repeating: "a", count: 64)).ics").status == 404)
        }
    }
}
