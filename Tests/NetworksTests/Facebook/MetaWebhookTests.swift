import Foundation
import Kernel
import Testing

@testable import Networks

@Suite struct MetaWebhookTests {
    private static let secret = "7b1c0f2e"
    private static let body = Array(#"{"object":"page","entry":[]}"#.utf8)
    /// `openssl dgst -sha256 -hmac 7b1c0f2e` of the body.
    private static let signature = "sha256=41ae3b95db9769d901fdfe67269361157e0f85a9d33dedd1df61ec052b6db366"

    // MARK: The door

    @Test("33: only the application's own secret, of the strong kind, opens the door")
    func signature() {
        let (body, secret) = (Self.body, Self.secret)
        #expect(MetaWebhook.verify(signature: Self.signature, body: body, appSecret: secret))
        #expect(!MetaWebhook.verify(signature: Self.signature, body: body + [32], appSecret: secret))
        #expect(!MetaWebhook.verify(signature: Self.signature, body: body, appSecret: "other"))
        #expect(!MetaWebhook.verify(signature: nil, body: body, appSecret: secret))
        #expect(!MetaWebhook.verify(signature: "sha256=", body: body, appSecret: secret))
        #expect(!MetaWebhook.verify(signature: String(Self.signature.dropFirst(7)), body: body, appSecret: secret))
        // The older header of Meta's, by SHA-1, signs the same bytes.
        #expect(
            !MetaWebhook.verify(
                signature: "sha1=90e1eb15240591692a45d18f58e571730e3fd8ce", body: body, appSecret: secret))
        #expect(!MetaWebhook.verify(signature: Self.signature, body: body, appSecret: ""))
    }

    @Test("Meta's question is answered to whoever knows our word, and with nothing that could be a page")
    func challenge() {
        func answer(_ token: String, _ challenge: String, mode: String = "subscribe") -> String? {
            MetaWebhook.challenge(
                ["hub.mode": mode, "hub.verify_token": token, "hub.challenge": challenge], verifyToken: "mot")
        }
        #expect(answer("mot", "1158201444") == "1158201444")
        #expect(answer("mots", "1158201444") == nil)
        #expect(answer("mo", "1158201444") == nil)
        #expect(answer("", "1158201444") == nil)
        #expect(answer("mot", "1158201444", mode: "unsubscribe") == nil)
        #expect(answer("mot", "<script>alert(1)</script>") == nil)
        #expect(answer("mot", String(repeating: "1", count: 300)) == nil)
        #expect(MetaWebhook.challenge([:], verifyToken: "") == nil)
    }

    // MARK: Facebook

    private static func feed(_ changes: [String], time: Int = 1_795_262_000, field: String = "feed") -> [UInt8] {
        let list = changes.map { #"{"field":"\#(field)","value":\#($0)}"# }.joined(separator: ",")
        return Array(#"{"object":"page","entry":[{"id":"7","time":\#(time),"changes":[\#(list)]}]}"#.utf8)
    }

    private static func comment(
        _ id: String, _ verb: String, _ text: String = "Bravo", from: String = "99", at: Int = 1_795_261_000
    ) -> String {
        #"{"item":"comment","verb":"\#(verb)","comment_id":"\#(id)","post_id":"7_100","parent_id":"7_100","#
            + #""message":"\#(text)","created_time":\#(at),"from":{"id":"\#(from)","name":"Ann"}}"#
    }

    static func notices(_ body: [UInt8], own: Set<String> = []) throws -> [MetaNotice] {
        try MetaWebhook.notices(body, own: own, now: noon.now())
    }

    @Test("a comment comes as it would be polled: the same number, under the same post")
    func arrives() throws {
        let notice = try #require(try Self.notices(Self.feed([Self.comment("100_1", "add")])).first)
        #expect(notice.network == .facebook && notice.account == "7")
        guard case .arrived(let arrival) = notice.change else { throw Failure(.broken, "no arrival") }
        #expect(arrival.id == "100_1" && arrival.parent == "7_100" && arrival.author == "Ann")
        #expect(arrival.publishedAt == Instant(seconds: 1_795_261_000) && arrival.kind == .comment && !arrival.own)
    }

    @Test("33: delivered twice, the second time with another date: one change, with one mark")
    func twice() throws {
        let first = try Self.notices(Self.feed([Self.comment("100_1", "add")]))
        let later = try Self.notices(Self.feed([Self.comment("100_1", "add")], time: 1_795_262_399))
        #expect(first.map(\.mark) == later.map(\.mark))
        let both = try Self.notices(Self.feed([Self.comment("100_1", "add"), Self.comment("100_1", "add")]))
        #expect(both.count == 1)
        let other = try Self.notices(Self.feed([Self.comment("100_1", "edited", "Moins bien")]))
        #expect(other.first?.mark != first.first?.mark)
    }

    @Test("33: out of order in one delivery: oldest first")
    func order() throws {
        let notices = try Self.notices(
            Self.feed([
                Self.comment("100_1", "remove"), Self.comment("100_2", "add", at: 1_795_261_900),
                Self.comment("100_1", "edited", "Non"), Self.comment("100_1", "add"),
            ]))
        #expect(notices.count == 4)
        #expect(notices.map(\.at) == notices.map(\.at).sorted())
        guard case .arrived(let arrival) = notices[0].change else { throw Failure(.broken, "no arrival") }
        #expect(arrival.id == "100_1")
        #expect(notices.contains { $0.change == .removed(id: "100_1") })
        let edited = notices.compactMap { if case .edited(let arrival) = $0.change { arrival.text } else { nil } }
        #expect(edited == ["Non"])
    }

    @Test("33: two days late is still told")
    func late() throws {
        let body = Self.feed([Self.comment("100_1", "add", at: 1_795_262_400 - 2 * 86_400)])
        #expect(try Self.notices(body).count == 1)
    }

    @Test("35: our own comments and echoes are never inbound")
    func own() throws {
        #expect(try Self.notices(Self.feed([Self.comment("100_2", "add", from: "7")])).isEmpty)
        #expect(try Self.notices(Self.feed([Self.comment("100_2", "add", from: "42")]), own: ["42"]).isEmpty)
        let echo = Self.comment("100_2", "add").dropLast() + #","is_echo":true}"#
        #expect(try Self.notices(Self.feed([String(echo)])).isEmpty)
        let message =
            #"{"object":"instagram","entry":[{"id":"7","time":1,"messaging":[{"message":{"is_echo":true,"text":"a"}}]}]}"#
        #expect(try Self.notices(Array(message.utf8)).isEmpty)
    }

    @Test("likes, hidden comments and other pages' matters are left where they are")
    func others() throws {
        let like = #"{"item":"reaction","verb":"add","post_id":"7_100","from":{"id":"99"}}"#
        #expect(try Self.notices(Self.feed([like, Self.comment("100_1", "hide"), #"{"item":"comment"}"#])).isEmpty)
        #expect(try Self.notices(Self.feed([Self.comment("100_1", "add")], field: "mention")).isEmpty)
        #expect(try Self.notices(Self.feed([Self.comment("100_1", "add", "")])).isEmpty)
    }

    @Test("a recommendation, what is said below it, and a visitor's post each have their place")
    func reviews() throws {
        let rating =
            #"{"item":"rating","verb":"add","open_graph_story_id":"8800","review_text":"Très bien","#
            + #""reviewer_id":"55","reviewer_name":"Ann","recommendation_type":"positive","created_time":1795261000}"#
        let below =
            #"{"item":"comment","verb":"add","comment_id":"8800_2","open_graph_story_id":"8800","message":"Moi aussi","#
            + #""from":{"id":"56","name":"Bo"},"created_time":1795261100}"#
        let visitor =
            #"{"item":"status","verb":"add","post_id":"7_300","message":"Merci au service","from":{"id":"57"},"#
            + #""created_time":1795261200}"#
        let notices =
            try Self.notices(Self.feed([rating, below], field: "ratings")) + Self.notices(Self.feed([visitor]))
        let arrivals = notices.compactMap { if case .arrived(let arrival) = $0.change { arrival } else { nil } }
        #expect(arrivals.map(\.id) == ["8800", "8800_2", "7_300"])
        #expect(arrivals.map(\.kind) == [.review, .comment, .post] && arrivals[1].parent == "8800")
        let gone = #"{"item":"rating","verb":"remove","open_graph_story_id":"8800"}"#
        #expect(try Self.notices(Self.feed([gone], field: "ratings")).first?.change == .removed(id: "8800"))
    }

    // MARK: Hostile deliveries

    @Test("a delivery that is none says so, and one that is too large is refused whole")
    func hostile() throws {
        for body in ["", "<html>", "[1,", "\u{0}"] {
            let said = #expect(throws: Failure.self) { try Self.notices(Array(body.utf8)) }
            #expect(said?.kind == .unusable)
        }
        for body in [
            "{}", "[]", "7", #"{"entry":7}"#, #"{"entry":[{"id":"7","changes":[7,null]}]}"#, #"{"values":[7]}"#,
        ] {
            #expect(try Self.notices(Array(body.utf8)).isEmpty)
        }
        let large = [UInt8](repeating: 32, count: MetaWebhook.longest + 1)
        #expect(#expect(throws: Failure.self) { try Self.notices(large) }?.kind == .tooLarge)
        let many = (0..<2_100).map { Self.comment("100_\($0)", "add") }
        #expect(#expect(throws: Failure.self) { try Self.notices(Self.feed(many)) }?.kind == .tooLarge)
    }
}
