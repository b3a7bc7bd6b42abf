import Kernel
import Networks

/// What people did with several messages together. Views are those of the first message of each face: somebody who reads
/// a thread is not counted once a part. Nil where no network says.
struct PostTotals: Sendable, Equatable, Encodable {
    var views: Int?
    var likes: Int?
    var comments: Int?
    var shares: Int?
    var clicks: Int?
    var interactions: Int { [likes, comments, shares, clicks].compactMap(\.self).reduce(0, Self.sum) }

    init() {}

    init(_ parcels: [Parcel]) {
        for parcel in parcels {
            guard let figures = parcel.figures else { continue }
            add(figures, isFirst: parcel.ordinal == 0)
        }
    }

    mutating func add(_ figures: PostFigures, isFirst: Bool) {
        if isFirst { Self.add(figures.views, to: &views) }
        Self.add(figures.likes, to: &likes)
        Self.add(figures.comments, to: &comments)
        Self.add(figures.shares, to: &shares)
        Self.add(figures.clicks, to: &clicks)
    }

    private static func add(_ count: Int?, to sum: inout Int?) {
        guard let count else { return }
        sum = Self.sum(sum ?? 0, count)
    }

    /// A network that lies of numbers without end does not stop the house.
    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (total, overflow) = left.addingReportingOverflow(max(0, right))
        return overflow ? .max : total
    }
}
