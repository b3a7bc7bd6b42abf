import Foundation
import Kernel

/// What Google's interfaces say beside a no: `{"error": {"code", "message", "status", "errors": [{"reason"}], "details"}}`
/// (https://cloud.google.com/apis/design/errors; https://developers.google.com/youtube/v3/docs/errors).
enum GoogleErrors {
    /// By YouTube's `reason`, then by the common `status`; read on 2026-11-23.
    static func meaning(of word: String, now: Instant) -> NetworkMeaning? {
        switch word {
        case "quotaExceeded", "dailyLimitExceeded", "uploadRateLimitExceeded":
            .quota(PacificDay.seconds(untilTheNextAfter: now))
        // Of one channel, which YouTube lifts within a day.
        case "uploadLimitExceeded": .quota(86_400)
        case "rateLimitExceeded", "userRateLimitExceeded", "concurrentLimitExceeded", "RESOURCE_EXHAUSTED": .wait(60)
        case "authError", "invalidCredentials", "required", "expired", "UNAUTHENTICATED": .dead
        case "youtubeSignupRequired", "accountClosed", "accountSuspended", "accountDelegationForbidden",
            "authenticatedUserAccountClosed",
            "authenticatedUserAccountSuspended":
            .restricted
        case "insufficientPermissions", "forbidden", "accessNotConfigured", "SERVICE_DISABLED", "PERMISSION_DENIED",
            "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "ineligibleAccount":
            .right
        case "commentsDisabled", "forbiddenPrivacySetting", "processingFailure": .refused
        case "videoNotFound", "commentNotFound", "commentThreadNotFound", "channelNotFound", "parentCommentNotFound",
            "captionNotFound", "notFound", "NOT_FOUND":
            .gone
        case "duplicate", "captionExists", "ALREADY_EXISTS": .duplicate
        case "invalidFilename", "mediaBodyRequired", "contentRequired", "invalidVideoFile": .media
        case "commentTextTooLong": .tooLong
        case "backendError", "internalError", "INTERNAL", "UNAVAILABLE", "UNKNOWN", "ABORTED": .doubtful
        default: nil
        }
    }

    static func read(_ status: Int, _ json: JSON, now: Instant) -> NetworkRefusal.Reading {
        let error = json["error"]
        let first = error["errors"].elements.first ?? .null
        let details = error["details"].elements
        let field = details.flatMap { $0["errorDetails"].elements }.first ?? .null
        let words = [first["reason"].string] + details.map { $0["reason"].string } + [error["status"].string]
        let code = words.compactMap(\.self).first
        let said = field["message"].string ?? error["message"].string ?? first["message"].string
        for word in words.compactMap(\.self) {
            if let meaning = meaning(of: word, now: now) { return (meaning, word, said) }
        }
        return (byStatus(status), code, said)
    }

    private static func byStatus(_ status: Int) -> NetworkMeaning {
        switch status {
        case 401: .dead
        case 403: .right
        case 404: .gone
        case 409: .duplicate
        case 413: .media
        case 429: .wait(60)
        default: .refused
        }
    }
}
