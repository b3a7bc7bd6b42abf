import Foundation
import Kernel
import Opinion
import Storage

/// The author changed their words: the new ones take the place of the old wherever those left a trace, and are judged
/// anew. What people had made of the old text is kept in its history, without the text.
struct Revision {
    let connection: any Connection
    let origin: Int64
    let now: Instant

    /// False when nobody has seen the item yet: it is an arrival then.
    func revise(_ item: ReadArrival) throws -> Bool {
        let store = MentionWriter(connection: connection)
        guard let id = try store.key(of: item.arrival),
            let row = try connection.one("SELECT title, text, erased, origin FROM mention WHERE id = $1", [id])
        else { return false }
        let (title, text) = (try row.optionalText("title"), try row.text("text"))
        // What was erased stays erased; an edit that changes no word (a picture, a link's preview) changes nothing.
        guard try !row.bool("erased"), title != item.arrival.title || text != item.arrival.text else { return true }
        let before = try CorrectionStore.subject(id, in: connection)
        var sheet = TallySheet()
        if let entry = before.entry { sheet.add(entry, sign: -1) }
        _ = try MentionEraser.forgetWords(of: id, title: title, text: text, in: connection)
        var words = WordSheet()
        try TextIndex.mentions.insert(id: id, words: item.indexed, on: &words, in: connection)
        try TextIndex.mentions.keep(words, in: connection)
        try rewrite(id, item)
        let state = Self.state(item)
        try CorrectionStore.write(state, to: id, in: connection)
        let labels = try relabel(id, item)
        if try refold(id, item, store) == nil {
            sheet.add(
                TallyEntry(
                    day: before.day, network: before.network, kind: before.kind, polarity: state.polarity,
                    labels: labels, services: state.services, themes: state.themes.map(\.theme), own: before.own))
        }
        try TallyStore.add(sheet, in: connection)
        try tell(id, before: before.state, after: state)
        return true
    }

    private func rewrite(_ id: Int64, _ item: ReadArrival) throws {
        let arrival = item.arrival
        try connection.execute(
            """
            UPDATE mention SET title = $2, text = $3, language = COALESCE($4, language), rating = COALESCE($5, rating),
              reach = COALESCE($6, reach), url = COALESCE($7, url), reasons = $8
            WHERE id = $1
            """,
            [
                id, arrival.title, arrival.text, item.judgement?.language ?? arrival.language, arrival.rating,
                arrival.reach, arrival.url, item.reasons,
            ])
    }

    private static func state(_ item: ReadArrival) -> JudgementState {
        let judgement = item.judgement
        return JudgementState(
            polarity: judgement?.polarity, score: judgement?.score, confidence: judgement?.confidence,
            unsure: judgement?.unsure ?? false, urgency: judgement?.urgency ?? .none,
            judgedBy: judgement == nil ? nil : "machine", themes: judgement?.themes ?? [], services: item.services)
    }

    /// The watches that want it now, which are not always those that wanted it before.
    private func relabel(_ id: Int64, _ item: ReadArrival) throws -> [Int64] {
        let text = StemmedText(words: item.words)
        let roads = try MentionStore.roads(of: id, in: connection)
        let store = MentionWriter(connection: connection)
        var labels: [Int64] = []
        for watch in try WatchStore.live(in: connection) {
            if watch.wants(item, roads: roads), watch.query.matches(text) {
                try store.label(id, with: watch.id)
                labels.append(watch.id)
            } else {
                try connection.execute("DELETE FROM mention_label WHERE label = $1 AND mention = $2", [watch.id, id])
            }
        }
        return labels
    }

    /// Folds it under what it copies now. One that others were folded under stays: they said what it said first.
    private func refold(_ id: Int64, _ item: ReadArrival, _ store: MentionWriter) throws -> Int64? {
        let copied = try connection.one("SELECT id FROM mention WHERE folded_into = $1 LIMIT 1", [id]) != nil
        var original: Int64?
        if let folding = item.folding, !item.bands.isEmpty {
            if !copied {
                original = try store.original(
                    of: folding, bands: item.bands, near: item.arrival.publishedAt, but: id)
            }
            try store.keep(bands: item.bands, of: id)
        }
        try connection.execute("UPDATE mention SET folded_into = $2 WHERE id = $1", [id, original])
        return original
    }

    /// The trail holds both judgements and neither text; the log has danger looked for again.
    private func tell(_ id: Int64, before: JudgementState, after: JudgementState) throws {
        try Audit.record(
            who: nil, action: "mention.revised", subject: "mention", id: id, before: try before.json(),
            after: try after.json(), at: now, in: connection)
        let payload = String(decoding: try JSONEncoder().encode(MentionsArrived(mentions: [id])), as: UTF8.self)
        try EventLog.append(MentionsArrived.judgedKind, subject: origin, payload: payload, at: now, in: connection)
    }
}
