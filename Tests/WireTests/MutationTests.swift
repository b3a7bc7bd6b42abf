import Deontology
import Foundation
import Kernel
import Synchronization
import TestKit
import Testing

@testable import Wire

@Suite struct MutationTests {
    private static func cleared(_ text: String = "Merci de votre message.") throws -> Cleared<Draft> {
        try Deontology.clear(Draft(text, kind: .reply), by: try HouseChecker.wordings.get())
    }

    private static func mutation(_ port: Int, limits: Limits = Limits(head: 2, total: 4)) throws -> Mutation {
        let words = Wording(try cleared(), for: Handle("ann@a.example"))
        return Mutation(
            .post, "http://127.0.0.1:\(port)/api/v1/statuses",
            .form([MutationField("status", .words(words)), MutationField("in_reply_to_id", try mark("12"))]),
            token: "secret-token", key: "key-1", limits: limits)
    }

    private static func mark(_ text: String) throws -> MutationValue { try #require(MutationValue.marked(text)) }

    private static func cause(_ outcome: Outcome) -> String? {
        if case .unknown(let cause) = outcome { cause } else { nil }
    }

    private static func refused(_ outcome: Outcome) -> Outcome.Refused? {
        if case .refused(let refused) = outcome { refused } else { nil }
    }

    @Test("a mutation travels once, whole, with its key and its token, on a connection of its own")
    func travels() async throws {
        try await LoopbackServer.run { _, writer in
            try await writer.reply("200 OK", ["Content-Type: application/json"], Array(#"{"id":"1"}"#.utf8))
        } _: { server in
            let outcome = try await client(server.port).mutate(Self.mutation(server.port))
            guard case .done(let document) = outcome else { throw Failure(.broken, "\(outcome)") }
            #expect(String(decoding: document.body, as: UTF8.self) == #"{"id":"1"}"#)
            let request = try #require(server.hits.requests.first)
            #expect(server.hits.requests.count == 1)
            #expect(request.body == "status=%40ann%40a.example+Merci+de+votre+message.&in_reply_to_id=12")
            #expect(request.headers["idempotency-key"] == "key-1")
            #expect(request.headers["authorization"] == "Bearer secret-token")
            #expect(request.headers["connection"] == "close")
        }
    }

    @Test(
        "41: what is refused before any effect says so, with the wait that was asked for",
        arguments: [400, 401, 404, 422, 429])
    func refused(_ status: Int) async throws {
        try await LoopbackServer.run { _, writer in
            try await writer.reply("\(status) No", ["Retry-After: 77"], Array(#"{"error":"no"}"#.utf8))
        } _: { server in
            let refused = Self.refused(try await client(server.port).mutate(Self.mutation(server.port)))
            #expect(refused?.status == status && refused?.wait == 77)
            #expect(refused.map { String(decoding: $0.body, as: UTF8.self) } == #"{"error":"no"}"#)
            #expect(server.hits.requests.count == 1)
        }
    }

    @Test("41: a server's trouble, a page to see instead, silence and a cut are all unknown, and none is tried twice")
    func unknown() async throws {
        let manners: [@Sendable (LoopbackServer.Writer) async throws -> Void] = [
            { try await $0.reply("500 Broken") },
            { try await $0.reply("503 Busy", ["Retry-After: 1"]) },
            { try await $0.reply("303 See Other", ["Location: /elsewhere"]) },
            { _ in try await Task.sleep(for: .seconds(10)) },
            { _ in },
            { try await $0.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":") },
        ]
        for manner in manners {
            try await LoopbackServer.run { _, writer in
                try await manner(writer)
            } _: { server in
                let outcome = try await client(server.port).mutate(Self.mutation(server.port))
                #expect(Self.cause(outcome) != nil, "\(outcome)")
                #expect(server.hits.requests.count == 1)
            }
        }
    }

    @Test("redirects are refused and not followed", arguments: ["301 Moved", "307 Temporary", "308 Permanent"])
    func redirects(_ status: String) async throws {
        try await LoopbackServer.run { _, writer in
            try await writer.reply(status, ["Location: /elsewhere"])
        } _: { server in
            let outcome = try await client(server.port).mutate(Self.mutation(server.port))
            #expect(Self.refused(outcome) != nil)
            #expect(server.hits.requests.count == 1)
        }
    }

    @Test("nobody there and a private address are refusals: nothing was sent")
    func unsent() async throws {
        let port = try await LoopbackServer.run { _, writer in
            try await writer.reply("200 OK")
        } _: { server in
            // A private place that nobody has let through.
            let guarded = Self.refused(try await client(1).mutate(Self.mutation(server.port)))
            #expect(guarded?.failure.kind == .forbidden && guarded?.failure.words == "wire.private_address")
            #expect(server.hits.requests.isEmpty)
            return server.port
        }
        let away = Self.refused(try await client(port).mutate(Self.mutation(port)))
        #expect(away?.failure.kind == .unavailable && away?.status == nil)
    }

    @Test("what travels beside the text holds no sentence")
    func marks() {
        #expect(Mark("public") != nil)
        #expect(Mark("un secret") == nil)
        #expect(Mark("a\u{A0}b") == nil && Mark("") == nil)
        #expect(Mark(String(repeating: "a", count: 2_001)) == nil)
        #expect(Handle("ann@a.example")?.handle == "ann@a.example" && Handle("ann.b-c_d") != nil)
        #expect(Handle("ann@127.0.0.1:8301") != nil)
        for wrong in ["", "@ann", "ann@", "a b", "ann@a@b", "ann@a.example/x", "a\nb", "Madame:Martin", "é"] {
            #expect(Handle(wrong) == nil, "\(wrong)")
        }
    }
}
