import Kernel
import Wire

/// What became of an uploaded video: YouTube reads it for minutes, or hours, before people can watch it.
public enum YouTubeProcessing: Sendable, Equatable {
    case working
    case done
    /// YouTube's own word for the reason (https://developers.google.com/youtube/v3/docs/videos#status).
    case failed(String)
    case gone
}

extension YouTubeConnector {
    /// Looks how far YouTube is with `sent`.
    public func processing(_ sent: Sent) async throws -> YouTubeProcessing {
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

    /// Adds the subtitles that go with `piece` to its video. Harmless when repeated: what is there already in that
    /// language is left as it is.
    ///
    /// - Throws: `.notFound` while YouTube does not show the video yet, `.tooMany` when the day's quota is used up (400
    ///   units an insert, https://developers.google.com/youtube/v3/determine_quota_cost).
    public func afterwards(_ sent: Sent, _ piece: Piece) async throws {
        guard sent.reference != Self.comment, let captions = piece.attachments.first?.captions else { return }
        let listed = try await line.get(
            YouTubeInterface.root + "/captions", [("part", "snippet"), ("videoId", sent.id)]
        ).json
        let isThere = listed["items"].elements.map { $0["snippet"] }.contains { track in
            track["language"].string?.lowercased() == piece.language.lowercased() && track["trackKind"].string != "ASR"
        }
        if isThere { return }
        let session = try await YouTubeCaptions(line: line).begin(sent.id, language: piece.language)
        _ = try await line.prepare(.put, session, .file(captions), limits: NetworkLine.upload)
    }
}
