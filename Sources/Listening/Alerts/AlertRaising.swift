import Foundation
import Kernel
import Storage

/// Raises alerts: kept, told to the log, and a mail asked for, in one transaction.
struct AlertRaising: Sendable {
    static let mailJob = "alert.mail"

    let ids: IdentifierSource
    let clock: Clock
    /// Another room calls whoever is on duty when a person is in danger: the alert is kept and shown, and neither mailed
    /// nor climbed here (docs/decisions/one-voice-for-distress.md).
    var distressIsToldElsewhere = false

    /// False when this alert had been raised already.
    @discardableResult
    func raise(_ draft: AlertDraft, in connection: any Connection) throws -> Bool {
        let now = clock.now()
        let rung = try AlertLadder.rung(draft.level, in: connection)
        let id = ids.next(Alert.self).value
        let silent = draft.rule == .distress && distressIsToldElsewhere
        let due = silent ? nil : now.adding(seconds: Double(rung.delayMinutes) * 60)
        guard try AlertStore.insert(draft, id: id, at: now, dueAt: due, in: connection) else { return false }
        try EventLog.append("alert.raised", subject: id, payload: "{}", at: now, in: connection)
        if !silent { try mail(id, priority: draft.rule == .distress ? 10 : 5, in: connection) }
        return true
    }

    func mail(_ id: Int64, priority: Int, in connection: any Connection) throws {
        try JobQueue.enqueue(
            Self.mailJob, key: "\(id):\(clock.now().microseconds)", payload: "{\"alert\":\(id)}", priority: priority,
            in: connection)
    }

    /// Climbs the ladder for alerts that nobody took in time; the last rung asks again.
    func climbOverdue(in connection: any Connection) throws {
        let now = clock.now()
        for alert in try AlertStore.overdue(at: now, in: connection) {
            guard let was = alert.dueAt else { continue }
            let level = alert.level.next
            let rung = try AlertLadder.rung(level, in: connection)
            // A delay of zero minutes would ask without end.
            let due = now.adding(seconds: Double(max(rung.delayMinutes, 5)) * 60)
            guard try AlertStore.climb(alert.id, to: level, dueAt: due, was: was, in: connection) else { continue }
            try mail(alert.id, priority: 8, in: connection)
            // Asking again changes nothing: the trail would drown in it, four lines an hour.
            if level == alert.level { continue }
            try Audit.record(
                who: nil, action: "alert.climbed", subject: "alert", id: alert.id,
                before: try AuditJSON.text(["level": alert.level.rawValue]),
                after: try AuditJSON.text(["level": level.rawValue]), at: now, in: connection)
        }
    }
}
