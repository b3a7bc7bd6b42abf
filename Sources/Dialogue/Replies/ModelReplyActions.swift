import Kernel
import Storage

/// What people do with model replies: those who let replies out everywhere look after them.
struct ModelReplyActions: Sendable {
    let desk: DialogueDesk

    private var check: ReplyCheck { ReplyCheck(checker: desk.checker, privacy: desk.privacy) }

    /// Set once the starter models have been given: those that people delete do not come back.
    private static let given = "replies.starter_models"

    func list() async throws -> [ModelReply] { try await desk.database.read { try ModelReplyStore.all(in: $0) } }

    func find(_ id: Int64) async throws -> ModelReply {
        try await desk.database.read { try ModelReplyStore.find(id, in: $0) }
    }

    @discardableResult
    func add(_ draft: ModelDraft, by person: Person) async throws -> Int64 {
        try Self.keeping(person)
        let draft = try draft.checked(by: check)
        let (id, now) = (desk.newID(), desk.clock.now())
        try await desk.database.write { connection in
            guard try ModelReplyStore.count(in: connection) < ModelReplyStore.most else {
                throw Failure(.unusable, "too many models", words: "replies.model_too_many")
            }
            try ModelReplyStore.insert(draft, id: id, by: person.id, at: now, in: connection)
            try Self.record(
                "model_reply.created", id, by: person.id, before: nil, after: draft, at: now, in: connection)
        }
        return id
    }

    func edit(_ id: Int64, _ draft: ModelDraft, version: Int64, by person: Person) async throws {
        try Self.keeping(person)
        let draft = try draft.checked(by: check)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let before = try ModelReplyStore.find(id, in: connection).draft
            guard try ModelReplyStore.update(id, draft, version: version, at: now, in: connection) else {
                throw Failure(.conflict, "the model changed meanwhile", words: "replies.model_changed")
            }
            try Self.record(
                "model_reply.edited", id, by: person.id, before: before, after: draft, at: now, in: connection)
        }
    }

    func delete(_ id: Int64, by person: Person) async throws {
        try Self.keeping(person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let before = try ModelReplyStore.find(id, in: connection).draft
            try ModelReplyStore.delete(id, in: connection)
            try Self.record(
                "model_reply.deleted", id, by: person.id, before: before, after: nil, at: now, in: connection)
        }
    }

    /// Gives a new house its first models, once.
    func giveStarters() async throws {
        let now = desk.clock.now()
        let numbered = StarterModels.all.map { (desk.newID(), $0) }
        try await desk.database.write { connection in
            guard try Settings.value(Self.given, in: connection) == nil else { return }
            try Settings.set(Self.given, "true", in: connection)
            for (id, draft) in numbered {
                try ModelReplyStore.insert(draft, id: id, by: nil, at: now, in: connection)
            }
        }
    }

    private static func keeping(_ person: Person) throws {
        guard person.scope(of: .approve) == .everything else {
            throw Failure(.forbidden, "models are the whole hospital's")
        }
    }

    private static func record(
        _ action: String, _ id: Int64, by person: Int64, before: ModelDraft?, after: ModelDraft?, at now: Instant,
        in connection: any Connection
    ) throws {
        try Audit.record(
            who: person, action: action, subject: "model_reply", id: id,
            before: try before.map { try ReplyTrail.json($0.trail) },
            after: try after.map { try ReplyTrail.json($0.trail) },
            at: now, in: connection)
    }
}

extension ModelDraft {
    /// What the trail keeps: models hold nobody's words.
    var trail: [String: String] {
        [
            "name": name, "text": text, "language": language, "theme": theme?.rawValue ?? "",
            "polarity": polarity?.rawValue ?? "", "service": service.map(String.init) ?? "",
            "network": network?.rawValue ?? "", "urgent": String(urgent),
        ]
    }
}
