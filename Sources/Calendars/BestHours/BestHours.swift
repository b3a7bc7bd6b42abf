public import Foundation
public import Kernel

/// At which hours of the week our own posts did best, told with the doubt that is due. For one account at a time:
/// networks count interactions and reach each in their own way.
///
/// A post counts by the logarithm of interactions per person reached, so that one that went round the country weighs as
/// one post. Cells are drawn towards the mean of all (one-way random effects; see `PooledCells`): a cell of four lucky
/// posts is no advice. It says that they did well then, not that the hour was the reason.
public struct BestHours: Hashable, Sendable {
    /// One of our posts, with what the network counted.
    public struct Post: Hashable, Sendable {
        public let at: Instant
        public let interactions: Int
        public let reach: Int

        public init(at: Instant, interactions: Int, reach: Int) {
            self.at = at
            self.interactions = interactions
            self.reach = reach
        }
    }

    /// An hour of the week.
    public struct Cell: Hashable, Sendable {
        public let weekday: Weekday
        /// 0 to 23: the hour that begins then.
        public let hour: Int
        public let posts: Int
        /// Interactions per person reached that a post of this hour may expect (geometric mean, after shrinkage).
        public let rate: Double
        /// The 90 % interval of `rate`.
        public let low: Double
        public let high: Double
        /// `rate` over that of all hours: 1.2 is a fifth more.
        public let lift: Double
        /// The whole interval lies above the mean of all hours. Where posts are all alike, this is said of some cell in
        /// fewer than five of a hundred accounts.
        public let standsOut: Bool
    }

    /// Fewer posts say nothing. Posts of one hour differ by a factor of two to three (0.9 in natural logarithms, which
    /// the test's simulation assumes). With fifty posts in five cells or more, the 90 % interval holds the truth in 81 to
    /// 99 of 100 simulated cells, no hour is praised by chance in more than 5 of 100 accounts, and the cell shown first
    /// is better than the mean by a fifth or more where hours do differ (0.3 in logarithms).
    public static let minimumPosts = 50
    /// Fewer posts in a cell are not shown: four say what it is worth to a factor of 1.6.
    public static let minimumInCell = 4
    /// Fewer cells of that many posts leave nothing to choose between.
    public static let minimumCells = 5
    /// So many more posts than cells are needed to know how far posts of the same hour differ.
    static let minimumRepeats = 10

    /// Cells with at least four posts, the best first.
    public let cells: [Cell]
    /// Posts that counted: those that reached somebody.
    public let posts: Int
    /// Interactions per person reached of a post at any hour (geometric mean).
    public let rate: Double

    /// Nil while there is not enough to say. Posts that reached nobody, or with a negative count, are left out.
    ///
    /// - Parameter zone: the clock on which hours are read.
    public init?(_ posts: some Sequence<Post>, in zone: TimeZone) {
        var measured: [Int: [Double]] = [:]
        for post in posts where post.reach > 0 && post.interactions >= 0 {
            let moment = LocalMoment(post.at, in: zone)
            let share = (Double(post.interactions) + 0.5) / (Double(post.reach) + 1)
            measured[moment.day.weekday.rawValue * 24 + moment.time.hour, default: []].append(log(share))
        }
        let all = measured.sorted { $0.key < $1.key }
        let count = all.reduce(0) { $0 + $1.value.count }
        guard count >= Self.minimumPosts, count - all.count >= Self.minimumRepeats,
            all.count(where: { $0.value.count >= Self.minimumInCell }) >= Self.minimumCells
        else { return nil }
        let pooled = PooledCells(all.map(\.value))
        self.posts = count
        rate = exp(pooled.mean)
        cells = zip(all, pooled.cells).compactMap { cell, estimate in
            guard cell.value.count >= Self.minimumInCell, let weekday = Weekday(rawValue: cell.key / 24) else {
                return nil
            }
            return Cell(weekday, cell.key % 24, cell.value.count, estimate, mean: pooled.mean)
        }.sorted { ($1.rate, $0.weekday, $0.hour) < ($0.rate, $1.weekday, $1.hour) }
    }
}

extension BestHours.Cell {
    fileprivate init(_ weekday: Weekday, _ hour: Int, _ posts: Int, _ estimate: PooledCells.Estimate, mean: Double) {
        let reach = 1.645 * estimate.deviation
        self.init(
            weekday: weekday, hour: hour, posts: posts, rate: exp(estimate.mean), low: exp(estimate.mean - reach),
            high: exp(estimate.mean + reach), lift: exp(estimate.mean - mean), standsOut: estimate.mean - reach > mean)
    }
}
