public import Kernel

/// One fact about what a network takes, with where it was read and when.
public struct Figure: Sendable, Equatable {
    /// How far a figure may be trusted.
    public enum Confidence: String, Sendable, Codable, CaseIterable {
        /// Read in the network's own documentation, schema or code; or said by the network when it was asked.
        case official
        /// The network's figure as a public file quotes it, with address and date.
        case officialQuoted = "official_quoted"
        /// Enforced by a public project's code.
        case code
        /// Read in somebody else's documentation.
        case secondary
        /// Not checked by anybody: it warns and does not stop (`Preflight`).
        case memory
        /// Sources disagree: the value is the safe one, and the note says who says what.
        case conflict
    }

    /// Lines that are drawn below or above the value itself; in the value's unit.
    public struct Steps: Sendable, Equatable {
        /// Above this it could be better.
        public var adviseAbove: Double?
        /// Above this it may be refused or cut.
        public var warnAbove: Double?
        /// Where something is attached.
        public var warnAboveWithMedia: Double?
        /// Stops above this instead of above the value, which then only warns.
        public var blockAbove: Double?

        public init(
            adviseAbove: Double? = nil, warnAbove: Double? = nil, warnAboveWithMedia: Double? = nil,
            blockAbove: Double? = nil
        ) {
            (self.adviseAbove, self.warnAbove) = (adviseAbove, warnAbove)
            (self.warnAboveWithMedia, self.blockAbove) = (warnAboveWithMedia, blockAbove)
        }
    }

    /// What it is about.
    public let name: FigureName
    /// What it says.
    public let value: FigureValue
    /// What the value counts: `characters`, `graphemes`, `weighted`, `utf8_bytes`, `usd`. Nil where the name says it:
    /// bytes, seconds (`_s`), pixels (`_px`), a count.
    public let unit: String?
    /// How far it may be trusted.
    public let confidence: Confidence
    /// Where it was read.
    public let sources: [FigureSource]
    /// What else there is to know, in English.
    public let note: String?
    /// Where the network itself says it for one account: prefer its answer (`NetworkLimits.asked`).
    public let runtime: String?
    /// Lines beside the value.
    public let steps: Steps
    /// The day on which the youngest source was read, in days since 1970-01-01 UTC (`Instant.day`).
    public let checkedOn: Int
    /// When the network said it, where it was asked.
    public let askedAt: Instant?

    /// Whole days since it was read; never negative.
    public func age(on now: Instant) -> Int { max(0, now.day - checkedOn) }
}
