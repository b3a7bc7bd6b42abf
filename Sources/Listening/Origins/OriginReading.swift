import Kernel

/// What one look at a source gave, before anything is stored.
struct OriginReading: Sendable {
    var arrivals: [Arrival] = []
    /// What the source calls itself.
    var title: String?
    /// Sent back at the next visit; nil forgets what was kept.
    var etag: String?
    var modified: String?
    var cursor: String?
    var digest: String?
    /// Seconds that the publisher asks to be left alone.
    var floor: Double?
    /// The address to keep from now on (301, 308).
    var movedTo: String?
    var hub: HubOffer?
    /// Nothing has changed since the last visit.
    var unchanged = false
    /// What its author has changed since it was taken in.
    var edited: [Arrival] = []
    /// What its author has taken back, by the network's identifiers.
    var takenBack: [String] = []
    /// What could not be read of it, in one line.
    var complaint: String?
    /// More waits already: come again soon.
    var hasMore = false
    /// 410: it will not come back.
    var gone = false

    init() {}

    /// Nothing new: everything that was kept stays.
    init(unchanged origin: Origin, floor: Double? = nil) {
        etag = origin.etag
        modified = origin.modified
        cursor = origin.cursor
        digest = origin.digest
        self.floor = floor
        unchanged = true
    }
}

/// A hub that a feed advertises, and the name under which it knows the feed.
struct HubOffer: Sendable, Equatable {
    let hub: String
    let topic: String
}
