public import Kernel

/// What the stream shows: lives in the page's address, so that a view can be sent to a colleague.
public struct StreamFilter: Sendable, Equatable {
    /// Words to find, in the index's own query language.
    public var words = ""
    public var networks: Set<Network> = []
    public var kinds: Set<MentionKind> = []
    public var polarities: Set<Polarity> = []
    public var themes: Set<Theme> = []
    public var services: Set<Int64> = []
    public var languages: Set<String> = []
    public var urgencies: Set<Urgency> = []
    public var watch: Int64?
    public var origin: Int64?
    /// Days on the hospital's calendar, both included.
    public var firstDay: Int?
    public var lastDay: Int?
    /// Only what the machine was unsure of.
    public var unsureOnly = false
    /// Copies folded under another mention are hidden unless they are asked for.
    public var copiesOf: Int64?
    /// Only what counts in the temperature.
    public var opinionsOnly = false

    public init() {}

    public var isEmpty: Bool { self == StreamFilter() }
}

/// Where the reader stands in the stream: pages are walked by key, never by offset, so that the millionth page costs
/// what the first one does.
public enum StreamPosition: Sendable, Equatable {
    case newest
    case before(Int64)
    case after(Int64)
}
