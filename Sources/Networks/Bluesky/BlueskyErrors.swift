import Kernel

/// What a Bluesky server means by a no: the name in `error`, else the status (https://atproto.com/specs/xrpc, error
/// responses; bluesky-social/atproto, packages/pds/src/auth-verifier.ts).
enum BlueskyErrors {
    /// Seconds: the shortest window of its limits (https://docs.bsky.app/docs/advanced-guides/rate-limits).
    static let window = 300.0
    /// Seconds in which a token is surely renewed.
    static let renewal = 5.0

    static func read(_ status: Int, _ json: JSON) -> NetworkRefusal.Reading {
        let (name, said) = (json["error"].string, json["message"].string)
        return (meaning(status, name ?? "", (said ?? "").lowercased()), name, said ?? name)
    }

    private static func meaning(_ status: Int, _ name: String, _ said: String) -> NetworkMeaning {
        switch name {
        case "RateLimitExceeded": .wait(window)
        // An access token lives two hours and is renewed by whoever keeps it: nothing is wrong with the account.
        case "ExpiredToken": .wait(renewal)
        case "BlobNotFound": .stale
        case "InvalidToken", "AuthMissing", "AuthenticationRequired": .dead
        case "AccountTakedown", "AccountSuspended", "AccountDeactivated": .restricted
        case "RecordNotFound": .gone
        case "InvalidSwap": .duplicate
        case "InvalidMimeType", "BlobTooLarge", "PayloadTooLarge": .media
        case "InvalidRequest" where said.hasPrefix("could not locate record"): .gone
        case "InvalidRequest" where said.contains("already"): .duplicate
        default: byStatus(status)
        }
    }

    private static func byStatus(_ status: Int) -> NetworkMeaning {
        switch status {
        case 401: .dead
        case 403: .restricted
        case 404, 410: .gone
        case 413: .media
        case 429: .wait(window)
        default: .refused
        }
    }

    /// Whether a no is about the size of a file: servers differ in what they take (bluesky-social/cookbook, issue 55), and
    /// some say so only when the post is made.
    static func isTooLarge(_ status: Int?, _ json: JSON) -> Bool {
        status == 413 || ["BlobTooLarge", "PayloadTooLarge"].contains(json["error"].string)
    }
}
