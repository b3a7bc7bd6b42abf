import Foundation
import Kernel
import Storage

/// Takes the words out of mentions and leaves the shell: what was counted stays counted, what was said is gone.
enum MentionEraser {
    /// What one batch erased.
    struct Count: Sendable, Codable, Equatable {
        var mentions = 0
        var corrections = 0
    }

    /// Erases mentions whose time has come, the oldest first.
    static func due(at now: Instant, limit: Int, in connection: any Connection) throws -> Count {
        let rows = try connection.query(
            "SELECT id, title, text FROM mention WHERE erased = 0 AND erase_at <= $1 ORDER BY erase_at LIMIT $2",
            [now, limit])
        return try erase(rows, at: now, in: connection)
    }

    /// Erases what its author has taken back.
    @discardableResult
    static func takenBack(
        _ ids: [String], on network: Network, at now: Instant, in connection: any Connection
    ) throws -> Count {
        var total = Count()
        for id in ids.prefix(1_000) {
            let rows = try connection.query(
                "SELECT id, title, text FROM mention WHERE network = $1 AND external_id = $2 AND erased = 0",
                [network, id])
            let count = try erase(rows, at: now, in: connection)
            total.mentions += count.mentions
            total.corrections += count.corrections
        }
        return total
    }

    /// Title, text, address, parent, author, handle, reasons, index entries, bands, and the text that a correction
    /// kept. Language, rating, verdict, themes and services stay: they are what the sums are made of.
    private static func erase(_ rows: [Row], at now: Instant, in connection: any Connection) throws -> Count {
        var count = Count()
        guard !rows.isEmpty else { return count }
        for row in rows {
            let id = try row.int64("id")
            count.corrections += try forgetWords(
                of: id, title: row.optionalText("title"), text: row.text("text"), in: connection)
            try connection.execute("DELETE FROM author WHERE mention = $1", [id])
            count.mentions += try connection.execute(
                """
                UPDATE mention SET title = NULL, text = '', url = NULL, parent = NULL, author = NULL, reasons = NULL,
                  erased = 1
                WHERE id = $1
                """, [id])
        }
        let erased = try rows.map { try $0.int64("id") }
        let payload = String(decoding: try JSONEncoder().encode(MentionsArrived(mentions: erased)), as: UTF8.self)
        try EventLog.append(MentionsArrived.erasedKind, subject: 0, payload: payload, at: now, in: connection)
        return count
    }

    /// Takes a text out of all that was made of it: index, bands, and the copies that corrections kept. Gives the number
    /// of those.
    static func forgetWords(of id: Int64, title: String?, text: String, in connection: any Connection) throws -> Int {
        let folded = SearchText.folded(title.map { $0 + "\n" + text } ?? text)
        // The index keeps no text of its own: it forgets the words that it is told again.
        try TextIndex.mentions.remove(id: id, stems: SearchText.stems(ofFolded: folded), in: connection)
        for band in Set(Folding(folded: folded).bands) {
            try connection.execute("DELETE FROM mention_band WHERE band = $1 AND mention = $2", [band, id])
        }
        return try connection.execute(
            "UPDATE correction SET text = '' WHERE mention = $1 AND text <> ''", [id])
    }
}
