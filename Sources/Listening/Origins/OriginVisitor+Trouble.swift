import Kernel
import Storage
import Wire

/// What goes wrong at a source is written on it, in one line, and decides when to come again.
extension OriginVisitor {
    /// The host asked us to wait before we even came: nobody's fault.
    func postpone(_ origin: Origin, until free: Instant, _ now: Instant) async throws {
        var visit = OriginVisit(origin, at: origin.lastRunAt ?? now)
        visit.nextAt = min(free, now.adding(days: 1))
        visit.error = origin.lastError
        visit.failures = origin.failures
        visit.failingSince = origin.failingSince
        let written = visit
        try await database.write { try VisitStore.visited(written, in: $0) }
    }

    func failed(_ origin: Origin, _ failure: Failure, _ now: Instant) async throws {
        var visit = OriginVisit(origin, at: now)
        visit.error = Self.line(failure.cause)
        visit.failures = origin.failures
        visit.failingSince = origin.failingSince
        // Asked to wait: our usual pace is already too fast, and nothing is broken.
        var wait = Double(max(VisitPace.wait(afterFailures: origin.failures + 1), origin.intervalSeconds))
        if failure.kind != .tooMany {
            visit.failures += 1
            // A clock that was set back must not make an old trouble look fresh, nor a fresh one old.
            visit.failingSince = min(origin.failingSince ?? now, now)
            if VisitPace.isDead(failures: visit.failures, since: visit.failingSince, now: now) {
                return try await bury(origin, visit.error ?? "", now)
            }
        }
        if failure.kind != .tooMany { wait = Double(VisitPace.wait(afterFailures: visit.failures)) }
        visit.nextAt = now.adding(seconds: min(wait, Double(VisitPace.longest(origin.kind))) * jitter())
        if let free = await http.availableAt(origin.address) {
            visit.nextAt = max(visit.nextAt, min(free, now.adding(days: 1)))
        }
        let written = visit
        try await database.write { try VisitStore.visited(written, in: $0) }
    }

    /// Nobody asks it any more until a person says so; told in the log, in the trail and on screen.
    func bury(_ origin: Origin, _ reason: String, _ now: Instant) async throws {
        var visit = OriginVisit(origin, at: now)
        visit.state = .dead
        visit.error = Self.line(reason)
        visit.failures = origin.failures + 1
        visit.failingSince = origin.failingSince ?? now
        let written = visit
        try await database.write { connection in
            try VisitStore.visited(written, in: connection)
            try EventLog.append(
                "origin.dead", subject: origin.id, payload: try AuditJSON.text(["reason": written.error ?? ""]),
                at: now,
                in: connection)
            try Audit.record(
                who: nil, action: "origin.dead", subject: "origin", id: origin.id,
                before: try AuditJSON.text(["state": origin.state.rawValue]),
                after: try AuditJSON.text(["state": "dead", "reason": written.error ?? ""]), at: now, in: connection)
        }
    }

    /// One readable line, whatever a server put into it.
    static func line(_ cause: String) -> String {
        let flat = cause.split(whereSeparator: \.isNewline).joined(separator: " ")
        return String(String.UnicodeScalarView(flat.unicodeScalars.filter { $0.value >= 0x20 }).prefix(300))
    }
}
