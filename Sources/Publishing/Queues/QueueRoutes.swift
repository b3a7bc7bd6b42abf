import Calendars
import Foundation
import Hummingbird
import Kernel
import Storage
import Web

/// `/posts/queues`: the queues, what waits in each, and what is done with them.
struct QueueRoutes: Sendable {
    let desk: PublishingDesk
    private var actions: QueueActions { QueueActions(desk: desk) }

    func add(to pages: Pages) {
        let show = QueuePages(desk: desk)
        pages.get("posts/queues", right: .compose) { _, context in try await show.all(nil, nil, context) }
        pages.get("posts/queues/:id", right: .compose) { _, context in
            try await show.one(try PostRoutes.id(context), nil, nil, context)
        }
        pages.post("posts/queues", right: .approve) { form, context in
            let typed = QueueForm(form)
            guard let id = form["fresh"].flatMap({ Int64($0) }), id > 0 else {
                throw Failure(.unusable, "the form has no number")
            }
            do { try await actions.make(typed, id: id, by: context.person) } catch let failure as Failure
                where Self.isSayable(failure)
            { return try await show.all(typed, failure, context) }
            return Page.redirect("/posts/queues/\(id)", saying: "queues.said_made")
        }
        act(pages, "change", "said_changed") { form, id, person in
            try await actions.change(id, QueueForm(form), by: person)
        }
        act(pages, "pause", "said_paused") { _, id, person in try await actions.pause(id, by: person) }
        act(pages, "resume", "said_resumed") { _, id, person in try await actions.resume(id, by: person) }
        act(pages, "order", "said_order") { form, id, person in
            guard let post = form["post"].flatMap({ Int64($0) }), let other = form["with"].flatMap({ Int64($0) })
            else { throw Failure(.unusable, "nothing is named", words: "queues.overtaken") }
            try await actions.swap(post, with: other, in: id, by: person)
        }
        pages.post("posts/queues/:id/remove", right: .approve) { _, context in
            let id = try PostRoutes.id(context)
            do { try await actions.remove(id, by: context.person) } catch let failure as Failure
                where Self.isSayable(failure)
            { return try await show.one(id, nil, failure, context) }
            return Page.redirect("/posts/queues", saying: "queues.said_removed")
        }
    }

    private func act(
        _ pages: Pages, _ verb: String, _ saying: String,
        _ body: @escaping @Sendable (Query, Int64, Person) async throws -> Void
    ) {
        pages.post("posts/queues/:id/\(verb)", right: .approve) { form, context in
            let id = try PostRoutes.id(context)
            do { try await body(form, id, context.person) } catch let failure as Failure
                where Self.isSayable(failure)
            {
                let typed = verb == "change" ? QueueForm(form) : nil
                return try await QueuePages(desk: desk).one(id, typed, failure, context)
            }
            return Page.redirect("/posts/queues/\(id)", saying: "queues.\(saying)")
        }
    }

    private static func isSayable(_ failure: Failure) -> Bool {
        [.unusable, .conflict, .forbidden, .tooLarge].contains(failure.kind) && failure.words != nil
    }
}

extension QueueForm {
    init(_ form: Query) {
        name = form["name"] ?? ""
        days = (0..<7).map { form["day_\($0)"] ?? "" }
        restsOnHolidays = form.ticked("rests")
    }

    init(_ queue: PostQueue) {
        name = queue.name
        days = Weekday.allCases.map { day in
            queue.slots.slots.filter { $0.weekday == day }.map(\.time.text).joined(separator: " ")
        }
        restsOnHolidays = queue.restsOnHolidays
    }
}
