import Foundation
import Kernel
import Storage

/// The press list: asked, confirmed by mail, left with one press.
struct SubscriberActions: Sendable {
    let desk: PublishingDesk
    private var links: PressLink { PressLink(desk: desk) }

    // MARK: Asking

    /// Somebody asks for themselves. Who is on the list already is told so by mail, never on the page: the page says the
    /// same to everybody.
    func ask(_ draft: SubscriberDraft, wording: String) async throws {
        try await ask(draft, form: .public, wording: wording, by: nil)
    }

    /// Brought in by hand: the same mail asks them. Whoever left is not asked again.
    func add(_ draft: SubscriberDraft, wording: String, by person: Person) async throws {
        try ReleaseActions.answers(person)
        try await ask(draft, form: .staff, wording: wording, by: person)
    }

    private func ask(_ draft: SubscriberDraft, form: Subscriber.Form, wording: String, by person: Person?) async throws
    {
        let draft = try draft.checked()
        guard desk.letters.leave, desk.site != nil else {
            throw Failure(.unusable, "no mail can leave", words: "press.no_mail")
        }
        let (fingerprint, fresh, now) = (links.fingerprint(draft.email), desk.newID(), desk.clock.now())
        try await desk.database.write { connection in
            try SubscriberStore.sweep(at: now, in: connection)
            if let known = try SubscriberStore.of(fingerprint, in: connection) {
                if known.state == .left, form == .staff {
                    throw Failure(.conflict, "whoever left comes back alone", words: "press.has_left")
                }
                // Asked a moment ago: one mail is enough, whoever presses how often.
                let isSoon = now.seconds(since: known.askedAt) < Subscriber.pause || known.asks >= Subscriber.mostAsks
                if known.state == .pending, isSoon { return }
                if known.state == .confirmed {
                    guard try SubscriberStore.tell(known.id, at: now, in: connection) else { return }
                    return try PressLetters.enqueue(.known, known.id, known.nonce, in: connection)
                }
            }
            let nonce = UUID().uuidString.lowercased()
            try SubscriberStore.ask(
                fresh, fingerprint, draft, form: form, wording: wording, by: person?.id, nonce: nonce, at: now,
                in: connection)
            guard let asked = try SubscriberStore.of(fingerprint, in: connection) else { return }
            try PressLetters.enqueue(.confirm, asked.id, nonce, in: connection)
            try Self.record("press.list_asked", asked.id, person?.id, at: now, connection)
        }
    }

    // MARK: Their own word

    /// Who a good link names; nil for every other.
    func named(_ token: String, _ purpose: PressLink.Purpose) async throws -> Subscriber? {
        guard let id = PressLink.subscriber(token) else { return nil }
        let found = try await desk.database.read { try SubscriberStore.look(id, in: $0) }
        guard let found, links.isGood(token, purpose, found) else { return nil }
        if purpose == .confirm, found.state == .pending, found.expiresAt.map({ $0 <= desk.clock.now() }) ?? true {
            return nil
        }
        return found
    }

    /// The second yes. True also when it was given before.
    func confirm(_ token: String) async throws -> Bool {
        guard let found = try await named(token, .confirm) else { return false }
        if found.state == .confirmed { return true }
        let now = desk.clock.now()
        return try await desk.database.write { connection in
            guard try SubscriberStore.confirm(found, at: now, in: connection) else { return false }
            try Self.record("press.list_confirmed", found.id, nil, at: now, connection)
            return true
        }
    }

    /// With one press, without a question (RFC 8058). True also when they left before.
    func leave(_ token: String) async throws -> Bool {
        guard let found = try await named(token, .leave) else { return false }
        try await take(found.id, "press.list_left", by: nil)
        return true
    }

    // MARK: The staff

    func list(for person: Person) async throws -> (people: [Subscriber], counts: [Subscriber.State: Int]) {
        try ReleaseActions.answers(person)
        let now = desk.clock.now()
        try await desk.database.write { _ = try SubscriberStore.sweep(at: now, in: $0) }
        return try await desk.database.read {
            (try SubscriberStore.all(in: $0), try SubscriberStore.counts(in: $0))
        }
    }

    func remove(_ id: Int64, by person: Person) async throws {
        try ReleaseActions.answers(person)
        try await take(id, "press.list_removed", by: person.id)
    }

    private func take(_ id: Int64, _ action: String, by person: Int64?) async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            guard try SubscriberStore.leave(id, at: now, in: connection) else { return }
            try Self.record(action, id, person, at: now, connection)
        }
    }

    private static func record(
        _ action: String, _ id: Int64, _ who: Int64?, at now: Instant, _ connection: any Connection
    ) throws {
        try Audit.record(who: who, action: action, subject: "subscriber", id: id, at: now, in: connection)
    }
}
