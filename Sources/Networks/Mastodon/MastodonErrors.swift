import Kernel

/// What a Mastodon-compatible server means by a no: mostly its status, as its sentences are in the server's own language
/// (https://docs.joinmastodon.org/entities/Error/; superseriousbusiness/gotosocial, internal/gtserror).
enum MastodonErrors {
    /// Seconds: the window of the limit of calls (https://docs.joinmastodon.org/api/rate-limits/).
    static let window = 300.0

    static func read(_ status: Int, _ json: JSON) -> NetworkRefusal.Reading {
        let said = json["error_description"].string ?? json["error"].string
        return (meaning(status, (said ?? "").lowercased()), json["error"].string, said)
    }

    private static func meaning(_ status: Int, _ said: String) -> NetworkMeaning {
        switch status {
        case 401: .dead
        // "This action is outside the authorized scopes", "token has insufficient scope permission".
        case 403 where said.contains("scope"): .right
        case 403: .restricted
        case 404, 410: .gone
        case 413: .media
        case 429: .wait(window)
        default: .refused
        }
    }
}
