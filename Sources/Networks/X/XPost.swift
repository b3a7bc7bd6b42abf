import Foundation
import Kernel

/// One post, as X gives it in its new and in its old words.
struct XPost: Sendable {
    let json: JSON

    var id: String? { Fields.id(json["id"].identifier) }

    /// X escapes three signs in what people write.
    var text: String {
        let whole = json["note_post"]["text"].string ?? json["note_tweet"]["text"].string ?? json["text"].string ?? ""
        return Fields.text(whole).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing(
            "&amp;", with: "&")
    }

    var parent: String? {
        let references = json["referenced_posts"].elements + json["referenced_tweets"].elements
        return references.first { $0["type"].string == "replied_to" }.flatMap { Fields.id($0["id"].identifier) }
    }

    func moment(now: Instant) -> Instant? { Fields.moment(json["created_at"].string, now: now) }

    /// Where anybody reads it, whoever wrote it.
    static func link(_ id: String) -> String { "https://x.com/i/web/status/\(id)" }

    static func sent(_ id: String) -> Sent { Sent(id: id, url: link(id)) }
}
