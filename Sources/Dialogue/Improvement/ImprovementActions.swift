import Foundation
import Kernel
import Storage
import Web

/// What people do with improvements: right, rule, store, trail and event, in one transaction.
struct ImprovementActions: Sendable {
    let desk: DialogueDesk

    /// Opens an improvement, asked for by these conversations.
    func create(_ draft: ImprovementDraft, asked conversations: [Int64], by person: Person) async throws -> Int64 {
        let scope = try Self.improving(person)
        let draft = try await checked(draft, scope: scope)
        let (id, now) = (desk.newID(), desk.clock.now())
        return try await desk.database.write { connection in
            try Self.open(draft, id: id, asked: conversations, scope: scope, by: person.id, at: now, in: connection)
            return id
        }
    }

    static func open(
        _ draft: ImprovementDraft, id: Int64, asked conversations: [Int64], scope: Scope, by person: Int64?,
        at now: Instant, in connection: any Connection
    ) throws {
        for conversation in conversations { _ = try ConversationStore.find(conversation, scope: scope, in: connection) }
        try ImprovementStore.insert(draft, id: id, by: person, at: now, in: connection)
        let linked = try ImprovementStore.link(conversations, to: id, by: person, at: now, in: connection)
        try Audit.record(
            who: person, action: "improvement.opened", subject: "improvement", id: id,
            after: ImprovementTrail.json(draft.trail.merging(["voices": String(linked.count)]) { $1 }), at: now,
            in: connection)
        try EventLog.append(
            "improvement.opened", subject: id, payload: "{\"voices\":\(linked.count)}", at: now, in: connection)
    }

    /// Changes what it says; `version` is the one that the form was drawn from.
    func edit(_ id: Int64, _ draft: ImprovementDraft, seen version: Int64, by person: Person) async throws {
        let scope = try Self.improving(person)
        let draft = try await checked(draft, scope: scope)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let before = try ImprovementStore.find(id, scope: scope, in: connection)
            guard before.draft != draft else { return }
            try ImprovementStore.update(id, draft, seen: version, at: now, in: connection)
            try Audit.record(
                who: person.id, action: "improvement.edited", subject: "improvement", id: id,
                before: ImprovementTrail.json(before.draft.trail), after: ImprovementTrail.json(draft.trail), at: now,
                in: connection)
        }
    }

    /// Takes it to another state: `reason` when it is given up, `madeDay` (today when nil) when it is done.
    func move(
        _ id: Int64, to state: Improvement.State, reason: String? = nil, madeDay: Int? = nil, seen version: Int64,
        by person: Person
    ) async throws {
        let scope = try Self.improving(person)
        let now = desk.clock.now()
        let today = LocalTime(now, desk.zone).dayNumber
        let reason = reason?.bounded(2_000)
        try await desk.database.write { connection in
            let before = try ImprovementStore.find(id, scope: scope, in: connection)
            try Self.allow(before, state, reason: reason, madeDay: madeDay, today: today)
            let day = state == .made ? madeDay ?? today : nil
            try ImprovementStore.move(
                id, to: state, reason: state == .abandoned ? reason : nil, madeDay: day, seen: version, at: now,
                in: connection)
            var after = ["state": state.rawValue]
            if state == .abandoned { after["reason"] = reason }
            if let day { after["made_day"] = String(day) }
            try Audit.record(
                who: person.id, action: "improvement.\(state.rawValue)", subject: "improvement", id: id,
                before: ImprovementTrail.json(["state": before.state.rawValue]), after: ImprovementTrail.json(after),
                at: now, in: connection)
            if state == .made {
                try EventLog.append(
                    "improvement.made", subject: id, payload: "{\"day\":\(day ?? today)}", at: now, in: connection)
            }
        }
    }

    private static func allow(
        _ before: Improvement, _ state: Improvement.State, reason: String?, madeDay: Int?, today: Int
    ) throws {
        guard before.state.next.contains(state) else {
            throw Failure(.conflict, "it cannot become \(state.rawValue) from here", words: "improvement.overtaken")
        }
        guard before.publishedAt == nil else {
            throw Failure(.conflict, "what is published is withdrawn first", words: "improvement.published_stays")
        }
        if state == .abandoned, (reason ?? "").count < 3 {
            throw Failure(.unusable, "giving up needs a reason", words: "improvement.no_reason")
        }
        if let madeDay, madeDay > today {
            throw Failure(.unusable, "nothing is made tomorrow", words: "improvement.made_later")
        }
    }

    // MARK: Voices and evidence

    /// Says that a conversation asks for this improvement too.
    func link(_ conversation: Int64, to id: Int64, by person: Person) async throws {
        let scope = try Self.improving(person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            _ = try ImprovementStore.find(id, scope: scope, in: connection)
            _ = try ConversationStore.find(conversation, scope: scope, in: connection)
            let linked = try ImprovementStore.link([conversation], to: id, by: person.id, at: now, in: connection)
            guard !linked.isEmpty else { return }
            try Audit.record(
                who: person.id, action: "improvement.linked", subject: "improvement", id: id,
                after: ImprovementTrail.json(["conversation": String(conversation)]), at: now, in: connection)
        }
    }

    func unlink(_ conversation: Int64, from id: Int64, by person: Person) async throws {
        let scope = try Self.improving(person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            _ = try ImprovementStore.find(id, scope: scope, in: connection)
            guard try ImprovementStore.unlink(conversation, from: id, in: connection) else { return }
            try Audit.record(
                who: person.id, action: "improvement.unlinked", subject: "improvement", id: id,
                before: ImprovementTrail.json(["conversation": String(conversation)]), at: now, in: connection)
        }
    }

    func prove(_ id: Int64, day: Int?, text: String, link: String?, by person: Person) async throws {
        let scope = try Self.improving(person)
        let (text, link) = try Evidence.checked(text: text, link: link)
        let now = desk.clock.now()
        let evidence = Evidence(
            id: desk.newID(), day: day ?? LocalTime(now, desk.zone).dayNumber, text: text, link: link,
            addedBy: person.id)
        try await desk.database.write { connection in
            _ = try ImprovementStore.find(id, scope: scope, in: connection)
            try ImprovementStore.add(evidence, to: id, at: now, in: connection)
            try Audit.record(
                who: person.id, action: "improvement.evidence", subject: "improvement", id: id,
                after: ImprovementTrail.json(["text": text, "link": link ?? "", "day": String(evidence.day)]), at: now,
                in: connection)
        }
    }

    // MARK: Rules

    static func improving(_ person: Person) throws -> Scope {
        let scope = person.scope(of: .improve)
        if scope == .nothing { throw Failure(.forbidden, "the person may not improve") }
        return scope
    }

    /// A draft whose service is open and within reach, and whose owner has an account.
    private func checked(_ draft: ImprovementDraft, scope: Scope) async throws -> ImprovementDraft {
        let draft = try draft.checked()
        if let service = draft.service {
            guard scope.covers(service), try await desk.staff.wards().contains(where: { $0.id == service }) else {
                throw Failure(.unusable, "no such service within reach", words: "improvement.no_service")
            }
        } else if scope != .everything {
            throw Failure(.unusable, "a head of service acts for a service", words: "improvement.no_service")
        }
        if let owner = draft.owner {
            guard try await desk.staff.people().contains(where: { $0.id == owner }) else {
                throw Failure(.unusable, "no such account", words: "improvement.no_owner")
            }
        }
        return draft
    }
}

/// What the trail keeps: flat JSON with sorted keys, so that before and after compare at a glance.
enum ImprovementTrail {
    static func json(_ fields: [String: String]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(fields)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}

extension ImprovementDraft {
    var trail: [String: String] {
        [
            "title": title, "description": description, "service": service.map(String.init) ?? "",
            "theme": theme?.rawValue ?? "", "owner": owner.map(String.init) ?? "",
            "due_day": dueDay.map(String.init) ?? "", "cost": cost.map(String.init) ?? "",
        ]
    }
}
