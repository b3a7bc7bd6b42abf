import Kernel
import Privacy
import Storage

/// What one person said, without anything that identifies anybody: fit to be read out in a committee.
struct Verbatim: Sendable, Equatable {
    let conversation: Int64
    let polarity: Polarity?
    let text: String
}

/// Masks what the committee reads. What cannot be made safe is left out, never softened.
struct CommitteeMask: Sendable {
    private let privacy: PrivacyReader
    private let mask: Deidentifier

    init(_ privacy: PrivacyReader) {
        self.privacy = privacy
        mask = Deidentifier(privacy, mode: .mask, secret: 0)
    }

    /// The text with `[NOM]`, `[CHAMBRE]`…; nil when its details together still point at one person.
    func clean(_ text: String) -> String? {
        let (masked, reading) = mask.cleaned(text)
        guard reading.singlingOut < 0.5, privacy.read(masked).clues.isEmpty else { return nil }
        return masked
    }
}

/// SQL and choice of the verbatims of a month.
enum CommitteeVerbatims {
    static let count = 3
    /// Conversations that are looked at for one month.
    private static let looked = 90
    private static let length = 30...600

    /// Conversations of the month that say something, newest first.
    private static func candidates(
        _ start: Instant, _ end: Instant, _ connection: any Connection
    ) throws -> [(conversation: Int64, root: Int64)] {
        try connection.query(
            """
            SELECT id, root FROM conversation
            WHERE first_at >= $1 AND first_at < $2 AND merged_into IS NULL AND urgency <> 'distress'
              AND polarity IN ('positive', 'negative', 'mixed')
            ORDER BY first_at DESC, id DESC LIMIT $3
            """, [start, end, looked]
        ).map { (try $0.int64("id"), try $0.int64("root")) }
    }

    static func chosen(_ month: Month, in connection: any Connection) throws -> [Int64] {
        try connection.query(
            "SELECT conversation FROM committee_verbatim WHERE month = $1 ORDER BY conversation", [month.number]
        ).map { try $0.int64("conversation") }
    }

    static func keep(
        _ conversations: [Int64], for month: Month, by person: Int64, at now: Instant, in connection: any Connection
    ) throws {
        try connection.execute("DELETE FROM committee_verbatim WHERE month = $1", [month.number])
        for conversation in conversations {
            try connection.execute(
                "INSERT INTO committee_verbatim (month, conversation, chosen_by, chosen_at) VALUES ($1, $2, $3, $4)",
                [month.number, conversation, person, now])
        }
    }

    /// What may be chosen: masked, short enough to be read out, said by the public.
    static func possible(
        from start: Instant, until end: Instant, mask: CommitteeMask, voices: Voices, in connection: any Connection
    ) throws -> [Verbatim] {
        let found = try candidates(start, end, connection)
        let heard = Dictionary(
            try voices.find(found.map(\.root), connection).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return found.compactMap { candidate in
            guard let said = heard[candidate.root], !said.own, !said.erased, said.kind != .article,
                length.contains(said.text.count), let text = mask.clean(said.text)
            else { return nil }
            return Verbatim(conversation: candidate.conversation, polarity: said.polarity, text: text)
        }
    }

    /// Those chosen by hand; else one of each sort, so that the sheet neither flatters nor accuses.
    static func shown(_ possible: [Verbatim], chosen: [Int64]) -> [Verbatim] {
        let picked = possible.filter { chosen.contains($0.conversation) }
        if !picked.isEmpty { return Array(picked.prefix(count)) }
        return [Polarity.positive, .negative, .mixed].compactMap { polarity in
            possible.first { $0.polarity == polarity }
        }
    }
}
