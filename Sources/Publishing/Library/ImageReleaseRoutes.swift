import Hummingbird
import Kernel
import Storage
import Web

/// `/library/releases`: who agreed to be shown, where, what for and until when (article 9 of the civil code).
struct ImageReleaseRoutes: Sendable {
    let desk: PublishingDesk
    private var actions: ImageReleaseActions { ImageReleaseActions(desk: desk) }
    private var views: ImageReleasePages { ImageReleasePages(desk: desk) }

    func add(to pages: Pages) {
        pages.get("library/releases", right: .protect) { _, context in try await views.list(context) }
        pages.get("library/releases/new", right: .protect) { _, context in
            try views.form(ImageReleaseForm(), nil, nil, context)
        }
        pages.upload("library/releases", right: .protect, limit: ImageReleaseActions.proofLimit) { upload, context in
            try await keep(upload, nil, context)
        }
        pages.get("library/releases/:id", right: .protect) { _, context in
            try await views.one(try Self.id(context), nil, context)
        }
        pages.get("library/releases/:id/edit", right: .protect) { _, context in
            let release = try await actions.find(try Self.id(context), for: context.person)
            return try views.form(ImageReleaseForm(release, context.figures), release, nil, context)
        }
        pages.upload("library/releases/:id", right: .protect, limit: ImageReleaseActions.proofLimit) {
            upload, context in
            try await keep(upload, try await actions.find(try Self.id(context), for: context.person), context)
        }
        pages.post("library/releases/:id/withdraw", right: .protect) { form, context in
            let id = try Self.id(context)
            // Asked for twice: it cannot be given back.
            guard form.ticked("sure") else {
                return try await views.one(id, ImageReleaseActions.wrong("withdraw_unsure"), context)
            }
            try await actions.withdraw(id, because: context.word("library.withdrawn_because"), by: context.person)
            return Page.redirect("/library/releases/\(id)", saying: "library.said_withdrawn")
        }
        pages.get("library/releases/:id/proof", right: .protect) { request, context in
            let release = try await actions.find(try Self.id(context), for: context.person)
            guard let proof = release.proof, let mime = release.proofMime else {
                throw Failure(.notFound, "the release has no proof")
            }
            let ending = mime.split(separator: "/").last.map(String.init) ?? "bin"
            return try await FileAnswer(
                name: .kept(proof), place: desk.files, mime: mime,
                download: "resonance-\(release.id).\(ending == "jpeg" ? "jpg" : ending)", age: 0
            ).response(to: request)
        }
    }

    private static func id(_ context: SignedInContext) throws -> Int64 {
        try context.identifier(of: ImageRelease.self).value
    }

    private func keep(_ upload: Upload, _ known: ImageRelease?, _ context: SignedInContext) async throws -> Response {
        let sent = ImageReleaseForm(upload.fields)
        let id = known?.id ?? sent.id ?? desk.newID()
        do {
            // What was typed is looked at first: a proof without a release would lie about.
            _ = try sent.release(id, proof: nil, context.figures)
            let file = upload.files.first { $0.field == "proof" && $0.size > 0 }
            var proof: (digest: String, mime: String)?
            if let file { proof = try await actions.proof(file.path) }
            try await actions.keep(try sent.release(id, proof: proof, context.figures), by: context.person)
            return Page.redirect("/library/releases/\(id)", saying: "library.said_kept")
        } catch let failure as Failure where [.unusable, .tooLarge, .conflict].contains(failure.kind) {
            return try views.form(sent, known, failure, context)
        }
    }
}
