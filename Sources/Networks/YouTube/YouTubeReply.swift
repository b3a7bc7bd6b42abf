import Deontology
import Kernel
import Wire

/// Answers to comments, and changes of our own.
struct YouTubeReply: Sendable {
    let line: NetworkLine

    func send(_ words: Wording, under parent: String, video: String?) async -> Sending {
        guard let mark = MutationValue.marked(parent) else {
            return .refused(Failure(.unusable, "a reply to nothing", words: "networks.no_status"), said: nil, wait: nil)
        }
        let body = MutationValue.fields([
            MutationField(
                "snippet", .fields([MutationField("parentId", mark), MutationField("textOriginal", .words(words))]))
        ])
        return await line.attempt(.post, YouTubeInterface.root + "/comments?part=snippet", .json(body)) { _, json in
            guard let id = Fields.id(json["id"].string) else { return nil }
            let url = video.map { YouTubeInterface.link(id, under: $0) }
            return .sent(Sent(id: id, url: url, reference: YouTubeConnector.comment))
        }
    }

    func change(_ sent: Sent, _ words: Cleared<Draft>) async -> Sending {
        guard let id = MutationValue.marked(sent.id) else {
            return .refused(Failure(.unusable, "no comment is called so"), said: nil, wait: nil)
        }
        let body = MutationValue.fields([
            MutationField("id", id),
            MutationField("snippet", .fields([MutationField("textOriginal", .words(Wording(words)))])),
        ])
        return await line.attempt(.put, YouTubeInterface.root + "/comments?part=snippet", .json(body)) { _, json in
            json["id"].string == sent.id ? .sent(sent) : nil
        }
    }
}
