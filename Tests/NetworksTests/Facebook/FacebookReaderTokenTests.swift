import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

/// What a reader meets beside what people say.
@Suite struct FacebookReaderTokenTests {
    private func reader(_ meta: FakeMeta) -> FacebookReader {
        FacebookReader(credentials: FacebookConnectorTests.credentials, http: meta.http, clock: noon)
    }

    @Test("a token that is dead asks for a person; anything else does not")
    func token() async throws {
        let dead = FakeMeta { _ in .refused(400, FakeMeta.error(190, 460)) }
        let said = await failure { try await reader(dead).fetch(since: nil) }
        #expect(said?.kind == .forbidden && said?.words == "networks.sign_in_again")
        let blip = FakeMeta { _ in .refused(400, FakeMeta.error(2)) }
        #expect(await failure { try await reader(blip).fetch(since: nil) }?.kind == .unavailable)
        let busy = FakeMeta { _ in .refused(403, FakeMeta.error(32)) }
        #expect(await failure { try await reader(busy).fetch(since: nil) }?.kind == .tooMany)
    }

    @Test("a bad date is refused by itself, and a bad cursor is taken for none")
    func strange() async throws {
        let meta = FakeMeta([
            "GET /7/published_posts": .json(
                #"{"data":[{"id":"7_1","message":"a","created_time":"2099-01-01T00:00:00+0000"},{"message":"b"},"#
                    + #"{"id":"7_2","message":"c","created_time":"2026-11-20T00:00:00+0000"}]}"#,
                ["x-app-usage": #"{"call_count":90}"#])
        ])
        let page = try await reader(meta).fetch(since: "nonsense")
        #expect(page.arrivals.map(\.id) == ["7_2"] && page.refusals.first?.id == "7_1")
        #expect(page.rate == RateLimit(remaining: 10, resetsAt: nil))
    }

    @Test("a post whose comments are not shown to us costs the others nothing")
    func hidden() async throws {
        let meta = FakeMeta { call in
            switch "\(call.method) \(call.path)" {
            case "GET /7/published_posts":
                .json(
                    #"{"data":[{"id":"7_2","message":"c","created_time":"2026-11-20T01:00:00+0000"},"#
                        + #"{"id":"7_1","message":"b","created_time":"2026-11-20T00:00:00+0000"}]}"#)
            case "GET /7_1/comments":
                .json(#"{"data":[{"id":"1_1","message":"Bravo","created_time":"2026-11-20T02:00:00+0000"}]}"#)
            case "GET /7/ratings": .json(#"{"data":[]}"#)
            case "POST /7/photos": .refused(400, FakeMeta.error(324))
            default: .refused(400)
            }
        }
        let page = try await reader(meta).fetch(since: nil)
        #expect(Set(page.arrivals.map(\.id)) == ["7_1", "7_2", "1_1"])
        #expect(page.refusals.map(\.id) == ["7_2"])
    }

    @Test(
        "a list whose end is not said proves nothing of what is missing from it",
        arguments: [#"{"next":"https://x/y?after=z"}"#, #"{"next":"https://x/y?until=5"}"#])
    func endless(_ paging: String) async throws {
        func network(_ comments: String, _ paging: String) -> FakeMeta {
            FakeMeta { call in
                switch (call.path, call.fields["after"]) {
                case ("/7/published_posts", _):
                    .json(
                        #"{"data":[{"id":"7_1","message":"b","created_time":"2026-11-21T11:00:00+0000","#
                            + #""comments":{"summary":{"total_count":\#(comments.count)}}}]}"#)
                case ("/7_1/comments", nil): .json(#"{"data":[\#(comments)],"paging":\#(paging)}"#)
                default: .json(#"{"data":[],"paging":\#(paging)}"#)
                }
            }
        }
        let one = #"{"id":"1_1","message":"Bravo","created_time":"2026-11-21T11:10:00+0000"}"#
        let two = #"{"id":"1_2","message":"Merci","created_time":"2026-11-21T11:20:00+0000"}"#
        let first = try await reader(network(two + "," + one, "{}")).fetch(since: nil)
        #expect(first.arrivals.count == 3)
        let second = try await reader(network(two, paging)).fetch(since: first.cursor)
        #expect(second.removed.isEmpty)
        let whole = try await reader(network(two, "{}")).fetch(since: first.cursor)
        #expect(whole.removed == ["1_1"])
    }

    @Test("we ask to be told of what happens on the Page")
    func subscribe() async throws {
        let meta = FakeMeta(["POST /7/subscribed_apps": .json(#"{"success":true}"#)])
        try await reader(meta).subscribe()
        #expect(meta.calls[0].fields == ["subscribed_fields": "feed,ratings"])
        #expect(meta.calls[0].token == "Bearer page-token")
        let silent = FakeMeta(["POST /7/subscribed_apps": .json("{}")])
        #expect(await failure { try await reader(silent).subscribe() } != nil)
    }
}
