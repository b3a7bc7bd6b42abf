import Channels
import Hummingbird
import Kernel
import Networks
import Storage
import Web

/// `/posts/:id/correct`: the words of a post that has left, to be put right account by account.
struct CorrectionPages: Sendable {
    let desk: PublishingDesk

    struct Shown: Encodable, Sendable {
        let crumbs: [Crumb]
        let path: String
        let post: String
        let seen: Int
        let text: String
        let faces: [ComposerPage.FaceForm]
        let behind: [FormField]
        let why: FormField
        let reproach: String?
        let checked: CheckedView
    }

    func show(_ id: Int64, _ context: SignedInContext) async throws -> Response {
        let (post, open) = try await find(id, context)
        return try await draw(
            post, open?.content ?? post.content, why: open?.why ?? "", seen: post.version, nil, context)
    }

    func take(_ id: Int64, _ form: Query, _ context: SignedInContext) async throws -> Response {
        let (post, _) = try await find(id, context)
        let sent = PostForm(form)
        let why = form["why"] ?? ""
        let content = Correction.merged(sent.content, into: post.content)
        if form["do"] == "check" { return try await draw(post, content, why: why, seen: sent.seen, nil, context) }
        do {
            try await CorrectionActions(desk: desk).propose(
                id, sent.content, why: why, seen: sent.seen, by: context.person)
            return try PostRoutes.back(context, "after.said_correcting")
        } catch let failure as Failure where [.unusable, .tooLarge, .conflict].contains(failure.kind) {
            return try await draw(post, content, why: why, seen: sent.seen, failure, context)
        }
    }

    /// - Throws: `.conflict` when it cannot be corrected now.
    private func find(_ id: Int64, _ context: SignedInContext) async throws -> (Post, Correction?) {
        let post = try await PostActions(desk: desk).find(id, for: context.person)
        return try await desk.database.read { connection in
            try CorrectionActions.mayBeCorrected(post, in: connection)
            return (post, try CorrectionStore.open(id, in: connection))
        }
    }

    private func draw(
        _ post: Post, _ content: PostContent, why: String, seen: Int, _ failure: Failure?, _ context: SignedInContext
    ) async throws -> Response {
        let (channels, lifts, items) = try await desk.database.read { connection in
            (
                try ChannelStore.all(in: connection), try KeptPostLift.all(post.id, in: connection),
                try LibraryStore.used(by: content, in: connection)
            )
        }
        let checked = PostCheck(desk: desk).read(content, lifts: lifts, channels: channels, items: items)
        let title = post.content.title.isEmpty ? context.word("publishing.untitled") : post.content.title
        let page = Shown(
            crumbs: [Crumb("/posts", context.word("publishing.posts")), Crumb("/posts/\(post.id)", title)],
            path: "/posts/\(post.id)/correct", post: String(post.id), seen: seen, text: content.text,
            faces: content.faces.compactMap { face in
                channels.first { $0.id == face.channel }.map { Self.face(face, $0, context) }
            },
            behind: content.isMedical ? Self.behind(content.facts, context) : [],
            why: FormField(
                "why", label: context.word("after.why"), value: why, hint: context.word("after.why_hint"),
                required: true, autocomplete: "off"),
            reproach: failure.map { context.reproach($0) }, checked: CheckedView(checked, content, context))
        return try Page.render("after/correct", page, context, status: failure == nil ? .ok : .badRequest)
    }

    private static func face(
        _ face: PostContent.Face, _ channel: Channel, _ context: SignedInContext
    ) -> ComposerPage.FaceForm {
        func field(_ name: String, _ value: String?) -> FormField {
            FormField(
                "\(name)_\(channel.id)", label: context.word("publishing.face_\(name)"), value: value ?? "",
                filter: true)
        }
        var fields: [FormField] = []
        if channel.network == .youtube { fields.append(field("title", face.title)) }
        if channel.network == .mastodon { fields.append(field("warning", face.warning)) }
        if channel.network != .google { fields.append(field("comment", face.comment)) }
        return ComposerPage.FaceForm(
            id: String(channel.id), label: "\(channel.label) · \(channel.address)",
            network: context.word("listening.network_\(channel.network.rawValue)"),
            networkID: channel.network.rawValue, isChosen: true, isExpired: channel.state == .expired,
            text: face.text ?? "", thread: face.thread.joined(separator: "\n---\n"), fields: fields)
    }

    private static func behind(_ facts: PostFacts, _ context: SignedInContext) -> [FormField] {
        func field(_ name: String, _ value: String?, _ kind: FormField.Kind = .text) -> FormField {
            FormField(name, kind, label: context.word("publishing.\(name)"), value: value ?? "", filter: true)
        }
        return [
            field("source", facts.source), field("source_date", facts.sourceDate, .date),
            field("read_by", facts.readBy), field("read_on", facts.readOn, .date),
        ]
    }
}
