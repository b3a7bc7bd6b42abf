import Hummingbird
import Kernel
import Storage
import Web

/// The links of the services, to print and to give.
struct ReviewLinkRoutes: Sendable {
    let desk: DialogueDesk

    func add(to pages: Pages) {
        pages.get("reviews/links", right: .judge) { _, context in try await list(context) }
        pages.post("reviews/links", right: .moderate) { form, context in
            let service = form["service"].flatMap { Int64($0) }
            if let service { try context.require(service: service) }
            guard service != nil || context.scope == .everything else {
                throw Failure(.forbidden, "the hospital's link is outside the person's services")
            }
            let wards = try await desk.staff.wards()
            guard service == nil || wards.contains(where: { $0.id == service }) else {
                throw Failure(.notFound, "no such service")
            }
            try await desk.database.write { connection in
                try ReviewLinks.renew(service, by: context.person, desk: desk, in: connection)
            }
            return Page.redirect("/reviews/links", saying: "reviews.said_link")
        }
    }

    private struct Line: Encodable, Sendable {
        let id: String
        let service: String
        let place: String
        let address: String
        let path: String
        let value: String
    }

    private struct Links: Encodable, Sendable {
        let crumbs: [Crumb]
        let links: [Line]
        let mayModerate: Bool
    }

    private func list(_ context: SignedInContext) async throws -> Response {
        let wards = try await desk.staff.wards().filter { context.scope.covers($0.id) }
        let whole: [Ward?] = context.scope == .everything ? [nil] : []
        let wanted = whole + wards.map { $0 }
        let links = try await desk.database.write { connection in
            try wanted.map { try ReviewLinks.open(for: $0?.id, desk: desk, in: connection) }
        }
        let home = desk.site ?? context.page.home
        let value = Links(
            crumbs: [Crumb("/reviews/moderation", context.word("reviews.moderation"))],
            links: zip(wanted, links).map { ward, link in
                Line(
                    id: "link-\(link.id)", service: ward?.name ?? context.word("reviews.link_hospital"),
                    place: ward?.establishmentName ?? "", address: home + link.path, path: link.path,
                    value: ward.map { String($0.id) } ?? "")
            }, mayModerate: context.person.scope(of: .moderate) != .nothing)
        return try Page.render("reviews/links", value, context)
    }
}
