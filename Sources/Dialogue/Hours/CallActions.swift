import Foundation
import Kernel
import Storage
import Web

/// What people do with a call.
struct CallActions: Sendable {
    let desk: DialogueDesk

    /// A call with what was said in it.
    struct Opened: Sendable {
        let call: Call
        /// In the order in which it was said; words that were taken back are empty.
        let said: [Heard]
        let tellings: [Telling]
        let conversation: Int64?
    }

    /// - Throws: `.notFound` for those who were not told and do not see the services meant.
    func open(_ id: Int64, for person: Person) async throws -> Opened {
        let desk = desk
        return try await desk.database.read { connection in
            let call = try CallStore.find(id, in: connection)
            let mentions = try CallStore.mentions(of: id, in: connection)
            let said = try desk.voices.find(mentions, connection).sorted {
                ($0.publishedAt, $0.id) < ($1.publishedAt, $1.id)
            }
            let tellings = try CallStore.tellings(of: id, in: connection)
            try Self.check(person, call, said, tellings)
            return Opened(
                call: call, said: said, tellings: tellings,
                conversation: try CallStore.conversation(of: call.mention, in: connection))
        }
    }

    /// The calls that somebody may see: open ones, then those that ended last.
    func list(for person: Person) async throws -> (open: [Opened], closed: [Opened]) {
        let calls = try await desk.database.read { connection in
            (try CallStore.open(in: connection), try CallStore.closed(limit: 20, in: connection))
        }
        func seen(_ calls: [Call]) async throws -> [Opened] {
            var seen: [Opened] = []
            for call in calls {
                do { seen.append(try await open(call.id, for: person)) } catch let failure as Failure
                    where failure.kind == .notFound
                { continue }
            }
            return seen
        }
        return (try await seen(calls.0), try await seen(calls.1))
    }

    /// Open calls of which this person was told: what the banner shows.
    func concerning(_ person: Person) async throws -> [Call] {
        try await desk.database.read { try CallStore.concerning(person.id, in: $0) }
    }

    /// "Je m'en occupe": one wins.
    /// - Throws: `.conflict` when somebody else was faster.
    func take(_ id: Int64, by person: Person) async throws {
        let opened = try await open(id, for: person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            guard try CallStore.take(id, by: person.id, at: now, in: connection) else {
                throw Failure(.conflict, "the call was taken already", words: "hours.call_taken_already")
            }
            try Audit.record(
                who: person.id, action: "call.taken", subject: "call", id: id,
                after: "{\"seconds\":\(Int(now.seconds(since: opened.call.openedAt)))}", at: now, in: connection)
            try Self.tell("call.taken", opened.call, by: person, at: now, in: connection)
        }
    }

    /// Ends it, with a word on what was done.
    func close(_ id: Int64, _ outcome: Call.Outcome, note: String, by person: Person) async throws {
        let opened = try await open(id, for: person)
        let note = String(String.UnicodeScalarView(note.unicodeScalars.prefix(2_000)))
            .trimmingCharacters(in: .whitespacesAndNewlines)
        guard note.count >= 3 else {
            throw Failure(.unusable, "closing a call needs a word on what was done", words: "hours.call_needs_note")
        }
        let now = desk.clock.now()
        try await desk.database.write { connection in
            guard try CallStore.close(id, outcome, note: note, by: person.id, at: now, in: connection) else {
                throw Failure(.conflict, "the call was closed already", words: "hours.call_closed_already")
            }
            try Audit.record(
                who: person.id, action: "call.closed", subject: "call", id: id,
                after: String(
                    decoding: try JSONEncoder().encode(["outcome": outcome.rawValue, "note": note]), as: UTF8.self),
                at: now, in: connection)
            try Self.tell("call.closed", opened.call, by: person, at: now, in: connection)
        }
    }

    /// The call of something said, wherever it is linked from.
    func call(ofMention mention: Int64) async throws -> Int64 {
        guard let id = try await desk.database.read({ try CallStore.of(mention: mention, in: $0) }) else {
            throw Failure(.notFound, "no call about mention \(mention)")
        }
        return id
    }

    private static func tell(
        _ kind: String, _ call: Call, by person: Person, at now: Instant, in connection: any Connection
    ) throws {
        try EventLog.append(
            kind, subject: call.id, payload: "{\"mention\":\(call.mention),\"person\":\(person.id)}", at: now,
            in: connection)
    }

    /// Whoever was told may read it, whatever their services are: that is what being on call means.
    private static func check(_ person: Person, _ call: Call, _ said: [Heard], _ tellings: [Telling]) throws {
        let scope = person.scope(of: .answer)
        let told = tellings.contains { $0.person == person.id } && scope != .nothing
        let services = Set(said.flatMap(\.services))
        let sees =
            switch scope {
            case .everything: true
            case .services(let mine): !mine.isDisjoint(with: services)
            case .nothing: false
            }
        if !told, !sees { throw Failure(.notFound, "call outside the person's services") }
    }
}
