import Channels
import Foundation
import Kernel
import Storage
import Web

/// A post as the composer's form gives it.
struct PostForm: Sendable {
    /// Given with the form: pressing twice writes one post.
    let post: Int64?
    /// The version that the form was made of; 0 for a new one.
    let seen: Int
    let service: Int64?
    let content: PostContent

    init(_ form: Query) {
        post = form["post"].flatMap { Int64($0) }
        seen = form["seen"].flatMap { Int($0) } ?? 0
        service = form["service"].flatMap { Int64($0) }
        var facts = PostFacts()
        facts.isMedical = form.ticked("medical")
        facts.source = form["source"]
        facts.sourceDate = form["source_date"]
        facts.readBy = form["read_by"]
        facts.readOn = form["read_on"]
        facts.interests = form["interests_said"] == "none" ? "" : form["interests"]
        facts.isPaid = form.ticked("paid")
        facts.namedAgree = ["yes": true, "no": false][form["named"] ?? ""]
        facts.isMadeByMachine = form.ticked("machine")
        facts.reusesReview = form.ticked("reuses_review")
        facts.studyApproval = form["study_approval"]
        facts.studySponsor = form["study_sponsor"]
        facts.link = form["link"]
        let media = form.all("media").compactMap { Int64($0) }
        var content = PostContent(
            title: form["title"] ?? "", kind: form["kind"].flatMap(Post.Kind.init) ?? .news,
            audience: form["audience"].flatMap(Post.Audience.init) ?? .everybody,
            text: Self.trimmed(form.raw("text")), language: form["language"] == "en" ? "en" : "fr",
            media: media.map { PostContent.MediaUse(media: $0, alt: form["alt_\($0)"] ?? "") },
            faces: form.all("face").compactMap { Int64($0) }.map { Self.face($0, form, media) }, facts: facts,
            release: form["release"].flatMap { Int64($0) })
        if form.ticked("page") { content.page = Self.page(form) }
        self.content = content
    }

    private static func page(_ form: Query) -> OwnPage {
        OwnPage(
            heading: form["page_heading"] ?? "", before: trimmed(form.raw("page_before")),
            during: trimmed(form.raw("page_during")), after: trimmed(form.raw("page_after")),
            questions: trimmed(form.raw("page_questions")))
    }

    /// A new post that begins with a template.
    init(_ template: PostTemplate) {
        (post, seen, service, content) = (nil, 0, nil, template.content)
    }

    private static func face(_ channel: Int64, _ form: Query, _ media: [Int64]) -> PostContent.Face {
        func own(_ name: String) -> String? { form["\(name)_\(channel)"] }
        let text = trimmed(form.raw("text_\(channel)"))
        let thread = trimmed(form.raw("thread_\(channel)")).components(separatedBy: "\n---\n")
            .map(trimmed).filter { !$0.isEmpty }
        let hidden = Set(form.all("without_\(channel)").compactMap { Int64($0) })
        return PostContent.Face(
            channel: channel, text: text.isEmpty ? nil : text, title: own("title"), warning: own("warning"),
            comment: own("comment"), thread: thread,
            media: hidden.isEmpty ? nil : media.filter { !hidden.contains($0) }, visibility: own("visibility"))
    }

    private static func trimmed(_ text: String?) -> String {
        (text ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The post as it stands.
    init(_ post: Post) { (self.post, seen, service, content) = (post.id, post.version, post.service, post.content) }
}
