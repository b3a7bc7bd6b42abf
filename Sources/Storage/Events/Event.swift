public import Kernel

/// Something that happened, as one domain tells it to the others.
public struct Event: Sendable, Equatable {
    /// `review.arrived`, `reply.sent`: the domain's noun, then what happened to it.
    public let kind: String
    /// The row it speaks of.
    public let subject: Int64
    /// JSON. Names and texts stay in the rows: the log outlives them.
    public let payload: String
    public let at: Instant

    init(_ row: Row) throws {
        kind = try row.text("kind")
        subject = try row.int64("subject")
        payload = try row.text("payload")
        at = try row.instant("at")
    }
}
