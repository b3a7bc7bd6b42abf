import Foundation
import Kernel
import Opinion
public import Storage

/// The job that judges what came in without analysis (`import --no-analysis`), oldest first, in batches. It may be cut at
/// any moment: what is judged is judged, the rest is still pending.
public struct PendingJudgements: Sendable {
    public static let kind = "mentions.judge"
    static let batch = 300

    private let database: Database
    private let intake: Intake

    public init(database: Database, intake: Intake) {
        self.database = database
        self.intake = intake
    }

    /// Asks for the job when anything is pending: at each start, and after each import without analysis.
    public static func schedule(in connection: any Connection) throws {
        guard try connection.one("SELECT id FROM mention WHERE judged_by IS NULL AND erased = 0 LIMIT 1", []) != nil
        else { return }
        try JobQueue.enqueue(kind, key: "pending", priority: -5, in: connection)
    }

    @Sendable public func handle(_ job: Job) async throws {
        let reader = try await intake.reader(analyse: true)
        while try await judgeBatch(reader) { try Task.checkCancellation() }
    }

    /// False when nothing is left.
    private func judgeBatch(_ reader: Reader) async throws -> Bool {
        let pending = try await database.read { connection in
            try connection.query(
                """
                SELECT id, title, text, rating FROM mention WHERE judged_by IS NULL AND erased = 0 ORDER BY id LIMIT $1
                """, [Self.batch]
            ).map { row in
                (
                    id: try row.int64("id"), title: try row.optionalText("title"), text: try row.text("text"),
                    rating: try row.optionalReal("rating")
                )
            }
        }
        guard !pending.isEmpty else { return false }
        let judged = pending.map { item in
            (id: item.id, reading: reader.judge(title: item.title, text: item.text, rating: item.rating))
        }
        let now = intake.clock.now()
        try await database.write { connection in
            var sheet = TallySheet()
            var fresh: [Int64] = []
            for (id, reading) in judged {
                var subject = try CorrectionStore.subject(id, in: connection)
                // Somebody was quicker than the machine.
                guard subject.state.judgedBy == nil, let judgement = reading.judgement else { continue }
                if let old = subject.entry { sheet.add(old, sign: -1) }
                subject.state = JudgementState(
                    polarity: judgement.polarity, score: judgement.score, confidence: judgement.confidence,
                    unsure: judgement.unsure, urgency: judgement.urgency, judgedBy: "machine",
                    themes: judgement.themes, services: reading.services)
                if let new = subject.entry { sheet.add(new) }
                fresh.append(id)
                try CorrectionStore.write(subject.state, to: id, in: connection)
                try connection.execute(
                    "UPDATE mention SET reasons = $2, language = COALESCE($3, language) WHERE id = $1",
                    [id, ReasonJSON.text(judgement.reasons), judgement.language])
            }
            try TallyStore.add(sheet, in: connection)
            guard !fresh.isEmpty else { return }
            let payload = String(decoding: try JSONEncoder().encode(MentionsArrived(mentions: fresh)), as: UTF8.self)
            try EventLog.append(MentionsArrived.judgedKind, subject: 0, payload: payload, at: now, in: connection)
        }
        return true
    }
}
