import Foundation
public import Kernel
public import Logging
public import ServiceLifecycle
public import Storage
public import Web

/// Somebody who may ask for digests, and how far they see.
public struct Subscriber: Sendable {
    public let addressee: Addressee
    public let scope: Scope
    public let organisation: String

    public init(addressee: Addressee, scope: Scope, organisation: String) {
        self.addressee = addressee
        self.scope = scope
        self.organisation = organisation
    }
}

/// Daily and weekly mails: who asked for them, and sending them once.
public struct Digests: Sendable {
    public static let jobKind = "digest.mail"
    /// Half past seven on the hospital's clock; weekly ones on Mondays.
    static let minuteOfDay = 7 * 60 + 30

    private let desk: Desk
    private let post: Post
    private let words: Words
    private let subscriber: @Sendable (Int64) async throws -> Subscriber?

    public init(
        desk: Desk, post: Post, words: Words, subscriber: @escaping @Sendable (Int64) async throws -> Subscriber?
    ) {
        self.desk = desk
        self.post = post
        self.words = words
        self.subscriber = subscriber
    }

    /// False while no SMTP server is set.
    var canSend: Bool { post.mailer != nil }

    func subscriptions(of person: Person) async throws -> Set<Digest.Kind> {
        try await desk.database.read { connection in
            Set(
                try connection.query("SELECT kind FROM digest WHERE person = $1", [person.id])
                    .compactMap { Digest.Kind(rawValue: try $0.text("kind")) })
        }
    }

    func subscribe(_ kinds: Set<Digest.Kind>, person: Person) async throws {
        let (now, today) = (desk.clock.now(), desk.zone.day(of: desk.clock.now()))
        try await desk.database.write { connection in
            for kind in Digest.Kind.allCases {
                if kinds.contains(kind) {
                    try connection.execute(
                        "INSERT INTO digest (person, kind, sent_day) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                        [person.id, kind.rawValue, today])
                } else {
                    try connection.execute(
                        "DELETE FROM digest WHERE person = $1 AND kind = $2", [person.id, kind.rawValue])
                }
            }
            try Audit.record(
                who: person.id, action: "digest.chosen", subject: "account", id: person.id,
                after: try AuditJSON.text(["kinds": kinds.map(\.rawValue).sorted().joined(separator: " ")]), at: now,
                in: connection)
        }
    }

    /// Asks for every mail whose hour has come, each once whatever the number of nodes.
    public func plan() async throws {
        guard canSend else { return }
        let local = LocalTime(desk.clock.now(), desk.zone.zone)
        guard local.hour * 60 + local.minute >= Self.minuteOfDay else { return }
        let (today, isMonday) = (local.dayNumber, local.weekday == 0)
        try await desk.database.write { connection in
            let due = try connection.query(
                """
                UPDATE digest SET sent_day = $1 WHERE sent_day < $1 AND (kind = 'daily' OR $2 = 1)
                RETURNING person, kind
                """, [today, isMonday])
            for row in due {
                let payload = Payload(person: try row.int64("person"), kind: try row.text("kind"), day: today)
                try JobQueue.enqueue(
                    Self.jobKind, key: "\(payload.person):\(payload.kind):\(today)",
                    payload: String(decoding: try JSONEncoder().encode(payload), as: UTF8.self), in: connection)
            }
        }
    }

    private struct Payload: Codable {
        let person: Int64
        let kind: String
        let day: Int
    }

    @Sendable public func handle(_ job: Job) async throws {
        let payload = try JSONDecoder().decode(Payload.self, from: Data(job.payload.utf8))
        guard let kind = Digest.Kind(rawValue: payload.kind), let subscriber = try await subscriber(payload.person),
            let digest = try await compose(kind, for: subscriber)
        else { return }
        let id = "digest-\(payload.person)-\(payload.kind)-\(payload.day)"
        try await post.send(to: [subscriber.addressee], id: id, at: desk.clock.now()) { _ in
            (digest.subject, digest.text, digest.html)
        }
    }

    /// Nil for somebody who may see nothing any more.
    func compose(_ kind: Digest.Kind, for subscriber: Subscriber) async throws -> Digest? {
        let scope = subscriber.scope
        let visible = try await desk.services(in: scope)
        guard scope != .nothing, scope == .everything || !visible.isEmpty else { return nil }
        // Their sums cannot be added up: a mention of two services would count twice. Each service stands by itself.
        let places = scope == .everything ? [nil] : visible.map(Optional.some)
        let (zone, now) = (desk.zone, desk.clock.now())
        let sections = try await desk.database.read { connection in
            try places.map { service in
                let address = TodayAddress(Place(service: service?.id), days: 7)
                return Digest.Section(
                    place: service?.name, address: address,
                    reading: try TodayReading(
                        address, today: zone.day(of: now), scope: scope, zone: zone, in: connection))
            }
        }
        let tongue = subscriber.addressee.tongue
        return Digest(
            kind: kind, organisation: subscriber.organisation, sections: sections, words: words,
            figures: Figures(tongue, zone: zone.zone, now: now), tongue: tongue, site: post.site)
    }
}

/// Looks at the clock every minute.
public struct DigestClock: Service {
    private let digests: Digests
    private let logger: Logger

    public init(_ digests: Digests, logger: Logger) {
        self.digests = digests
        self.logger = logger
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await digests.plan()
                } catch {
                    if error is CancellationError { return }
                    logger.error("digests cannot be planned: \(error)")
                }
                try? await Task.sleep(for: .seconds(60))
            }
        }
    }
}
