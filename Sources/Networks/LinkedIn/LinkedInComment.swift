import Foundation
import Kernel

/// One comment, read leniently.
struct LinkedInComment: Sendable {
    let urn: String
    let thread: String
    /// Who speaks: a person or an organisation, by URN; LinkedIn gives no names here.
    let actor: String?
    let text: String
    let createdAt: Instant
    let changedAt: Instant
    let parent: String?
    /// Answers to it.
    let answers: Int

    init?(_ json: JSON, now: Instant) {
        let object = Fields.id(json["object"].string)
        let named = Fields.id(json["commentUrn"].string) ?? Fields.id(json["$URN"].string)
        let made = object.flatMap { object in json["id"].identifier.map { "urn:li:comment:(\(object),\($0))" } }
        guard let urn = named ?? made, let thread = LinkedInComments.parts(urn)?.thread ?? object,
            let created = LinkedInInterface.moment(json["created"]["time"], now: now)
        else { return nil }
        (self.urn, self.thread, createdAt) = (urn, thread, created)
        changedAt = LinkedInInterface.moment(json["lastModified"]["time"], now: now) ?? created
        actor = Fields.id(json["actor"].string)
        text = Fields.text(json["message"]["text"].string ?? "")
        parent = Fields.id(json["parentComment"].string)
        answers = json["commentsSummary"]["aggregatedTotalComments"].int ?? 0
    }
}
