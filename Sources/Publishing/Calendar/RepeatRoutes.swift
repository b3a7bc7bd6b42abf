import Kernel
import Web

/// What is done with a post that comes back: one date left out, no date after this one.
struct RepeatRoutes: Sendable {
    let desk: PublishingDesk

    func add(to pages: Pages) {
        let actions = RepeatActions(desk: desk)
        act(pages, "skip", "said_skipped") { form, id, person in
            try await actions.skip(id, form["day"], by: person)
        }
        act(pages, "end", "said_repeat_ended") { _, id, person in try await actions.end(id, by: person) }
    }

    private func act(
        _ pages: Pages, _ verb: String, _ saying: String,
        _ body: @escaping @Sendable (Query, Int64, Person) async throws -> Void
    ) {
        pages.post("posts/:id/repeat/\(verb)", right: .compose) { form, context in
            let id = try PostRoutes.id(context)
            do { try await body(form, id, context.person) } catch let failure as Failure
                where [.unusable, .conflict, .forbidden].contains(failure.kind) && failure.words != nil
            {
                return try await PostPages(desk: desk).show(id, failure, context)
            }
            return try PostRoutes.back(context, "publishing.\(saying)")
        }
    }
}
