import Foundation
import Kernel
import Synchronization

@testable import Networks

/// A Page with posts, comments and recommendations, in lists that can be paged through.
final class FakePage: Sendable {
    struct Said: Sendable {
        let id: String
        var text: String
        let at: Double
        var from = "99"
        var under = ""
        var parent: String?
    }

    struct State: Sendable {
        var posts: [Said] = []
        var comments: [Said] = []
        var reviews: [String] = []
        var reviewsRefused = false
        var page = 100
    }
    let state = Mutex(State())
    let start: Instant

    init(_ start: Instant) { self.start = start }

    func change(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

    private func json(_ said: Said, _ more: String = "") -> String {
        let at = start.adding(seconds: said.at).iso8601.replacing("Z", with: "+0000")
        return #"{"id":"\#(said.id)","message":"\#(said.text)","created_time":"\#(at)""#
            + #","from":{"id":"\#(said.from)","name":"N\#(said.from)"}\#(more)}"#
    }

    private func list(_ items: [String], _ call: FakeMeta.Call, _ size: Int) -> FakeMeta.Reply {
        let from = call.fields["after"].flatMap { Int($0) } ?? 0
        let part = items.dropFirst(from).prefix(size)
        let more = from + size < items.count
        let paging = more ? #","paging":{"cursors":{"after":"\#(from + size)"},"next":"https://x"}"# : ""
        return .json(#"{"data":[\#(part.joined(separator: ","))]\#(paging)}"#)
    }

    var meta: FakeMeta {
        FakeMeta { call in
            let state = self.state.withLock { $0 }
            let parts = call.path.split(separator: "/").map(String.init)
            switch (parts.last, call.method) {
            case ("published_posts", _):
                let posts = state.posts.sorted { $0.at > $1.at }.map { post in
                    let count = state.comments.count { $0.under == post.id }
                    return self.json(post, #","comments":{"data":[],"summary":{"total_count":\#(count)}}"#)
                }
                return self.list(posts, call, state.page)
            case ("comments", _):
                guard state.posts.contains(where: { $0.id == parts[0] }) else { return .refused(400) }
                let comments = state.comments.filter { $0.under == parts[0] }.sorted { $0.at > $1.at }.map { said in
                    self.json(said, said.parent.map { #","parent":{"id":"\#($0)"}"# } ?? "")
                }
                return self.list(comments, call, state.page)
            case ("ratings", _):
                return state.reviewsRefused || call.version != "v21.0"
                    ? .refused(400) : self.list(state.reviews, call, state.page)
            case ("photos", "POST"): return .refused(400, FakeMeta.error(324))
            default: return .refused(404)
            }
        }
    }
}
