import Foundation
import Kernel

/// What each network writes in a webhook. Nil where it tells of no such thing.
enum LetterBody {
    static func text(_ item: Item, _ happening: World.Happening, _ world: World, at now: Instant) -> String? {
        switch item.network {
        case .facebook: facebook(item, happening, now).json
        case .instagram where happening == .added: instagram(item, world, now).json
        case .threads where happening == .added: threads(item, world, now).json
        case .x where happening == .added: x(item, world).json
        case .linkedin where happening == .added: linkedin(item).json
        case .google where happening == .added: google(item, world, now).json
        default: nil
        }
    }

    /// https://developers.facebook.com/docs/graph-api/webhooks/reference/page
    private static func facebook(_ item: Item, _ happening: World.Happening, _ now: Instant) -> Value {
        let verb: Value = happening == .added ? "add" : "remove"
        var change: Value
        if item.kind == .review {
            change = [
                "field": "ratings",
                "value": [
                    "item": "rating", "verb": verb, "review_text": .text(item.text),
                    "open_graph_story_id": .text(item.id),
                    "recommendation_type": (item.rating ?? 5) >= 4 ? "POSITIVE" : "NEGATIVE",
                    "reviewer_id": .text(item.authorID), "reviewer_name": .text(item.author),
                    "created_time": .number(item.createdAt.wholeSeconds),
                ],
            ]
        } else {
            change = [
                "field": "feed",
                "value": [
                    "item": "comment", "verb": verb, "comment_id": .text(item.id), "post_id": Value(item.root),
                    "parent_id": Value(item.parent), "message": .text(item.text),
                    "from": ["id": .text(item.authorID), "name": .text(item.author)],
                    "created_time": .number(item.createdAt.wholeSeconds),
                ],
            ]
        }
        let entry: Value = ["id": .text(item.account), "time": .number(now.wholeSeconds), "changes": [change]]
        return ["object": "page", "entry": [entry]]
    }

    /// https://developers.facebook.com/docs/instagram-platform/webhooks
    private static func instagram(_ item: Item, _ world: World, _ now: Instant) -> Value {
        let name = item.own ? world.account(.instagram, item.account)?.handle ?? "" : item.author
        let value = Value(there: [
            "id": .text(item.id), "text": .text(item.text),
            "from": ["id": .text(item.authorID), "username": .text(name)],
            "media": ["id": Value(item.root), "media_product_type": "FEED"],
            "parent_id": item.parent == item.root ? .null : Value(item.parent),
        ])
        let change: Value = ["field": "comments", "value": value]
        return [
            "object": "instagram",
            "entry": [["id": .text(item.account), "time": .number(now.wholeSeconds), "changes": [change]]],
        ]
    }

    /// https://developers.facebook.com/docs/threads/webhooks
    private static func threads(_ item: Item, _ world: World, _ now: Instant) -> Value {
        let account = world.account(.threads, item.account)
        let name = item.own ? account?.handle ?? "" : item.author
        let value: Value = [
            "id": .text(item.id), "username": .text(name), "text": .text(item.text), "media_type": "TEXT_POST",
            "permalink": .text("https://www.threads.net/@\(name)/post/\(item.id.suffix(8))"),
            "replied_to": ["id": Value(item.parent)], "timestamp": .text(item.createdAt.graph),
            "root_post": ["id": Value(item.root), "owner_id": .text(item.account), "username": Value(account?.handle)],
        ]
        return [
            "app_id": "simulated", "topic": "moderate", "target_id": .text(item.account),
            "time": .number(now.wholeSeconds),
            "subscription_id": "1", "has_uid_field": false, "values": ["field": "replies", "value": value],
        ]
    }

    /// https://docs.x.com/x-api/account-activity/introduction
    private static func x(_ item: Item, _ world: World) -> Value {
        let name = item.own ? world.account(.x, item.account)?.handle ?? "" : XNetwork.handle(item.author)
        let post = Value(there: [
            "id_str": .text(item.id), "text": .text(item.text), "created_at": .text(HTTPDate.text(item.createdAt)),
            "timestamp_ms": .text(String(item.createdAt.milliseconds)), "in_reply_to_status_id_str": Value(item.parent),
            "user": ["id_str": .text(item.authorID), "name": .text(item.author), "screen_name": .text(name)],
        ])
        return ["for_user_id": .text(item.account), "user_has_blocked": false, "tweet_create_events": [post]]
    }

    /// https://learn.microsoft.com/linkedin/marketing/community-management/organizations/organization-social-action-notifications
    private static func linkedin(_ item: Item) -> Value {
        let activity = "urn:li:activity:" + (item.root?.split(separator: ":").last ?? "")
        let owner = item.own ? "urn:li:organization:\(item.account)" : "urn:li:person:\(item.authorID)"
        let comment: Value = ["owner": .text(owner), "entity": .text(activity), "text": .text(item.text)]
        return [
            "type": "ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS",
            "notifications": [
                [
                    "notificationId": .number(Int(item.createdAt.milliseconds)), "action": "COMMENT",
                    "organizationalEntity": .text("urn:li:organization:\(item.account)"),
                    "sourcePost": Value(item.root),
                    "generatedActivity": .text("urn:li:comment:(\(activity),\(item.id))"),
                    "lastModifiedAt": .number(item.updatedAt.milliseconds),
                    "decoratedGeneratedActivity": ["comment": comment],
                ]
            ],
        ]
    }

    /// https://developers.google.com/my-business/content/notification-setup : a message of Pub/Sub.
    private static func google(_ item: Item, _ world: World, _ now: Instant) -> Value {
        let place = world.account(.google, item.account).map(GoogleBusiness.path) ?? ""
        let news: Value = [
            "type": "NEW_REVIEW", "location": .text(place), "review": .text("\(place)/reviews/\(item.id)"),
        ]
        let message: Value = [
            "data": .text(Data(news.bytes).base64EncodedString()), "messageId": .text(item.id),
            "publishTime": .text(now.fractional), "attributes": [:],
        ]
        return ["message": message, "subscription": "projects/simulated/subscriptions/reviews"]
    }
}
