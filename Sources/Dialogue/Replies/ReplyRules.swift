import Deontology
import Kernel

/// Who may write a reply, and who lets it out. The one place where both are said.
///
/// Whoever holds `.answer` for the conversation writes. `.approve` lets out: one's own when nothing was found or only
/// warnings, anybody else's always. What asks for a second reader (`review`) and what is blocked leave by another
/// person than their author; a block must be lifted first, by name and with a reason.
enum ReplyRules {
    /// What happens to a reply when its author presses the button.
    enum Way: Sendable, Equatable {
        case leaves
        /// Waits for another person.
        case waits
        /// A block stands: another person may be asked to look at it, nothing more.
        case stopped
    }

    /// Trainings that people must have passed will be asked here, when there are any.
    static func mayWrite(_ person: Person, in conversation: Conversation) -> Bool {
        person.scope(of: .answer).reaches(conversation)
    }

    static func way(of verdict: Verdict, by person: Person, in conversation: Conversation) -> Way {
        switch verdict {
        case .block: .stopped
        case .review: .waits
        case .none, .warn: person.scope(of: .approve).reaches(conversation) ? .leaves : .waits
        }
    }

    /// Whether `person` may let a submitted reply out, lift its blocks or give it back.
    static func mayDecide(_ person: Person, on reply: Reply, _ verdict: Verdict, in conversation: Conversation) -> Bool
    {
        person.scope(of: .approve).reaches(conversation)
            && (person.id != reply.author || verdict == .none || verdict == .warn)
    }
}

/// How long a reply may be on a network, as the networks said on 22 November 2026.
struct ReplyLimit: Sendable, Equatable {
    enum Unit: String, Sendable { case characters, bytes }

    let most: Int
    let unit: Unit

    /// Mastodon's default; Google counts UTF-8 bytes (`updateReply`); ours is a page of text.
    init(_ network: Network) {
        (most, unit) =
            switch network {
            case .mastodon, .activitypub, .threads: (500, .characters)
            case .bluesky: (300, .characters)
            case .x: (280, .characters)
            case .instagram: (2_200, .characters)
            case .linkedin: (1_250, .characters)
            case .google: (4_096, .bytes)
            case .facebook: (8_000, .characters)
            case .youtube: (10_000, .characters)
            case .web, .own, .other: (4_000, .characters)
            }
    }

    func length(_ text: String) -> Int { unit == .bytes ? text.utf8.count : text.count }
    func holds(_ text: String) -> Bool { length(text) <= most }
}
