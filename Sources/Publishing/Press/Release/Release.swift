import Foundation
import Kernel
import Storage

/// A press release: written, read by those who answer for it, then shown, sent and made into posts.
struct Release: Sendable, Equatable, Identifiable {
    enum State: String, Sendable, CaseIterable, SQLBindable {
        case draft, review, changes, approved, withdrawn, cancelled
    }

    let id: Int64
    let content: ReleaseContent
    let version: Int
    let state: State
    /// Of the stages of its approval, how many have said yes.
    let stage: Int
    let author: Int64
    let service: Int64?
    /// Of its public page, from its first publication.
    let slug: String?
    /// The version that the public reads.
    let publicVersion: Int?
    let publishedAt: Instant?
    let withdrawnAt: Instant?
    let createdAt: Instant
    let changedAt: Instant

    var isOpen: Bool { [.draft, .review, .changes, .approved].contains(state) }

    /// The stage that it waits at; nil when all have said yes.
    var waitsAt: Stage? {
        let stages = content.stages
        return stages.indices.contains(stage) ? stages[stage] : nil
    }
}

/// What a journalist may choose to hear about.
enum PressTopic: String, Sendable, CaseIterable, Codable {
    case care, research, events, careers, house
}

/// What a release says: kept whole with each version.
struct ReleaseContent: Sendable, Equatable, Codable {
    var title = ""
    /// `Valmont, le 12 novembre 2026`.
    var dateline = ""
    var lead = ""
    /// Paragraphs, parted by an empty line.
    var body = ""
    var quotes: [Quote] = []
    /// Whom journalists call.
    var contact = ""
    /// Nothing is public before; as its author wrote it too.
    var embargo: Instant?
    var embargoLocal: String?
    var topic: PressTopic = .care
    /// BCP 47.
    var language = "fr"
    var facts = PostFacts()
    /// What was checked, in the words of the text.
    var locked: [String] = []

    struct Quote: Sendable, Equatable, Codable {
        var text: String
        var who: String
        var role: String
        /// Whoever says it has said yes to these very words.
        var agreed: Bool
    }
}

// MARK: - Rules

extension ReleaseContent {
    var isMedical: Bool { facts.isMedical }
    var stages: [Stage] { isMedical ? [.medical, .communication] : [.communication] }

    var paragraphs: [String] {
        body.components(separatedBy: "\n\n").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
            .filter { !$0.isEmpty }
    }

    /// Everything that it lets out, in the order in which it is read.
    var whole: String {
        let said = quotes.map { "« \($0.text) »\n\($0.who), \($0.role)" }
        return ([title, dateline, lead, body] + said + [contact]).filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    var lock: LockedFacts { LockedFacts(whole, locked: locked, language: language) }

    /// As the checks read it: a post for the press.
    var asPost: PostContent {
        var facts = facts
        if quotes.contains(where: { !$0.agreed }) { facts.namedAgree = false }
        return PostContent(
            title: title, kind: .press, audience: .press, text: whole, language: language, facts: facts)
    }

    /// What keeps it from going on, whatever the check of ethics says: words `press.lacks_…`.
    var lacks: [String] {
        var out: [String] = []
        if title.isEmpty || lead.isEmpty || body.isEmpty { out.append("text") }
        if dateline.isEmpty { out.append("dateline") }
        if contact.isEmpty { out.append("contact") }
        if quotes.contains(where: { !$0.agreed }) { out.append("agreement") }
        if !LockedFacts.stray(locked, in: whole, language: language).isEmpty { out.append("stray") }
        return out
    }

    /// - Throws: `.tooLarge` for what nobody reads.
    func bounded() throws {
        let texts = [lead, body, contact] + quotes.map(\.text)
        let lines = [title, dateline] + quotes.flatMap { [$0.who, $0.role] } + locked
        guard texts.allSatisfy({ $0.utf8.count <= 50_000 }), lines.allSatisfy({ $0.utf8.count <= 1_000 }),
            quotes.count <= 10, locked.count <= 200, lead.utf8.count <= 4_000
        else { throw Failure(.tooLarge, "a release longer than anybody reads", words: "press.too_long") }
    }
}

extension Release {
    /// Whether the public may read it at `now`.
    func isPublic(at now: Instant, saying content: ReleaseContent) -> Bool {
        guard let publishedAt, withdrawnAt == nil else { return false }
        return publishedAt <= now && (content.embargo.map { $0 <= now } ?? true)
    }
}

extension Scope {
    /// A release without a service is the whole organisation's.
    func reaches(_ release: Release) -> Bool {
        switch self {
        case .everything: true
        case .services(let services): release.service.map(services.contains) ?? false
        case .nothing: false
        }
    }
}
