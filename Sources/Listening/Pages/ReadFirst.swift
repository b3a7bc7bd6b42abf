import Kernel
import Storage

/// Which mentions to read first.
///
/// Ranked by reason, then within a reason:
/// 1. a person in danger, the newest first;
/// 2. urgent, the newest first;
/// 3. negative or mixed and widely seen, by audience: people reached, and 1,000 for each copy folded under it;
/// 4. negative, the newest first;
/// 5. the machine is unsure: somebody's word teaches it.
///
/// Left out: copies (their original stands for them), our own words, what is erased, and what a person has judged, since
/// somebody has read it. Reasons 3 and 4 look at the newest 200 complaints of the window.
struct ReadFirst: Sendable, Equatable {
    enum Reason: String, Sendable, CaseIterable {
        case distress, urgent, spreading, negative, unsure
    }

    let mention: Mention
    let reason: Reason

    /// People who may have seen it from which a complaint is widely seen.
    static let wide = 1_000
    private static let looked = 200

    var audience: Int { min(mention.reach ?? 0, 1_000_000_000) + 1_000 * mention.copies }

    init?(_ mention: Mention) {
        guard let verdict = mention.verdict, !verdict.byPerson, !mention.own, !mention.erased else { return nil }
        self.mention = mention
        let complains = verdict.polarity == .negative || verdict.polarity == .mixed
        let audience = min(mention.reach ?? 0, 1_000_000_000) + 1_000 * mention.copies
        switch verdict {
        case _ where verdict.urgency == .distress: reason = .distress
        case _ where verdict.urgency == .high: reason = .urgent
        case _ where complains && audience >= Self.wide: reason = .spreading
        case _ where verdict.polarity == .negative && !verdict.unsure: reason = .negative
        case _ where verdict.unsure: reason = .unsure
        default: return nil
        }
    }

    /// The first `count`, each once.
    static func rank(_ mentions: [Mention], count: Int = 3) -> [ReadFirst] {
        var seen: Set<Int64> = []
        let items = mentions.filter { seen.insert($0.id).inserted }.compactMap(ReadFirst.init)
        let order = Dictionary(Reason.allCases.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        func key(_ item: ReadFirst) -> (Int, Int, Int64) {
            (order[item.reason] ?? 0, item.reason == .spreading ? -item.audience : 0, -item.mention.id)
        }
        return Array(items.sorted { key($0) < key($1) }.prefix(count))
    }

    /// Looks through the window of a reading.
    static func find(_ reading: Reading, scope: Scope, zone: DayZone, in connection: any Connection) throws
        -> [ReadFirst]
    {
        let window = StreamFilter(reading.place, from: reading.firstDay, through: reading.lastDay)
        var urgent = window
        urgent.urgencies = [.high, .distress]
        var complaints = window
        complaints.polarities = [.negative, .mixed]
        var unsure = window
        unsure.unsureOnly = true
        let found = try [(urgent, 50), (complaints, looked), (unsure, 20)].flatMap { filter, limit in
            try MentionStore.list(filter, scope: scope, limit: limit, zone: zone, in: connection)
        }
        return rank(found)
    }
}
