public import Deontology
import Kernel
import Wire

/// YouTube reads a video for minutes, or hours, before people can watch it
/// (https://developers.google.com/youtube/v3/docs/videos#status).
extension YouTubeConnector: Aftercare {
    /// Looks how far YouTube is with `sent`.
    public func processing(_ sent: Sent) async throws -> Processing {
        let json = try await line.get(
            YouTubeInterface.root + "/videos", [("part", "status,processingDetails"), ("id", sent.id)]
        ).json
        guard let video = json["items"].elements.first else { return .gone }
        let (status, details) = (video["status"], video["processingDetails"])
        switch status["uploadStatus"].string {
        case "processed": return .done
        case "deleted": return .gone
        case "failed": return .failed(Self.word(status["failureReason"].string))
        case "rejected": return .failed(Self.word(status["rejectionReason"].string))
        default: break
        }
        switch details["processingStatus"].string {
        case "failed", "terminated": return .failed(Self.word(details["processingFailureReason"].string))
        case "succeeded": return .done
        default: return .working
        }
    }

    private static func word(_ text: String?) -> String { NetworkRefusal.line(text) ?? "unknown" }

    /// 400 units of the day's quota for subtitles, and 50 for the look before them
    /// (https://developers.google.com/youtube/v3/determine_quota_cost).
    public func caption(_ sent: Sent, _ captions: Cleared<Media>, language: String) async throws {
        let listed = try await line.get(
            YouTubeInterface.root + "/captions", [("part", "snippet"), ("videoId", sent.id)]
        ).json
        let isThere = listed["items"].elements.map { $0["snippet"] }.contains { track in
            track["language"].string?.lowercased() == language.lowercased() && track["trackKind"].string != "ASR"
        }
        if isThere { return }
        let session = try await YouTubeCaptions(line: line).begin(sent.id, language: language)
        _ = try await line.prepare(.put, session, .file(captions), limits: NetworkLine.upload)
    }
}
