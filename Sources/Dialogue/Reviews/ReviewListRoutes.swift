import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import Storage
import Web

/// The published reviews, as a page and as an Atom feed.
struct ReviewListRoutes: Sendable {
    let desk: DialogueDesk

    func add(to pages: Pages) {
        pages.openGet("avis") { _, context in try await list(context) }
        pages.openGet("avis/flux.atom") { _, context in try await feed(context) }
    }

    private struct List: Encodable, Sendable {
        let frame: PublicFrame
        let on: Bool
        let reviews: [PublicReview]
        let services: [FormField.Choice]
        let orders: [FormField.Choice]
        let criterion: String
        let count: String
        let shares: [String]
        let feed: String
        let pagination: Pagination
        let empty: EmptyState?
        let data: SafeHTML?
        let lang: String?
    }

    /// Which reviews a visitor asks for.
    private struct Wanted {
        var services: [Int64]?
        var chosen: String?
        var order = ReviewStore.Order.newest
        var page = 0

        init(_ query: Query, _ wards: [Ward]) {
            chosen = query["service"]
            if let one = chosen.flatMap({ Int64($0) }), wards.contains(where: { $0.id == one }) {
                services = [one]
            } else if let place = chosen?.split(separator: ":").last.flatMap({ Int64($0) }),
                chosen?.hasPrefix("place:") == true
            {
                services = wards.filter { $0.establishment == place }.map(\.id)
            } else {
                chosen = nil
            }
            order = query["order"].flatMap(ReviewStore.Order.init) ?? .newest
            page = min(500, max(0, query["page"].flatMap { Int($0) } ?? 0))
        }
    }

    private func read(_ wanted: Wanted, _ wards: [Ward], _ context: PageContext) async throws -> (
        reviews: [PublicReview], shares: [String: Int], more: Bool
    ) {
        let (services, order, page) = (wanted.services, wanted.order, wanted.page)
        let (reviews, shares, answers, replies) = try await desk.database.read { connection in
            let reviews = try ReviewStore.published(services: services, order: order, page: page, in: connection)
            let ids = reviews.map(\.id)
            return (
                reviews, try ReviewStore.shares(services: services, in: connection),
                try ReviewAnswers.of(ids, in: connection), try ClaimActions.replies(to: ids, in: connection)
            )
        }
        let known = Dictionary(wards.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let suffix = context.query["lang"] == nil ? "" : "?lang=\(context.tongue.rawValue)"
        let views = reviews.prefix(20).map {
            PublicReview(
                $0, wards: known, answers: answers[$0.id] ?? [], replies: replies[$0.id] ?? [], suffix: suffix, context)
        }
        return (views, shares, reviews.count > 20)
    }

    private func list(_ context: PageContext) async throws -> Response {
        let wards = try await desk.staff.wards()
        let wanted = Wanted(context.query, wards)
        let found = try await read(wanted, wards, context)
        let settings = try await desk.database.read { try ReviewSettings.read(in: $0) }
        let frame = PublicFrame(try await desk.staff.organisation(), context)
        let total = found.shares.values.reduce(0, +)
        func link(_ page: Int) -> String { "/avis?" + context.query.replacing(["page": String(page)]) }
        let value = List(
            frame: frame, on: settings.on, reviews: found.reviews,
            services: Self.choices(wards, wanted.chosen, context),
            orders: ReviewStore.Order.allCases.map {
                FormField.Choice(
                    $0.rawValue, context.word("reviews.order_\($0.rawValue)"), selected: $0 == wanted.order)
            },
            criterion: context.word("reviews.criterion_\(wanted.order.rawValue)"),
            count: context.count("reviews.count", total), shares: Self.shares(found.shares, total, context),
            feed: "/avis/flux.atom" + (wanted.chosen.map { "?service=\(Query.encode($0))" } ?? ""),
            pagination: Pagination(
                newer: wanted.page > 0 ? link(wanted.page - 1) : nil, older: found.more ? link(wanted.page + 1) : nil),
            empty: found.reviews.isEmpty
                ? EmptyState(
                    icon: "heart", title: context.word("reviews.empty_title"), text: context.word("reviews.empty"))
                : nil,
            data: found.reviews.isEmpty
                ? nil : ReviewData.page(found.reviews, hospital: frame.hospital, home: desk.site ?? context.home),
            lang: context.query["lang"])
        var response = try Page.render("reviews/list", value, context)
        if let robots = HTTPField.Name("X-Robots-Tag") { response.headers[robots] = "all" }
        return response
    }

    /// All, each establishment, each service.
    private static func choices(_ wards: [Ward], _ chosen: String?, _ context: some Viewing) -> [FormField.Choice] {
        var out = [FormField.Choice("", context.word("reviews.service_all"), selected: chosen == nil)]
        let places = Dictionary(grouping: wards, by: \.establishment).values.compactMap(\.first)
        for place in places.sorted(by: { $0.establishmentName < $1.establishmentName }) {
            let value = "place:\(place.establishment)"
            out.append(FormField.Choice(value, place.establishmentName, selected: chosen == value))
            for ward in wards where ward.establishment == place.establishment {
                out.append(FormField.Choice(String(ward.id), "– \(ward.name)", selected: chosen == String(ward.id)))
            }
        }
        return out
    }

    private static func shares(_ shares: [String: Int], _ total: Int, _ context: some Viewing) -> [String] {
        guard total > 0 else { return [] }
        return [Polarity.positive, .mixed, .negative].compactMap { polarity in
            guard let count = shares[polarity.rawValue], count > 0 else { return nil }
            return context.word(
                "reviews.share_\(polarity.rawValue)",
                ["n": context.figures.integer(count), "share": context.figures.percent(Double(count) / Double(total))])
        }
    }

    private func feed(_ context: PageContext) async throws -> Response {
        let wards = try await desk.staff.wards()
        let found = try await read(Wanted(context.query, wards), wards, context)
        let text = ReviewData.atom(
            found.reviews, title: context.word("reviews.feed_title", ["place": try await desk.staff.organisation()]),
            home: desk.site ?? context.home, updated: desk.clock.now(), context)
        return Response(
            status: .ok, headers: [.contentType: "application/atom+xml; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
