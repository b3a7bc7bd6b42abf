import Foundation
import Kernel
import Wire

/// Subtitles of a video (https://developers.google.com/youtube/v3/docs/captions/insert), in two steps as a video itself.
struct YouTubeCaptions: Sendable {
    let line: NetworkLine

    /// Where the file goes.
    func begin(_ video: String, language: String) async throws -> String {
        guard let video = MutationValue.marked(video), let language = MutationValue.marked(language) else {
            throw Failure(.unusable, "no language of subtitles is called so")
        }
        let body = MutationValue.fields([
            MutationField(
                "snippet",
                .fields([
                    MutationField("videoId", video), MutationField("language", language),
                    // Seen by people beside the language's own name.
                    MutationField("name", language), MutationField("isDraft", .truth(false)),
                ]))
        ])
        let document = try await line.prepare(
            .post, "/upload\(YouTubeInterface.root)/captions?uploadType=resumable&part=snippet", .json(body))
        guard let session = Fields.link(document.headers["location"]) else {
            throw Failure(.unavailable, "\(line.host) began an upload without a place", words: "networks.not_json")
        }
        return session
    }
}
