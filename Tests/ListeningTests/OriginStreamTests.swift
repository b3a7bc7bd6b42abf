import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import Logging
import NIOCore
import Storage
import Synchronization
import TestKit
import Testing
import Wire

@testable import Listening

/// A Mastodon server that says what a test has it say, and counts who listens.
private final class FakeStream: Sendable {
    private let listeners = Mutex<[AsyncStream<String>.Continuation]>([])
    let connections = Atomic<Int>(0)

    var router: Router<BasicRequestContext> {
        let router = Router()
        router.get("api/v1/streaming/hashtag") { _, _ in
            let (lines, bell) = AsyncStream<String>.makeStream()
            self.listeners.withLock { $0.append(bell) }
            self.connections.add(1, ordering: .relaxed)
            return Response(
                status: .ok, headers: [.contentType: "text/event-stream"],
                body: .init { writer in
                    try await writer.write(ByteBuffer(string: ":)\n\n"))
                    for await line in lines { try await writer.write(ByteBuffer(string: line)) }
                    try await writer.finish(nil)
                })
        }
        return router
    }

    func say(_ event: String, _ data: String) {
        listeners.withLock { for listener in $0 { listener.yield("event: \(event)\ndata: \(data)\n\n") } }
    }

    /// Ends every connection.
    func cut() { listeners.withLock { $0.forEach { $0.finish() } } }

    static func status(_ number: Int, _ text: String) -> String {
        """
        {"id":"\(number)","uri":"https://m.example/users/zoe/statuses/\(number)","visibility":"public",\
        "created_at":"2026-11-21T11:58:00.000Z","content":"<p>\(text)</p>","spoiler_text":"","language":"fr",\
        "account":{"acct":"zoe","followers_count":7},"reblog":null,"in_reply_to_id":null,"media_attachments":[]}
        """
    }
}

@Suite(.serialized, .timeLimit(.minutes(5))) struct OriginStreamTests {
    private struct Place: Sendable {
        let house: OriginHouse
        let server: FakeStream
        let streams: OriginStreams
        let origin: Origin

        func count(_ table: String, _ condition: String) async throws -> Int {
            try await house.count(table, condition)
        }

        /// Waits until so many rows are there.
        func until(_ table: String, _ condition: String, are number: Int = 1) async throws {
            for _ in 0..<1_500 where try await count(table, condition) != number {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(try await count(table, condition) == number, "\(table) where \(condition)")
        }
    }

    /// A house that listens to `#chu` on a server, with a node at work.
    private func listening(_ body: @escaping @Sendable (Place) async throws -> Void) async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let server = FakeStream()
            try await serving(server.router) { port in
                let time = MovableClock(OriginHouse.noon)
                let http = try loopback(port, clock: time.clock)
                let house = try OriginHouse(
                    database, http: http, networks: .live(http, clock: time.clock, scheme: "http"), time: time)
                let origin = try await house.actions.add(
                    OriginDraft(
                        kind: .mastodonTag, address: "#chu@127.0.0.1:\(port)", label: "", purpose: "Écouter",
                        retentionDays: 30), by: nil)
                let streams = OriginStreams(
                    database: database, networks: house.networks, intake: house.intake, clock: time.clock,
                    logger: Logger(label: "test"))
                let place = Place(house: house, server: server, streams: streams, origin: origin)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await streams.run() }
                    defer {
                        group.cancelAll()
                        server.cut()
                    }
                    for _ in 0..<1_500 where server.connections.load(ordering: .relaxed) == 0 {
                        try await Task.sleep(for: .milliseconds(20))
                    }
                    try await body(place)
                }
            }
        }
    }

    private static let angry = "Six heures d'attente aux urgences, personnel odieux, une honte"
    private static let happy = "Finalement une équipe formidable en maternité, merci pour tout"

    @Test("what is said on a stream arrives; an edit replaces the text everywhere and is judged anew")
    func edits() async throws {
        try await listening { place in
            let watches = WatchActions(
                database: place.house.database, clock: place.house.time.clock, ids: place.house.ids)
            let watch = try await watches.create(
                WatchDraft(name: "Urgences", query: "urgences", purpose: "essai", retentionDays: 30), by: nil)
            place.server.say("update", FakeStream.status(1, Self.angry))
            place.server.say("update", FakeStream.status(2, "Bonjour à tous, quelqu'un connaît le service ?"))
            try await place.until("mention", "1 = 1", are: 2)
            #expect(try await place.count("mention", "polarity = 'negative'") == 1)
            #expect(try await place.count("mention_label", "label = \(watch.id)") == 1)
            let before = try await place.house.reload(place.origin)
            #expect(before.lastHeardAt == OriginHouse.noon && before.streamedUntil != nil)

            place.server.say("status.update", FakeStream.status(1, Self.happy))
            try await place.until("mention", "text = '\(Self.happy.replacing("'", with: "''"))'")
            #expect(try await place.count("mention", "1 = 1") == 2)
            #expect(try await place.count("mention", "polarity = 'positive' AND judged_by = 'machine'") == 1)
            #expect(try await place.count("mention", "polarity = 'negative'") == 0)
            #expect(try await place.count("mention_label", "label = \(watch.id)") == 0)
            #expect(try await Self.found("urgences", place) == 0)
            #expect(try await Self.found("formidable", place) == 1)
            let trail = try await place.house.database.read {
                try Audit.entries(.init(action: "mention.revised"), in: $0)
            }
            #expect(trail.count == 1)
            #expect(trail[0].before?.contains("negative") == true && trail[0].after?.contains("positive") == true)
            #expect(!"\(trail)".contains("odieux"))
            // The sums are those of the mentions as they are now.
            #expect(try await place.count("tally", "label = 0 AND service = 0 AND theme = '' AND negative <> 0") == 0)
            #expect(try await place.count("tally", "label = 0 AND service = 0 AND theme = '' AND positive = 1") == 1)
            #expect(try await place.count("tally", "label = \(watch.id) AND mentions <> 0") == 0)
            // An edit that changes no word, and one of something never seen.
            place.server.say("status.update", FakeStream.status(1, Self.happy))
            place.server.say("status.update", FakeStream.status(3, Self.angry))
            try await place.until("mention", "1 = 1", are: 3)
            #expect(try await place.count("audit", "action = 'mention.revised'") == 1)
        }
    }

    @Test("a deletion by the author erases the words and keeps the count; an edit after it brings nothing back")
    func deletions() async throws {
        try await listening { place in
            place.server.say("update", FakeStream.status(1, Self.angry))
            try await place.until("mention", "text <> ''")
            place.server.say("delete", "1")
            try await place.until("mention", "erased = 1 AND text = '' AND author IS NULL AND url IS NULL")
            #expect(try await place.count("author", "1 = 1") == 0)
            #expect(try await Self.found("honte", place) == 0)
            #expect(try await place.count("tally", "label = 0 AND service = 0 AND theme = '' AND negative = 1") == 1)
            place.server.say("status.update", FakeStream.status(1, Self.happy))
            place.server.say("update", FakeStream.status(2, Self.happy))
            try await place.until("mention", "text <> ''")
            #expect(try await place.count("mention", "erased = 1 AND text = ''") == 1)
        }
    }

    @Test("a correction of the old text leaves its judgements in the history and not its words")
    func corrected() async throws {
        try await listening { place in
            place.server.say("update", FakeStream.status(1, Self.angry))
            try await place.until("mention", "text <> ''")
            let id = try await place.house.database.read { try $0.one("SELECT id FROM mention", [])?.int64("id") ?? 0 }
            let actions = MentionActions(
                database: place.house.database, clock: place.house.time.clock, ids: place.house.ids, services: { [] })
            let person = Person(id: 1, name: "A", email: "a@b.fr", grants: [Grant(.communication)], tongue: .french)
            try await actions.correct(id, Correction(polarity: .mixed), seen: 0, by: person)
            place.server.say("status.update", FakeStream.status(1, Self.happy))
            try await place.until("mention", "polarity = 'positive' AND judged_by = 'machine'")
            let history = try await place.house.database.read { try CorrectionStore.history(of: id, in: $0) }
            #expect(history.map(\.after.polarity) == [.mixed])
            #expect(try await place.count("correction", "text <> ''") == 0)
        }
    }

    @Test("a stream that is cut is listened to again, by one node at a time")
    func cuts() async throws {
        try await listening { place in
            place.server.say("update", FakeStream.status(1, Self.angry))
            try await place.until("mention", "text <> ''")
            let now = place.house.time.now
            let other = try await place.house.database.write {
                try StreamStore.claim(for: "other", at: now, limit: 9, in: $0)
            }
            #expect(other.isEmpty)
            place.server.cut()
            for _ in 0..<1_500 where place.server.connections.load(ordering: .relaxed) < 2 {
                try await Task.sleep(for: .milliseconds(20))
            }
            place.server.say("update", FakeStream.status(2, Self.happy))
            try await place.until("mention", "1 = 1", are: 2)
        }
    }

    private static func found(_ words: String, _ place: Place) async throws -> Int {
        let query = try TextQuery(words)
        return try await place.house.database.read { connection in
            let drive = try TextIndex.mentions.drive(query, parameter: 1, in: connection)
            return try connection.one(
                "SELECT COUNT(*) AS n FROM mention_text f WHERE \(drive.condition)", [drive.argument])?.int("n") ?? -1
        }
    }
}
