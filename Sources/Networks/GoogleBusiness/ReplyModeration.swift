import Kernel

/// What Google makes of an answer to a review, since 1 April 2026; the reason since 1 July 2026
/// (https://developers.google.com/my-business/content/latest-updates).
public enum ReplyModeration: Sendable, Equatable {
    /// Being looked at: nobody reads it yet.
    case waiting
    case approved
    /// Nobody reads it. Google's own word for the rule that it breaks, where it says one.
    case rejected(String?)
    /// There is no answer (any more).
    case absent

    /// An answer without a state was there before Google looked at answers: people read it.
    init(state: String?, violation: JSON) {
        switch state {
        case "PENDING": self = .waiting
        case "REJECTED":
            let words = [
                violation.string, violation["reason"].string, violation["type"].string,
                violation["violationType"].string,
            ]
            self = .rejected(NetworkRefusal.line(words.compactMap(\.self).first))
        default: self = .approved
        }
    }
}
