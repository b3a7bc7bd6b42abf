import Foundation
import Kernel
import Storage

/// One idea on its way to the public: what it says, to whom, and a face for each account by which it leaves.
struct Post: Sendable, Equatable, Identifiable {
    /// What kind of content it is: the stages of its approval follow from it.
    enum Kind: String, Sendable, CaseIterable, Codable, SQLBindable {
        /// Life of the establishment.
        case news
        /// Prevention, an illness, a treatment: medical information.
        case medical
        /// How an examination goes: medical too, and made to last.
        case explainer
        case event
        case recruitment
        case press
        /// White plan, breakdown, mourning: what cannot wait.
        case crisis
    }

    /// For whom it is written.
    enum Audience: String, Sendable, CaseIterable, Codable, SQLBindable {
        case everybody, before, after, staff, press, interns, peers
    }

    enum State: String, Sendable, CaseIterable, SQLBindable {
        case draft
        /// With those who approve, at `stage`.
        case review
        /// Somebody asked for something else.
        case changes
        case approved
        /// Leaves at `dueAt`.
        case scheduled
        /// Some of it has left.
        case sending
        case published
        /// Over, and some of it did not leave.
        case partial
        /// Nothing of it left.
        case failed
        case withdrawn
        case cancelled
    }

    let id: Int64
    let content: PostContent
    let version: Int
    let state: State
    /// Of those that the kind asks for, how many have said yes.
    let stage: Int
    let author: Int64
    let service: Int64?
    /// When it leaves, once it is approved; nil for "as soon as it is approved".
    let dueAt: Instant?
    /// As its author wrote it, `2026-03-29T02:30`, and in which zone: what recurs, recurs by this.
    let local: String?
    let zone: String?
    /// RFC 5545 RRULE; nil for once.
    let recurrence: String?
    /// The post that this one repeats.
    let origin: Int64?
    /// Parked as a whole: nothing of it leaves.
    let parkedBy: Int64?
    let parkedReason: String?
    let createdAt: Instant
    let changedAt: Instant

    var isParked: Bool { parkedBy != nil }
    /// Whether its words may still be changed.
    var isOpen: Bool { [.draft, .changes, .review, .approved, .scheduled].contains(state) }
}

/// What a post says: kept whole with each version, so that whoever approves sees what has changed since.
struct PostContent: Sendable, Equatable, Codable {
    /// Inside the house only.
    var title: String
    var kind: Post.Kind
    var audience: Post.Audience
    /// What every face says unless it has words of its own.
    var text: String
    /// BCP 47.
    var language: String
    var media: [MediaUse]
    var faces: [Face]
    var facts: PostFacts
    /// What our own site says beside the faces.
    var page: OwnPage?
    /// The press release that it was made of: its facts are locked.
    var release: Int64?

    init(
        title: String = "", kind: Post.Kind = .news, audience: Post.Audience = .everybody, text: String = "",
        language: String = "fr", media: [MediaUse] = [], faces: [Face] = [], facts: PostFacts = PostFacts(),
        release: Int64? = nil
    ) {
        (self.title, self.kind, self.audience, self.text) = (title, kind, audience, text)
        (self.language, self.media, self.faces, self.facts) = (language, media, faces, facts)
        self.release = release
    }

    /// A file of the library with what is said of it here.
    struct MediaUse: Sendable, Equatable, Codable {
        var media: Int64
        /// What it shows, for those who do not see it.
        var alt: String
    }

    /// The post as one account says it.
    struct Face: Sendable, Equatable, Codable {
        var channel: Int64
        /// Nil for the common text.
        var text: String?
        /// Of a video.
        var title: String?
        /// Read before the rest is opened.
        var warning: String?
        /// Said under the post by ourselves.
        var comment: String?
        /// The parts after the first.
        var thread: [String]
        /// Those of the post that it shows; nil for all of them.
        var media: [Int64]?
        var visibility: String?

        init(
            channel: Int64, text: String? = nil, title: String? = nil, warning: String? = nil, comment: String? = nil,
            thread: [String] = [], media: [Int64]? = nil, visibility: String? = nil
        ) {
            (self.channel, self.text, self.title, self.warning) = (channel, text, title, warning)
            (self.comment, self.thread, self.media, self.visibility) = (comment, thread, media, visibility)
        }
    }

    /// What `face` says first.
    func text(of face: Face) -> String { face.text ?? text }

    func media(of face: Face) -> [MediaUse] {
        face.media.map { chosen in media.filter { chosen.contains($0.media) } } ?? media
    }
}

// MARK: - Rules

extension PostContent {
    /// Whether it says something of medicine, by its kind or by what its author says.
    var isMedical: Bool { kind == .medical || kind == .explainer || facts.isMedical }

    /// The stages of its approval, in their order.
    var stages: [Stage] { isMedical ? [.medical, .communication] : [.communication] }
}

/// Who must say yes.
enum Stage: String, Sendable, CaseIterable, Codable, SQLBindable {
    /// A clinician who answers for what is said of medicine.
    case medical
    case communication

    var right: Right {
        switch self {
        case .medical: .validate
        case .communication: .approve
        }
    }
}

extension Post {
    /// The stage that it waits at; nil when all have said yes.
    var waitsAt: Stage? {
        let stages = content.stages
        return stages.indices.contains(stage) ? stages[stage] : nil
    }
}

extension Scope {
    /// A post without a service is the whole organisation's.
    func reaches(_ post: Post) -> Bool {
        switch self {
        case .everything: true
        case .services(let services): post.service.map(services.contains) ?? false
        case .nothing: false
        }
    }
}
