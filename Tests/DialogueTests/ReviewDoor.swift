import Foundation
import Kernel
import Storage
import TestKit

@testable import Dialogue

/// Somebody with a telephone who gives a review by the public form.
struct ReviewDoor: Sendable {
    let house: DialogueHouse

    struct Sent: Sendable {
        let page: Visitor.Page
        /// The private link's path, when the review was taken.
        let link: String?
    }

    /// The ticket of a fresh form, and a number that proves work on it.
    static func ticket(_ visitor: Visitor, at path: String = "/avis/nouveau") async throws -> [(String, String)] {
        let page = try await visitor.get(path).text
        guard let found = page.firstMatch(of: /name="ticket" value="([^"]+)" data-bits="(\d+)"/) else {
            throw Failure(.broken, "the form has no ticket")
        }
        let ticket = String(found.1)
        let bits = Int(found.2) ?? 0
        let proof = (0...).lazy.map { String($0) }.first { ReviewGate.proves(ticket, $0, bits: bits) }
        return [("ticket", ticket), ("proof", proof ?? "")]
    }

    static func sent(_ page: Visitor.Page) -> Sent {
        let link = page.text.firstMatch(of: /value="https:\/\/resonance.chu.example(\/avis\/suivi\/[^"]+)"/)
        return Sent(page: page, link: link.map { String($0.1) })
    }

    @discardableResult
    func give(_ text: String, _ fields: [(String, String)] = []) async throws -> Sent {
        try await house.visit(as: "") { visitor in
            let gate = try await Self.ticket(visitor)
            return Self.sent(
                try await visitor.post("/avis/nouveau", [("text", text)] + fields + gate, from: "/avis"))
        }
    }

    /// Does the jobs that wait, as a node would.
    func work() async throws {
        let queue = JobQueue(house.database, clock: house.time.clock)
        let handlers = ReviewServices(desk: house.desk).handlers
        while case let jobs = try await queue.take(10, kinds: Array(handlers.keys), owner: "test"), !jobs.isEmpty {
            for job in jobs { try await handlers[job.kind]?(job) }
        }
    }

    func reviews() async throws -> [Review] {
        try await house.database.read { try $0.query("SELECT * FROM review ORDER BY id").map(Review.init) }
    }

    func one() async throws -> Review {
        guard let review = try await reviews().last else { throw Failure(.notFound, "no review was kept") }
        return review
    }

    /// Published by a moderator.
    func publish() async throws {
        let review = try await one()
        try await ModerationActions(desk: house.desk).publish(
            review.id, version: review.version, by: try DialogueHouse.person("communication"))
    }

    func page(_ path: String, as name: String = "") async throws -> Visitor.Page {
        try await house.visit(as: name) { try await $0.get(path) }
    }
}
