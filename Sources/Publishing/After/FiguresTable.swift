import Channels
import Foundation
import Kernel
import Networks
import Storage

/// Posts that have left, with what people did with each, the best first.
struct FiguresTable: Sendable {
    enum Order: String, Sendable, CaseIterable { case views, interactions, rate }

    struct Filter: Sendable {
        var days = 90
        var kind: Post.Kind?
        var network: Network?
        var series: String?
        var order = Order.views

        static let periods = [30, 90, 365]
    }

    struct Row: Sendable {
        let post: Post
        let at: Instant
        let networks: [Network]
        let totals: PostTotals

        /// Interactions per view; nil where nothing was seen.
        var rate: Double? {
            totals.views.flatMap { $0 > 0 ? Double(totals.interactions) / Double($0) : nil }
        }
    }

    let rows: [Row]
    /// Posts that the figures of more of them would not fit.
    let isCut: Bool

    static let most = 200
    private static let mostMessages = 20_000

    static func read(
        _ filter: Filter, for scope: Scope, at now: Instant, in connection: any Connection
    ) throws -> FiguresTable {
        let parcels = try connection.query(
            """
            SELECT s.* FROM sending s JOIN post p ON p.id = s.post
            WHERE s.state IN ('sent', 'withdrawn') AND s.settled_at >= $1 AND ($2 = '' OR p.kind = $2)
            ORDER BY s.settled_at DESC, s.id LIMIT $3
            """, [now.adding(days: -filter.days), filter.kind?.rawValue ?? "", mostMessages]
        ).map(Parcel.init)
        let channels = Dictionary(
            try ChannelStore.all(in: connection).map { ($0.id, $0.network) }, uniquingKeysWith: { first, _ in first })
        let series = try filter.series.map {
            try SeriesStore.posts(showing: SeriesStore.media(of: $0, in: connection), in: connection)
        }
        let kept = parcels.filter { parcel in
            (filter.network.map { channels[parcel.channel] == $0 } ?? true)
                && (series?.contains(parcel.post) ?? true)
        }
        let rows = try Dictionary(grouping: kept, by: \.post).compactMap { id, parcels -> Row? in
            guard let post = try PostStore.look(id, in: connection), scope.reaches(post),
                let at = parcels.compactMap(\.settledAt).min()
            else { return nil }
            let networks = Set(parcels.compactMap { channels[$0.channel] }).sorted { $0.rawValue < $1.rawValue }
            return Row(post: post, at: at, networks: networks, totals: PostTotals(parcels))
        }
        let sorted = rows.sorted { (value($0, filter.order), $0.at) > (value($1, filter.order), $1.at) }
        return FiguresTable(rows: Array(sorted.prefix(most)), isCut: sorted.count > most)
    }

    private static func value(_ row: Row, _ order: Order) -> Double {
        switch order {
        case .views: Double(row.totals.views ?? -1)
        case .interactions: Double(row.totals.interactions)
        case .rate: row.rate ?? -1
        }
    }

    // MARK: CSV

    /// What a spreadsheet takes; a title that it would take for a formula begins with an apostrophe.
    var csv: String {
        let head = "post,title,kind,networks,first_left_at,views,likes,comments,shares,clicks,interactions,state"
        return ([head] + rows.map(Self.line)).joined(separator: "\r\n") + "\r\n"
    }

    private static func line(_ row: Row) -> String {
        func count(_ value: Int?) -> String { value.map(String.init) ?? "" }
        let totals = row.totals
        return [
            String(row.post.id), cell(row.post.content.title), row.post.content.kind.rawValue,
            row.networks.map(\.rawValue).joined(separator: " "), row.at.iso8601, count(totals.views),
            count(totals.likes), count(totals.comments), count(totals.shares), count(totals.clicks),
            String(totals.interactions), row.post.state.rawValue,
        ].joined(separator: ",")
    }

    static func cell(_ text: String) -> String {
        let risky = text.drop { $0 == " " }.first.map { "=+-@\t\r\n＝＋－＠".contains($0) } ?? false
        return "\"" + ((risky ? "'" : "") + text).replacing("\"", with: "\"\"") + "\""
    }
}
