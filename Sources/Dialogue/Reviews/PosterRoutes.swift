import Hummingbird
import Kernel
import Storage
import Web

/// What is printed so that people find our form: `/reviews/posters`. Moderators for every service, heads of service for
/// theirs.
struct PosterRoutes: Sendable {
    let desk: DialogueDesk

    func add(to pages: Pages) {
        pages.get("reviews/posters", right: .listen) { _, context in try await list(context) }
        for form in Poster.Form.allCases {
            pages.get("reviews/posters/:id/\(form.rawValue).pdf", right: .listen) { _, context in
                try await file(form, context)
            }
        }
    }

    /// Those for whom this person may print: nil stands for the whole house.
    private func wards(_ context: SignedInContext) async throws -> [Ward?] {
        let scopes = [context.person.reach(of: .moderate), context.person.reach(of: .improve)]
        guard scopes.contains(where: { $0 != .nothing }) else {
            throw Failure(.forbidden, "the person may not print posters")
        }
        let all = try await desk.staff.wards()
        if scopes.contains(.everything) { return [nil] + all }
        return all.filter { ward in scopes.contains { $0.covers(ward.id) } }
    }

    /// The open link of each of these, made where there is none.
    private func links(_ wards: [Ward?]) async throws -> [ReviewLink] {
        try await desk.database.write { connection in
            try wards.map { try ReviewLinks.open(for: $0?.id, desk: desk, in: connection) }
        }
    }

    private func list(_ context: SignedInContext) async throws -> Response {
        let wards = try await wards(context)
        let links = try await links(wards)
        let organisation = try await desk.staff.organisation()
        let value = PosterPage(
            siteless: desk.site == nil,
            wards: zip(wards, links).map { ward, link in
                PosterLine(
                    path: "/reviews/posters/\(ward?.id ?? 0)", name: ward?.name ?? organisation,
                    place: ward?.establishmentName ?? context.word("protection.poster_all"),
                    link: (desk.site ?? "") + link.path)
            })
        return try Page.render("protection/posters", value, context)
    }

    private func file(_ form: Poster.Form, _ context: SignedInContext) async throws -> Response {
        guard let site = desk.site else {
            throw Failure(.conflict, "no public address is set", words: "protection.poster_siteless")
        }
        let id = context.page.parameters.get("id").flatMap { Int64($0) }
        guard let ward = try await wards(context).first(where: { ($0?.id ?? 0) == id }),
            let link = try await links([ward]).first
        else { throw Failure(.notFound, "no poster for this service") }
        let poster = Poster(
            organisation: try await desk.staff.organisation(), ward: ward, link: site + link.path,
            date: desk.clock.now(), words: context.site.words)
        return Download.response(
            try poster.pdf(form), type: Download.pdf,
            name: "\(ward?.name ?? poster.organisation)-\(form.rawValue).pdf")
    }
}

private struct PosterPage: Encodable {
    let siteless: Bool
    let wards: [PosterLine]
}

private struct PosterLine: Encodable {
    let path: String
    let name: String
    let place: String
    let link: String
}
