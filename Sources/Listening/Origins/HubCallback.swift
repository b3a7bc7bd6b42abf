import Foundation
import Kernel
import Storage
import Wire

/// What we answer to hubs: the verification of our intent, and the deliveries.
struct HubCallback: Sendable {
    let database: Database
    let clock: Clock

    /// Bytes of one delivery; a larger one makes us fetch the feed ourselves.
    static let limit = 2 << 20
    /// A hub that names no lease, or a strange one, is taken at ten days; never over a year.
    static let leases = 3_600.0...31_536_000.0
    static let jobKind = "origin.delivery"

    /// The subscription behind a call-back's path, or nil when nobody could know that path.
    func subscription(_ path: String) async throws -> Origin? {
        guard let id = Identifier<Origin>(text: path.prefix { $0 != "-" })?.value else { return nil }
        let row = try await database.read { connection in
            try connection.one("SELECT * FROM origin WHERE id = $1 AND removed_at IS NULL", [id])
        }
        guard let origin = try row.map(Origin.init), let hub = origin.hub else { return nil }
        return Self.same(HubSubscriber.path(id, hub.secret), path) ? origin : nil
    }

    /// Answers a verification of intent (section 5.3): the challenge to echo, or nil for "we asked no such thing".
    func verify(_ origin: Origin, mode: String?, topic: String?, challenge: String?, lease: String?, reason: String?)
        async throws -> String?
    {
        guard let hub = origin.hub, topic == hub.topic else { return nil }
        let now = clock.now()
        switch mode {
        case "subscribe":
            // Only what we asked for lately: nobody else may renew in our name.
            guard let challenge, !challenge.isEmpty, challenge.utf8.count <= 4_096, origin.state == .active,
                let asked = hub.askedAt, abs(now.seconds(since: asked)) < 86_400
            else { return nil }
            let given = lease.flatMap { Double($0) }.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
            let seconds = min(max(given ?? Double(HubSubscriber.lease), Self.leases.lowerBound), Self.leases.upperBound)
            try await database.write { try HubStore.confirmed(origin.id, until: now.adding(seconds: seconds), in: $0) }
            return challenge
        case "denied":
            let line = OriginVisitor.line("the hub refused: " + (reason ?? "no reason given"))
            try await database.write { try HubStore.refused(origin.id, line, in: $0) }
            return ""
        // We let leases run out and never unsubscribe: whoever asks for it does so in our name.
        default: return nil
        }
    }

    /// Takes a delivery (section 7): signed ones are queued and worked on later, so that the hub is answered at once.
    /// A delivery whose signature does not match is ignored, and the hub is told nothing of it (section 7.1.2).
    func deliver(_ body: [UInt8], type: String?, signature: String?, to origin: Origin) async throws {
        guard let hub = origin.hub, WebhookSignature(secret: hub.secret).verifies(body, header: signature) else {
            return
        }
        let payload = try JSONEncoder().encode(
            Delivery(origin: origin.id, type: type, body: Data(body)))
        try await database.write { connection in
            try JobQueue.enqueue(
                Self.jobKind, payload: String(decoding: payload, as: UTF8.self), in: connection)
        }
    }

    /// Something new lies at the source, which we were not told in full: have it visited.
    func hasten(_ origin: Origin) async throws {
        let now = clock.now()
        try await database.write { try VisitStore.hasten(origin.id, at: now, in: $0) }
    }

    /// Compares in a time that depends on lengths only.
    private static func same(_ left: String, _ right: String) -> Bool {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | $1.0 ^ $1.1 } == 0
    }
}

/// A signed delivery on its way into the store.
struct Delivery: Codable, Sendable {
    let origin: Int64
    let type: String?
    let body: Data
}

/// Takes deliveries in: what they hold goes the way of every arrival, and the job ends in the same transaction.
struct HubDeliveries: Sendable {
    let database: Database
    let intake: Intake
    let clock: Clock

    func handle(_ job: Job) async throws {
        let delivery = try JSONDecoder().decode(Delivery.self, from: Data(job.payload.utf8))
        let now = clock.now()
        let row = try await database.read { connection in
            try connection.one("SELECT * FROM origin WHERE id = $1 AND state = 'active'", [delivery.origin])
        }
        // Paused or taken away since: nobody wants it any more.
        guard let origin = try row.map(Origin.init) else { return }
        let reading: OriginReading
        do {
            reading = try FeedReading.parse(
                Array(delivery.body), type: delivery.type, at: origin.hub?.topic ?? origin.address, now)
        } catch let failure as Failure {
            // A delivery that holds no feed says at least that something changed.
            try await database.write { connection in
                try HubStore.refused(origin.id, OriginVisitor.line(failure.cause), in: connection)
                try VisitStore.hasten(origin.id, at: now, in: connection)
                try JobQueue.complete(job, in: connection)
            }
            return
        }
        let read = await (try await intake.reader(analyse: true)).read(reading.arrivals)
        _ = try await intake.take(read, from: origin.id) { connection, count in
            if count.new > 0 { try HubStore.heard(origin.id, at: now, in: connection) }
            try JobQueue.complete(job, in: connection)
        }
    }
}
