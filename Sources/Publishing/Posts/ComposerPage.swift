import Channels
import Deontology
import Kernel
import Networks
import Storage
import Web

/// The composer: the common words, what stands behind them, a face for each account, and what the checks say.
struct ComposerPage: Encodable, Sendable {
    let crumbs: [Crumb]
    let pageTitle: String
    let post: String
    let seen: Int
    let path: String
    let isNew: Bool
    let title: FormField
    let kind: FormField
    let audience: FormField
    let service: FormField?
    let language: FormField
    let text: String
    let medical: FormField
    let behind: [FormField]
    let standing: [FormField]
    let faces: [FaceForm]
    let media: [MediaForm]
    let hasPage: Bool
    let page: [FormField]
    let reproach: String?
    /// The press release whose facts are locked.
    let release: String?
    let checked: CheckedView
    let troubles: [ChannelTrouble]

    /// One account.
    struct FaceForm: Encodable, Sendable {
        let id: String
        let label: String
        let network: String
        let networkID: String
        let isChosen: Bool
        let isExpired: Bool
        let text: String
        let thread: String
        let fields: [FormField]
    }

    struct MediaForm: Encodable, Sendable {
        let id: String
        let label: String
        let path: String
        let alt: String
        let isChosen: Bool
        let isVideo: Bool
    }
}

extension ComposerPage {
    init(
        _ form: PostForm, post: Post?, channels: [Channel], wards: [Ward], items: [LibraryItem], checked: CheckedPost,
        previews: [PostPreview], failure: Failure?, number: Int64, _ context: SignedInContext
    ) {
        let content = form.content
        func word(_ key: String) -> String { context.word("publishing.\(key)") }
        isNew = post == nil
        crumbs = [Crumb("/posts", word("posts"))] + (post.map { [Crumb("/posts/\($0.id)", $0.content.title)] } ?? [])
        pageTitle = post == nil ? word("new_post") : content.title.isEmpty ? word("untitled") : content.title
        self.post = String(number)
        seen = post?.version ?? 0
        path = post.map { "/posts/\($0.id)" } ?? "/posts"
        title = FormField(
            "title", label: word("title"), value: content.title, hint: word("title_hint"), required: true,
            autocomplete: "off")
        kind = FormField(
            "kind", .choice, label: word("kind"), required: true,
            choices: Post.Kind.allCases.map {
                .init($0.rawValue, word("kind_\($0.rawValue)"), selected: $0 == content.kind)
            })
        audience = FormField(
            "audience", .choice, label: word("audience"), required: true,
            choices: Post.Audience.allCases.map {
                .init($0.rawValue, word("audience_\($0.rawValue)"), selected: $0 == content.audience)
            })
        language = FormField(
            "language", .choice, label: word("language"), required: true,
            choices: ["fr", "en"].map { .init($0, word("language_\($0)"), selected: $0 == content.language) })
        service = wards.isEmpty ? nil : Self.service(form.service ?? post?.service, wards, context)
        text = content.text
        medical = FormField(
            "medical", .box, label: word("medical"), hint: word("medical_hint"), checked: content.facts.isMedical)
        behind = Self.behind(content.facts, context)
        standing = Self.standing(content.facts, context)
        faces = channels.filter { $0.kind == .account }.map { Self.face($0, content, context) }
        media = items.map { item in
            let use = content.media.first { $0.media == item.id }
            return MediaForm(
                id: String(item.id), label: item.title, path: "/library/\(item.id)/thumbnail",
                alt: use?.alt ?? item.alt, isChosen: use != nil, isVideo: item.kind == "video")
        }
        hasPage = content.page != nil
        page = Self.page(content.page, context)
        reproach = failure.map { context.reproach($0) }
        release = content.release.map { String($0) }
        self.checked = CheckedView(checked, content, previews: previews, context)
        troubles = ChannelTrouble.all(channels, context)
    }

    private static func service(_ chosen: Int64?, _ wards: [Ward], _ context: SignedInContext) -> FormField {
        var choices = wards.map { FormField.Choice(String($0.id), $0.name, selected: $0.id == chosen) }
        if context.scope == .everything {
            choices.insert(.init("", context.word("publishing.whole_house"), selected: chosen == nil), at: 0)
        }
        return FormField(
            "service", .choice, label: context.word("publishing.service"), choices: choices, filter: true)
    }

    /// What a medical content rests on (R.4127-13: what is said to the public is checked and dated).
    private static func behind(_ facts: PostFacts, _ context: SignedInContext) -> [FormField] {
        func word(_ key: String) -> String { context.word("publishing.\(key)") }
        return [
            FormField(
                "source", label: word("source"), value: facts.source ?? "", hint: word("source_hint"), filter: true),
            FormField("source_date", .date, label: word("source_date"), value: facts.sourceDate ?? "", filter: true),
            FormField("read_by", label: word("read_by"), value: facts.readBy ?? "", filter: true),
            FormField("read_on", .date, label: word("read_on"), value: facts.readOn ?? "", filter: true),
        ]
    }

    private static func standing(_ facts: PostFacts, _ context: SignedInContext) -> [FormField] {
        func word(_ key: String) -> String { context.word("publishing.\(key)") }
        func choice(_ name: String, _ values: [String], _ chosen: String) -> FormField {
            FormField(
                name, .choice, label: word(name),
                choices: values.map {
                    .init($0, word("\(name)_\($0.isEmpty ? "unsaid" : $0)"), selected: $0 == chosen)
                },
                filter: true)
        }
        let interests = facts.interests.map { $0.isEmpty ? "none" : "some" } ?? ""
        return [
            choice("interests_said", ["", "none", "some"], interests),
            FormField(
                "interests", label: word("interests"), value: facts.interests ?? "", hint: word("interests_hint"),
                filter: true),
            choice("named", ["", "yes", "no"], facts.namedAgree.map { $0 ? "yes" : "no" } ?? ""),
            FormField("paid", .box, label: word("paid"), checked: facts.isPaid),
            FormField("machine", .box, label: word("machine"), checked: facts.isMadeByMachine),
            FormField("reuses_review", .box, label: word("reuses_review"), checked: facts.reusesReview),
            FormField(
                "study_approval", label: word("study_approval"), value: facts.studyApproval ?? "", filter: true),
            FormField("study_sponsor", label: word("study_sponsor"), value: facts.studySponsor ?? "", filter: true),
        ]
    }

    private static func page(_ page: OwnPage?, _ context: SignedInContext) -> [FormField] {
        func word(_ key: String) -> String { context.word("explainers.\(key)") }
        let known = page ?? OwnPage()
        return [
            FormField("page", .box, label: word("make_page"), hint: word("make_page_hint"), checked: page != nil),
            FormField("page_heading", label: word("heading"), value: known.heading, filter: true),
        ]
            + [("before", known.before), ("during", known.during), ("after", known.after)].map { name, text in
                FormField("page_\(name)", .area, label: word("part_\(name)"), value: text, filter: true)
            }
            + [
                FormField(
                    "page_questions", label: word("part_questions"), value: known.questions,
                    hint: word("questions_hint"), filter: true)
            ]
    }

    private static func face(_ channel: Channel, _ content: PostContent, _ context: SignedInContext) -> FaceForm {
        func word(_ key: String) -> String { context.word("publishing.\(key)") }
        let face = content.faces.first { $0.channel == channel.id }
        func field(_ name: String, _ value: String?) -> FormField {
            FormField("\(name)_\(channel.id)", label: word("face_\(name)"), value: value ?? "", filter: true)
        }
        var fields: [FormField] = []
        if channel.network == .youtube { fields.append(field("title", face?.title)) }
        if channel.network == .mastodon { fields.append(field("warning", face?.warning)) }
        if channel.network != .google { fields.append(field("comment", face?.comment)) }
        return FaceForm(
            id: String(channel.id), label: "\(channel.label) · \(channel.address)",
            network: context.word("listening.network_\(channel.network.rawValue)"),
            networkID: channel.network.rawValue, isChosen: face != nil, isExpired: channel.state == .expired,
            text: face?.text ?? "", thread: face?.thread.joined(separator: "\n---\n") ?? "", fields: fields)
    }
}

extension SignedInContext {
    /// Our words where we have some, else the cause, which speaks of nothing that was typed.
    func reproach(_ failure: Failure) -> String {
        if let words = failure.words, site.words.has(words) { return word(words) }
        return word("publishing.cannot", ["cause": failure.cause])
    }
}
