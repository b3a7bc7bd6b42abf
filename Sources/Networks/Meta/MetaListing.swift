import Foundation
import Kernel
import Wire

/// One page of a list, as Facebook, Instagram and Threads give their posts, comments and recommendations.
struct MetaListing: Sendable {
    struct Item: Sendable {
        /// By which it is known as an arrival.
        let id: String
        /// Nil for a date that cannot be.
        let moment: Instant?
        let reading: Reading
        /// Tells one wording from another.
        let digest: String
        /// Comments that the network says are under it; nil where it does not say.
        var count: Int?
    }

    enum Reading: Sendable, Equatable {
        case arrival(Arrival)
        /// Nothing that can be read: a picture without words, a recommendation without a reason.
        case skipped
        case refused(Refusal)
    }

    var items: [Item]
    /// Where the next page begins; nil on the last, and where the network does not say.
    var next: String?
    /// Whether nothing comes behind.
    var isLast: Bool
    var rate: RateLimit?
}

extension MetaListing {
    /// - Parameter read: nil for what has no number of its own.
    init(_ reply: API.Reply, now: Instant, _ read: (JSON) -> Item?) {
        items = reply.json["data"].elements.compactMap(read)
        next = Self.next(reply.json)
        isLast = reply.json["paging"]["next"].string == nil
        rate = MetaUsage(reply.headers)?.rate(now: now)
    }

    /// The cursor of the page behind, where there is one (https://developers.facebook.com/docs/graph-api/results).
    static func next(_ json: JSON) -> String? {
        let paging = json["paging"]
        guard let url = paging["next"].string else { return nil }
        let inside = URLComponents(string: url)?.queryItems?.first { $0.name == "after" }?.value
        return Fields.id(paging["cursors"]["after"].string ?? inside)
    }
}

/// The lists that an inbox is read from.
protocol MetaSource: Sendable {
    /// Our own posts, newest first.
    func posts(after: String?) async throws -> MetaListing
    /// All that is said under one of them, answers among it.
    func comments(under post: String, after: String?) async throws -> MetaListing
    /// What people say of us elsewhere than under a post; nil where the network has no such thing.
    func reviews(after: String?) async throws -> MetaListing?
}

extension MetaSource {
    func reviews(after: String?) async throws -> MetaListing? { nil }
}
