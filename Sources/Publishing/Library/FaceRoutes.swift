import Hummingbird
import Kernel
import Media
import Web

/// What stands for the faces of a picture: `/library/:id/faces`.
struct FaceRoutes: Sendable {
    let desk: PublishingDesk
    private var actions: FaceActions { FaceActions(desk: desk) }

    func add(to pages: Pages) {
        pages.post("library/:id/faces", right: .compose) { form, context in
            try await answer(context, "library.said_face_added") { id in
                let box = PixelRect(
                    left: Self.number(form["x"]), top: Self.number(form["y"]), width: Self.number(form["width"]),
                    height: Self.number(form["height"]))
                try await actions.add(box, to: id, seen: Self.seen(form), by: context.person)
            }
        }
        pages.post("library/:id/faces/:face", right: .compose) { form, context in
            // Counted from one, as on the page.
            guard let face = Int(try context.parameter("face")), face >= 1 else {
                throw Failure(.notFound, "no such face")
            }
            let choice = try Self.choice(form)
            let word = choice == .blur ? "library.said_blurring" : "library.said_kept"
            return try await answer(context, word) { id in
                try await actions.choose(choice, face: face - 1, of: id, seen: Self.seen(form), by: context.person)
            }
        }
        pages.post("library/:id/people", right: .compose) { form, context in
            try await answer(context, "library.said_kept") { id in
                guard let release = form["release"].flatMap({ Int64($0) }) else {
                    throw Failure(.unusable, "no release is named", words: "library.release_missing")
                }
                try await actions.show(
                    release, in: id, form["do"] != "remove", seen: Self.seen(form), by: context.person)
            }
        }
    }

    private static func choice(_ form: Query) throws -> FaceActions.Choice {
        switch form["do"] {
        case "cover":
            guard let release = form["release"].flatMap({ Int64($0) }) else {
                throw Failure(.unusable, "no release is named", words: "library.release_missing")
            }
            return .cover(release: release)
        case "blur": return .blur
        case "none": return .none
        case "open": return .open
        default: throw Failure(.unusable, "nothing is asked for the face")
        }
    }

    private static func seen(_ form: Query) -> Int64 { form["seen"].flatMap { Int64($0) } ?? 0 }

    /// A whole number; what is none is beside every picture.
    private static func number(_ text: String?) -> Int { text.flatMap { Int($0) }.map { min($0, 1 << 30) } ?? -1 }

    private func answer(
        _ context: SignedInContext, _ said: String, _ body: (Int64) async throws -> Void
    ) async throws -> Response {
        let id = try LibraryRoutes.id(context)
        do {
            try await body(id)
            return Page.redirect("/library/\(id)", saying: said)
        } catch let failure as Failure where [.unusable, .tooLarge, .conflict].contains(failure.kind) {
            return try await LibraryPages(desk: desk).show(id, context, failure: failure)
        }
    }
}
