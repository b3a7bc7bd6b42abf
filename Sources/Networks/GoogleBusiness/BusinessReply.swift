import Foundation
import Kernel

/// Our answer to a review. There is one for each review: the next takes its place.
struct BusinessReply: Sendable {
    let text: String
    let changedAt: Instant
    let moderation: ReplyModeration

    init?(_ json: JSON, now: Instant) {
        guard let text = json["comment"].string else { return nil }
        self.text = Fields.text(BusinessReview.original(text))
        changedAt = Fields.moment(json["updateTime"].string, now: now) ?? now
        moderation = ReplyModeration(
            state: json["reviewReplyState"].string ?? json["state"].string, violation: json["policyViolation"])
    }
}
