import Kernel

/// What LinkedIn means by a no: `{"status", "code", "serviceErrorCode", "message", "errorDetails"}`
/// (https://learn.microsoft.com/linkedin/shared/api-guide/concepts/error-handling; the posts' own codes at
/// …/community-management/shares/posts-api; read on 2026-11-23).
enum LinkedInErrors {
    static let table: [String: NetworkMeaning] = [
        "EXPIRED_ACCESS_TOKEN": .dead, "REVOKED_ACCESS_TOKEN": .dead, "INVALID_ACCESS_TOKEN": .dead,
        "EMPTY_ACCESS_TOKEN": .dead, "UNAUTHORIZED": .dead, "MEMBER_RESTRICTED": .restricted,
        "ACCESS_DENIED": .right, "NOT_ENOUGH_PERMISSIONS": .right,
        "TOO_MANY_REQUESTS": .wait(3_600), "QUOTA_EXCEEDED": .wait(3_600),
        "DUPLICATE_POST": .duplicate, "DUPLICATE_COMMENT": .duplicate,
        "NOT_FOUND": .gone, "RESOURCE_NOT_FOUND": .gone, "POST_NOT_FOUND": .gone,
        "NONEXISTENT_VERSION": .oldVersion, "VERSION_MISSING": .oldVersion,
        "FIELD_LENGTH_TOO_LONG": .tooLong, "FIELD_TOO_LONG": .tooLong,
        "MEDIA_ASSET_PROCESSING_FAILED": .media, "MEDIA_ASSET_WAITING_UPLOAD": .stale, "EXPIRED_UPLOAD_URL": .stale,
        "INTERNAL_SERVER_ERROR": .doubtful, "CONFLICT": .doubtful,
    ]

    static func read(_ status: Int, _ json: JSON) -> NetworkRefusal.Reading {
        let details = json["errorDetails"]["inputErrors"].elements
        let message = json["message"].string ?? details.first?["description"].string
        let codes = details.compactMap { $0["code"].string } + [json["code"].string].compactMap(\.self)
        for code in codes {
            if let meaning = table[code] { return (meaning, code, message) }
        }
        // Some codes stand in the message only.
        let words = Set(
            (message ?? "").prefix(2_000).split(whereSeparator: { !$0.isLetter && $0 != "_" }).map(String.init))
        if let code = words.sorted().first(where: { $0.contains("_") && table[$0] != nil }), let meaning = table[code] {
            return (meaning, code, message)
        }
        if status == 422, (message ?? "").prefix(2_000).lowercased().contains("duplicate") {
            return (.duplicate, codes.first, message)
        }
        return (byStatus(status), codes.first, message)
    }

    private static func byStatus(_ status: Int) -> NetworkMeaning {
        switch status {
        case 401: .dead
        case 403: .right
        case 404: .gone
        case 409: .doubtful
        case 426: .oldVersion
        case 429: .wait(3_600)
        default: .refused
        }
    }
}
