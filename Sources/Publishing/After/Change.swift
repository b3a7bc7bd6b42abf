import Kernel
import Storage

/// One thing that is done to a message that has left: other words in the place of its own, or taking it back.
struct Change: Sendable, Equatable {
    enum Kind: String, Sendable, CaseIterable, SQLBindable { case edit, withdraw }

    /// As of a message (`Parcel.State`): armed, attempted once, settled.
    enum State: String, Sendable, CaseIterable, SQLBindable {
        case ready, armed, done, refused, unknown, held, dropped
    }

    let id: Int64
    let sending: Int64
    let post: Int64
    let channel: Int64
    let ordinal: Int
    /// Of the post, that asked for it.
    let version: Int
    let kind: Kind
    let state: State
    let key: String
    /// What the message said until then.
    let before: String
    /// What it is to say; nil where it is taken back.
    let text: String?
    /// Its face is published anew once it is gone.
    let isRepost: Bool
    let waitUntil: Instant?
    let tries: Int
    let armedAt: Instant?
    let holder: String?
    let lookedAt: Instant?
    let settledAt: Instant?
    /// Who asked for it; nil when the house did.
    let person: Int64?
    /// In that person's words.
    let reason: String?
    let why: Parcel.Reason?
    let error: String?
    let at: Instant

    /// Whether a person has to say what becomes of it.
    var waitsForSomebody: Bool { [.unknown, .held, .refused].contains(state) }
}

extension Change {
    init(_ row: Row) throws {
        id = try row.int64("id")
        sending = try row.int64("sending")
        post = try row.int64("post")
        channel = try row.int64("channel")
        ordinal = try row.int("ordinal")
        version = try row.int("version")
        kind = try row.value("kind")
        state = try row.value("state")
        key = try row.text("key")
        before = try row.text("before")
        text = try row.optionalText("text")
        isRepost = try row.bool("is_repost")
        waitUntil = try row.optionalInstant("wait_until")
        tries = try row.int("tries")
        armedAt = try row.optionalInstant("armed_at")
        holder = try row.optionalText("holder")
        lookedAt = try row.optionalInstant("looked_at")
        settledAt = try row.optionalInstant("settled_at")
        person = try row.optionalInt64("person")
        reason = try row.optionalText("reason")
        why = try row.optionalText("why").flatMap(Parcel.Reason.init)
        error = try row.optionalText("error")
        at = try row.instant("at")
    }
}
