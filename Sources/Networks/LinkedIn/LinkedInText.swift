import Foundation

/// LinkedIn's "little text format" read back
/// (https://learn.microsoft.com/linkedin/marketing/community-management/shares/little-text-format): `\(` is a bracket,
/// `{hashtag|\#|Santé}` a hashtag, `@[Name](urn:…)` somebody named.
enum LinkedInText {
    static func plain(_ little: String) -> String {
        let named = little.replacing(/\{hashtag\|\\?#\|([^}|]{1,300})\}/) { "#" + $0.1 }
            .replacing(/@\[([^\]]{1,300})\]\(urn:li:[^)]{1,200}\)/) { String($0.1) }
        return named.replacing(/\\([\\|{}@\[\]()<>#*_~])/) { String($0.1) }
    }
}
