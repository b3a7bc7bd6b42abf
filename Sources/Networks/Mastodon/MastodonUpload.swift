import Deontology
import Foundation
import Kernel

/// A file that a server has, as it is kept between two steps: `8123 <what it is> <when, in Unix seconds> <asked>`.
struct MastodonUpload: Sendable, Equatable {
    /// The server's own number for it.
    let id: String
    /// Which file, and which description of it: another of either is another upload.
    let what: String
    let since: Instant
    /// How often it was asked whether the server has read it; nil once it has.
    var asked: Int?

    /// Servers forget a file that no status shows, Mastodon after a day.
    static let life = 20 * 3_600.0
    /// Seconds that a server has to read a video.
    static let patience = 3_600.0

    init(id: String, what: String, since: Instant, asked: Int?) {
        (self.id, self.what, self.since, self.asked) = (id, what, since, asked)
    }

    /// Nil for what was not written by `text`.
    init?(_ text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 4, let seconds = Double(parts[2]), seconds.isFinite else { return nil }
        self.init(id: String(parts[0]), what: String(parts[1]), since: Instant(seconds: seconds), asked: Int(parts[3]))
    }

    var text: String { "\(id) \(what) \(Int64(since.seconds)) \(asked.map(String.init) ?? "read")" }

    static func what(_ attachment: Attachment) -> String {
        SameWords.digest([attachment.file.content.digest, attachment.alt?.content.text ?? ""])
    }

    func stands(for attachment: Attachment, at now: Instant) -> Bool {
        what == Self.what(attachment) && now.seconds(since: since) < Self.life
    }

    /// Seconds until it is asked for again: two, four, eight and so on, a minute at most.
    var pause: Double { min(60, pow(2, Double((asked ?? 0) + 1))) }
}
