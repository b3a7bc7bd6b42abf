import Foundation
import Kernel
import Networks
import Storage
import Synchronization
import TestKit
import Testing
import Wire

@testable import Channels
@testable import Dialogue

/// What broke elsewhere (field study, section 3): accounts that are read, and answers that are judged.
@Suite struct FailureReadingTests {
    private static let migrations = Dialogue.migrations + ChannelServices.migrations

    /// Google's house on our side: one location, one review, and what became of our answer.
    private final class Location: Sendable {
        private let state = Mutex<(isAway: Bool, verdict: String, reviews: [String], answer: String?)>(
            (false, #""reviewReplyState":"PENDING""#, ["R1"], nil))

        func away(_ isAway: Bool) { state.withLock { $0.isAway = isAway } }
        func judges(_ verdict: String) { state.withLock { $0.verdict = verdict } }
        func says(_ id: String) { state.withLock { $0.reviews.insert(id, at: 0) } }

        private func reply() -> String? {
            state.withLock { state in
                state.answer.map { text in
                    return #"{"comment":"\#(text)","updateTime":"2026-11-02T11:00:00Z",\#(state.verdict)}"#
                }
            }
        }

        private func review(_ id: String) -> String {
            let reply = reply().map { #","reviewReply":\#($0)"# } ?? ""
            return
                #"{"name":"accounts/1/locations/2/reviews/\#(id)","reviewer":{"displayName":"Ann"},"starRating":"TWO","#
                + #""comment":"Le parking est plein","createTime":"2026-11-02T10:00:00Z","updateTime":"2026-11-02T10:00:00Z"\#(reply)}"#
        }

        var http: HTTP {
            .answering(published: { mutation in
                self.state.withLock { $0.answer = DeliveryHouse.text }
                return .done(Document(body: Array((self.reply() ?? "{}").utf8), finalURL: mutation.url))
            }) { fetch in
                guard !self.state.withLock({ $0.isAway }) else { throw Failure(.unavailable, "Google does not answer") }
                let one = fetch.url.contains("/reviews/")
                let list = self.state.withLock { $0.reviews }.map { self.review($0) }.joined(separator: ",")
                let text = one ? self.review("R1") : #"{"reviews":[\#(list)]}"#
                return .fresh(Document(body: Array(text.utf8), finalURL: fetch.url))
            }
        }
    }

    private static func connect(_ house: DialogueHouse) async throws -> Channel {
        let place = NetworkPlace(
            name: "CHU", handle: "CHU", url: nil,
            credentials: Credentials(access: "google-token", subject: "accounts/1/locations/2"))
        let actions = ChannelActions(desk: house.desk.channels)
        let id = try await actions.connect(
            place, on: .google, server: "", by: try DialogueHouse.person("administrator"))
        return try await actions.find(id)
    }

    @Test("34: three hours without the network: reading fills the gap, and the page says when it was last read")
    func gap() async throws {
        try await onBothEngines(Self.migrations) { database in
            let location = Location()
            let house = try DialogueHouse(database, http: location.http, hearing: true)
            let (channel, desk) = (try await Self.connect(house), house.desk.channels)
            _ = try await ChannelReading(desk: desk).read(channel)
            #expect(house.shelf.heard.map(\.id) == ["locations/2/reviews/R1"])
            location.away(true)
            house.time.move(3 * 3_600)
            _ = try await ChannelReading(desk: desk).read(try await ChannelActions(desk: desk).find(channel.id))
            try await house.visit(as: "administrator") { visitor in
                let shown = try await visitor.get("/channels/\(channel.id)").text
                #expect(shown.contains("Google does not answer") && shown.contains("datetime=\"2026-11-02T14:00"))
            }
            location.says("R2")
            location.away(false)
            _ = try await ChannelReading(desk: desk).read(try await ChannelActions(desk: desk).find(channel.id))
            #expect(Set(house.shelf.heard.map(\.id)) == ["locations/2/reviews/R1", "locations/2/reviews/R2"])
        }
    }

    /// A reply to the review, on its way to Google.
    private static func answered(_ database: Database, _ location: Location) async throws -> (
        DialogueHouse, Int64, Int64
    ) {
        let house = try DialogueHouse(database, http: location.http, hearing: true)
        _ = try await connect(house)
        let id = Int64.random(in: 1_000...1_000_000)
        let heard = Heard(
            id: id, network: .google, kind: .review, externalID: "locations/2/reviews/R1", author: "Ann",
            text: "Le parking est plein", language: "fr", rating: 2,
            publishedAt: house.time.now.adding(seconds: -3_600),
            collectedAt: house.time.now, polarity: .negative, services: [1])
        let conversation = try await house.conversation(heard)
        let (reply, now) = (house.desk.newID(), house.time.now)
        let author = try DialogueHouse.person("communication").id
        try await database.write { connection in
            try connection.execute(
                """
                INSERT INTO reply (id, conversation, answers, author, text, state, seen, approved_by, approved_at,
                  created_at, changed_at)
                VALUES ($1, $2, $3, $4, $5, 'approved', $6, $4, $7, $7, $7)
                """, [reply, conversation, id, author, DeliveryHouse.text, Reply.digest(heard), now])
            try Outbox.enqueue(reply, at: now, in: connection)
        }
        try await work(house)
        return (house, reply, conversation)
    }

    private static func work(_ house: DialogueHouse) async throws {
        let handlers = DeliveryServices(desk: house.desk).handlers
        let queue = JobQueue(house.database, clock: house.time.clock)
        for job in try await queue.take(20, kinds: Array(handlers.keys), owner: "node") {
            try await handlers[job.kind]?(job)
            try await house.database.write { try JobQueue.complete(job, in: $0) }
        }
    }

    @Test("39: a reply that Google's moderation rejects is shown with the reason, and its review is not answered")
    func rejected() async throws {
        try await onBothEngines(Self.migrations) { database in
            let location = Location()
            let (house, reply, conversation) = try await Self.answered(database, location)
            func delivery() async throws -> Delivery? {
                try await database.read { try DeliveryStore.find(reply, in: $0) }
            }
            #expect(try await delivery()?.state == .sent)
            // It is still being looked at.
            house.time.move(61)
            try await Self.work(house)
            #expect(try await delivery()?.state == .sent)
            location.judges(#""reviewReplyState":"REJECTED","policyViolation":"PROMOTIONAL_CONTENT""#)
            house.time.move(601)
            try await Self.work(house)
            let seen = try #require(try await delivery())
            #expect(seen.state == .refused && seen.reason == .moderated && seen.error == "PROMOTIONAL_CONTENT")
            let talk = try await database.read {
                try ConversationStore.find(conversation, scope: .everything, in: $0)
            }
            #expect(talk.answeredAt == nil && talk.state == .open)
            #expect(house.shelf.forgotten == ["locations/2/reviews/R1/reply"])
            try await house.visit { visitor in
                let shown = try await visitor.get("/deliveries/\(reply)").text
                #expect(shown.contains("PROMOTIONAL_CONTENT") && shown.contains("modération") && !shown.contains("⟦"))
            }
        }
    }

    @Test("39: a reply that Google approves is left as it is, and asked about no more")
    func approved() async throws {
        try await onBothEngines(Self.migrations) { database in
            let location = Location()
            let (house, reply, _) = try await Self.answered(database, location)
            location.judges(#""reviewReplyState":"APPROVED""#)
            house.time.move(61)
            try await Self.work(house)
            #expect(try await database.read { try DeliveryStore.find(reply, in: $0)?.state } == .sent)
            #expect(try await database.read { try !JobQueue.has(DeliveryJudgement.kind, key: String(reply), in: $0) })
        }
    }

    @Test("38: a token that opens another account is said once, and nothing stops in silence")
    func moved() async throws {
        try await onBothEngines(Self.migrations) { database in
            let http = HTTP.answering { fetch in
                let me = #"{"user_id":"999","username":"autre_hopital","name":"Autre"}"#
                return .fresh(Document(body: Array(me.utf8), finalURL: fetch.url))
            }
            let house = try DialogueHouse(database, http: http, hearing: true)
            let place = NetworkPlace(
                name: "CHU", handle: "chu_instagram", url: nil,
                credentials: Credentials(access: "instagram-token", subject: "178"))
            let actions = ChannelActions(desk: house.desk.channels)
            let id = try await actions.connect(
                place, on: .instagram, server: "", by: try DialogueHouse.person("administrator"))
            for _ in 0..<2 {
                try await ChannelCheck(desk: house.desk.channels).check(try await actions.find(id))
            }
            let channel = try await actions.find(id)
            #expect(channel.state == .expired && channel.error?.contains("another account") == true)
            let told = try await database.read { try Audit.entries(Audit.Filter(action: "channel.expired"), in: $0) }
            #expect(told.count == 1)
            let badges = try await ChannelServices(house.desk.channels).badges(
                for: try DialogueHouse.person("administrator"))
            #expect(badges == ["channels": 1])
        }
    }
}
