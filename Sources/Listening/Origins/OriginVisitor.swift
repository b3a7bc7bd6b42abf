import Kernel
import Networks
import Storage
import Wire

/// Makes one visit to a claimed source: look, then store what was found and what was learned, in one transaction.
struct OriginVisitor: Sendable {
    let database: Database
    let http: HTTP
    let networks: NetworkReaders
    let intake: Intake
    let clock: Clock
    /// Spreads visits: 1 to 1.1 times the planned wait.
    var jitter: @Sendable () -> Double = { .random(in: 1...1.1) }

    /// Mentions that one transaction takes.
    static let batch = 200
    /// Pages of a network that one visit reads; the next visit goes on.
    static let pages = 10

    /// What the caller may want to do next.
    struct Result: Sendable {
        var count = IntakeCount()
        var hub: HubOffer?
    }

    /// - Throws: what the store throws, or `CancellationError`: the claim then runs out by itself, and nothing that was
    ///   fetched is half kept. What goes wrong at the source is written down, not thrown.
    func visit(_ origin: Origin) async throws -> Result {
        let now = clock.now()
        if origin.kind.network == .web, let free = await http.availableAt(origin.address), free > now {
            try await postpone(origin, until: free, now)
            return Result()
        }
        var origin = origin
        var result = Result()
        for turn in 1...Self.pages {
            let reading: OriginReading
            do {
                reading = try await read(origin, now)
            } catch let failure as Failure {
                try Task.checkCancellation()
                try await failed(origin, failure, now)
                return result
            }
            if reading.gone {
                try await bury(origin, "the server says that it is gone for good (HTTP 410)", now)
                return result
            }
            // Revised before the cursor moves on: a visit that is cut short finds them changed once more.
            for arrival in reading.edited { try await intake.revise(arrival, from: origin.id) }
            let goesOn = reading.hasMore && turn < Self.pages
            try await store(reading, from: origin, now, goesOn: goesOn, &result.count)
            origin.cursor = reading.cursor
            result.hub = reading.hub
            guard goesOn else { break }
        }
        return result
    }

    private func read(_ origin: Origin, _ now: Instant) async throws -> OriginReading {
        switch origin.kind {
        case .feed: return try await FeedReading.read(origin, http, now: now)
        case .page: return try await PageReading.read(origin, http, now: now)
        case .files: return OriginReading(unchanged: origin)
        default:
            let page = try await networks.reader(of: origin).fetch(since: origin.cursor)
            var reading = OriginReading(unchanged: origin)
            reading.arrivals = page.arrivals
            reading.cursor = page.cursor
            reading.edited = page.edited
            reading.takenBack = page.removed
            reading.hasMore = page.hasMore
            reading.complaint = page.refusals.first.map {
                "\(page.refusals.count) items could not be read: \($0.reason)"
            }
            return reading
        }
    }

    // MARK: Storing

    /// Known items are left out before anything is judged; the rest goes in by batches, and what the server said goes
    /// with the last one, so that a visit cut short is simply made again.
    private func store(
        _ reading: OriginReading, from origin: Origin, _ now: Instant, goesOn: Bool, _ total: inout IntakeCount
    ) async throws {
        let fresh = try await unknown(reading.arrivals, to: origin)
        let reader = try await intake.reader(analyse: true)
        var start = 0
        repeat {
            let part = Array(fresh[start..<min(start + Self.batch, fresh.count)])
            start += Self.batch
            let isLast = start >= fresh.count
            let before = total.new
            let count = try await intake.take(await reader.read(part), from: origin.id) { connection, count in
                try VisitStore.holds(origin, in: connection)
                guard isLast else { return }
                try MentionEraser.takenBack(reading.takenBack, on: origin.network, at: now, in: connection)
                if goesOn {
                    try VisitStore.advance(origin, to: reading.cursor, in: connection)
                } else {
                    try conclude(reading, origin, new: before + count.new, now, connection)
                }
            }
            total.new += count.new
            total.duplicate += count.duplicate
        } while start < fresh.count
    }

    private func unknown(_ arrivals: [Arrival], to origin: Origin) async throws -> [Arrival] {
        guard !arrivals.isEmpty else { return [] }
        return try await database.read { connection in
            var fresh: [Arrival] = []
            for (network, group) in Dictionary(grouping: arrivals, by: \.network) {
                let known = try VisitStore.known(group.map(\.id), from: origin, network: network, in: connection)
                fresh += group.filter { !known.contains($0.id) }
            }
            return fresh
        }
    }

    private func conclude(
        _ reading: OriginReading, _ origin: Origin, new: Int, _ now: Instant, _ connection: any Connection
    ) throws {
        var visit = OriginVisit(origin, at: now)
        visit.intervalSeconds = VisitPace.interval(
            after: origin.intervalSeconds, new: new, floor: reading.floor,
            hubIsLive: origin.hub?.isLive(at: now) == true)
        visit.intervalSeconds = min(visit.intervalSeconds, VisitPace.longest(origin.kind))
        let wait = reading.hasMore ? VisitPace.soon : visit.intervalSeconds
        visit.nextAt = now.adding(seconds: Double(wait) * jitter())
        if new > 0 { visit.heardAt = now }
        visit.error = reading.complaint.map(Self.line)
        visit.etag = reading.etag
        visit.modified = reading.modified
        visit.cursor = reading.cursor
        visit.digest = reading.digest
        visit.address = try moved(reading, origin, now, connection)
        try VisitStore.visited(visit, in: connection)
        if origin.label == origin.address, let title = reading.title?.trimmed, !title.isEmpty {
            try connection.execute(
                "UPDATE origin SET label = $2 WHERE id = $1", [origin.id, String(title.prefix(200))])
        }
    }

    /// The address to keep. A server that says "moved for good" is believed once what lies there could be read, and
    /// unless that address is a source already.
    private func moved(
        _ reading: OriginReading, _ origin: Origin, _ now: Instant, _ connection: any Connection
    ) throws -> String {
        guard let target = reading.movedTo, target != origin.address,
            try OriginStore.find(kind: origin.kind, address: target, in: connection) == nil
        else { return origin.address }
        try Audit.record(
            who: nil, action: "origin.moved", subject: "origin", id: origin.id,
            before: try AuditJSON.text(["address": origin.address]), after: try AuditJSON.text(["address": target]),
            at: now, in: connection)
        return target
    }
}
