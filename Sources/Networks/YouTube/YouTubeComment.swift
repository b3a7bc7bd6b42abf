import Deontology
import Foundation
import Kernel
import Wire

/// One comment (https://developers.google.com/youtube/v3/docs/comments), read leniently.
struct YouTubeComment: Sendable {
    let id: String
    let text: String
    /// As YouTube shows it: `@name`, or a name.
    let author: String?
    let channel: String?
    let publishedAt: Instant
    let updatedAt: Instant
    /// Of an answer: what stands at the top of its thread.
    let parent: String?

    init?(_ json: JSON, now: Instant) {
        let snippet = json["snippet"]
        guard let id = Fields.id(json["id"].string),
            let moment = Fields.moment(snippet["publishedAt"].string, now: now)
        else { return nil }
        self.id = id
        text = Fields.text(snippet["textOriginal"].string ?? snippet["textDisplay"].string ?? "")
        author = snippet["authorDisplayName"].string.map(Fields.text)
        channel = Fields.id(snippet["authorChannelId"]["value"].string)
        publishedAt = moment
        updatedAt = Fields.moment(snippet["updatedAt"].string, now: now) ?? moment
        parent = Fields.id(snippet["parentId"].string)
    }

    func isSince(_ moment: Instant) -> Bool { SameWords.isSince(moment, publishedAt) }

    func arrival(of video: String, mine: String) -> Arrival {
        Arrival(
            id: id, network: .youtube, kind: .comment, author: author, text: text, publishedAt: publishedAt,
            url: YouTubeInterface.link(id, under: video), parent: parent ?? video, own: channel == mine)
    }
}
