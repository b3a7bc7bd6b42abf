import Foundation
import Kernel
import Testing

@testable import Networks

/// Deliveries of Instagram and of Threads.
@Suite struct MetaWebhookOtherTests {
    @Test("an Instagram comment comes under its post, or under the comment that it answers")
    func instagram() throws {
        func body(_ more: String, from: String = #"{"id":"99","username":"ann"}"#) -> [UInt8] {
            let value = #"{"id":"c1","text":"Bravo","from":\#(from),"media":{"id":"m1"}\#(more)}"#
            let change = #""field":"comments","value":\#(value)"#
            return Array(
                #"[{"object":"instagram","entry":[{"id":"17","time":1795262000,\#(change)}]}]"#.utf8)
        }
        let notice = try #require(try MetaWebhookTests.notices(body("")).first)
        guard case .arrived(let arrival) = notice.change else { throw Failure(.broken, "no arrival") }
        #expect(arrival.parent == "m1" && arrival.author == "ann" && notice.account == "17")
        #expect(arrival.publishedAt == Instant(seconds: 1_795_262_000) && arrival.network == .instagram)
        let nested = try MetaWebhookTests.notices(body(#","parent_id":"c0""#)).first?.change
        guard case .arrived(let reply)? = nested else { throw Failure(.broken, "no arrival") }
        #expect(reply.parent == "c0")
        #expect(try MetaWebhookTests.notices(body("", from: #"{"id":"17","username":"chu"}"#)).isEmpty)
        #expect(try MetaWebhookTests.notices(body("", from: #"{"id":"98","self_ig_scoped_id":"1"}"#)).isEmpty)
        #expect(try MetaWebhookTests.notices(body(""), own: ["ann"]).isEmpty)
    }

    @Test("an answer on Threads comes under what it answers, and a post taken back is gone")
    func threads() throws {
        func body(_ value: String, _ field: String) -> [UInt8] {
            Array(
                #"{"app_id":"1","topic":"moderate","target_id":"78","time":1795262000,"values":{"value":\#(value),"#
                    .utf8)
                + Array(#""field":"\#(field)"}}"#.utf8)
        }
        func reply(by name: String) -> String {
            #"{"id":"890","username":"\#(name)","text":"Bien","permalink":"https://www.threads.net/@a/post/P","#
                + #""replied_to":{"id":"567"},"root_post":{"id":"123","owner_id":"23","username":"chu"},"#
                + #""timestamp":"2026-11-21T10:33:16+0000"}"#
        }
        let notice = try #require(try MetaWebhookTests.notices(body(reply(by: "ann"), "replies")).first)
        guard case .arrived(let arrival) = notice.change else { throw Failure(.broken, "no arrival") }
        #expect(notice.account == "23" && arrival.parent == "567" && arrival.id == "890")
        #expect(arrival.url == "https://www.threads.net/@a/post/P")
        #expect(try MetaWebhookTests.notices(body(reply(by: "chu"), "replies")).isEmpty)
        let gone = try MetaWebhookTests.notices(body(#"{"id":"890","owner":{"owner_id":"23"}}"#, "delete"))
        #expect(gone.first?.change == .removed(id: "890"))
    }
}
