public import Kernel

/// What the networks take, as dated data: `networks/limits.json`.
///
/// Limits move, and sources disagree: each figure keeps where it was read, how sure that is, and its day. A network that
/// can be asked is asked (`NetworkLimits.asked`); the book is for before, and for those that say nothing.
public struct LimitsBook: Sendable, Equatable {
    /// The day on which the figures were gathered, in days since 1970-01-01 UTC.
    public let checkedOn: Int
    /// Days after which a figure should be read again.
    public let reviewAfterDays: Int
    /// Every source by its id.
    public let sources: [String: FigureSource]
    private let limits: [Network: NetworkLimits]

    init(checkedOn: Int, reviewAfterDays: Int, sources: [String: FigureSource], limits: [Network: NetworkLimits]) {
        (self.checkedOn, self.reviewAfterDays) = (checkedOn, reviewAfterDays)
        (self.sources, self.limits) = (sources, limits)
    }

    /// Reads the book.
    ///
    /// Throws `Failure(.unusable)` that says in one line what is wrong and where: no JSON, over 1 MB, an unknown network,
    /// source, confidence or field, a date that is none, a network without `text.max`.
    public static func parse(_ bytes: [UInt8]) throws -> LimitsBook { try LimitsFile(bytes).book() }

    /// What `network` takes; nil for what is no network account (`web`, `own`, …).
    public func limits(for network: Network) -> NetworkLimits? { limits[network] }

    /// The networks of the book, in the order of `Network`.
    public var networks: [Network] { Network.allCases.filter { limits[$0] != nil } }

    /// Whether it is time to read `figure` again.
    public func isDue(_ figure: Figure, on now: Instant) -> Bool { figure.age(on: now) > reviewAfterDays }

    /// The figures of `network` that it is time to read again.
    public func due(_ network: Network, on now: Instant) -> [Figure] {
        limits[network]?.all.filter { isDue($0, on: now) } ?? []
    }
}
