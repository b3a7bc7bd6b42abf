import Kernel
import Storage
import Web

/// This room's part of a conversation's page, drawn by `protection/panel.mustache`: nothing for those who may not protect.
struct ProtectionPanel: Encodable, Sendable {
    let may: Bool
    let conversation: String
    let snapshots: [SnapshotLine]
    let reports: [ReportLine]
    let hasReports: Bool
    let hasSnapshots: Bool

    init(_ conversation: Conversation, desk: DialogueDesk, _ context: SignedInContext) async throws {
        may = context.person.reach(of: .protect) == .everything
        self.conversation = String(conversation.id)
        guard may else {
            (snapshots, reports, hasReports, hasSnapshots) = ([], [], false, false)
            return
        }
        let names = try await desk.staff.names()
        let today = Deadline.day(of: desk.clock.now(), desk.zone)
        let (taken, made) = try await desk.database.read { connection in
            (
                try SnapshotStore.list(conversation: conversation.id, limit: 10, in: connection),
                try ReportStore.list(conversation: conversation.id, limit: 10, in: connection)
            )
        }
        snapshots = taken.map { SnapshotLine($0, names: names, context) }
        reports = made.map { ReportLine($0, today: today, context) }
        hasReports = !made.isEmpty
        hasSnapshots = !taken.isEmpty
    }
}
