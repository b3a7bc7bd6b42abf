public import Kernel

/// What comes out of an export, one at a time.
public enum ArchiveRecord: Sendable, Equatable {
    /// - Parameters:
    ///   - position: 1-based line of the file, or rank of the element in its member.
    ///   - own: true when the account whose export it is speaks (its posts, its answers); false when somebody else does.
    case arrival(Arrival, position: Int64, own: Bool)
    /// `reason` is one line that names the field and what was expected. It never quotes the text.
    case refused(line: Int64, reason: String)
    /// Nothing yet, but many bytes have passed (photos in an archive): a moment to show progress or to stop.
    case progress
}

/// Why one piece was not taken.
struct Refusal: Error, Equatable {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}
