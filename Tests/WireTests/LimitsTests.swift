import Kernel
import Testing

@testable import Wire

@Suite struct LimitsTests {
    private func refusal(
        _ limits: Limits, _ answer: @escaping @Sendable (LoopbackServer.Writer) async throws -> Void
    ) async throws -> (Failure?, Duration) {
        try await LoopbackServer.run { _, writer in
            try await answer(writer)
        } _: { server in
            let http = try client(server.port)
            let start = ContinuousClock.now
            let refusal = await failure(of: { try await http.fetch(Fetch(server.base, limits: limits)) })
            return (refusal, ContinuousClock.now - start)
        }
    }

    @Test("a body that announces too much is refused unread")
    func announced() async throws {
        let (refusal, _) = try await refusal(Limits(wireBytes: 1000)) { writer in
            try await writer.say("HTTP/1.1 200 OK\r\nContent-Length: 2000000000\r\n\r\n")
            try await Task.sleep(for: .seconds(10))
        }
        #expect(refusal?.kind == .tooLarge)
    }

    @Test("a body without end is cut at its limit")
    func endless() async throws {
        let (refusal, _) = try await refusal(Limits(wireBytes: 1 << 20)) { writer in
            try await writer.say("HTTP/1.1 200 OK\r\n\r\n")
            while true { try await writer.say([UInt8](repeating: 65, count: 32 << 10)) }
        }
        #expect(refusal?.cause == "more than 1048576 bytes")
    }

    @Test("a gzip bomb stops at the limit of what it unfolds to")
    func bomb() async throws {
        let bomb = try gzip([UInt8](repeating: 0, count: 64 << 20))
        #expect(bomb.count < 100_000)
        let (refusal, _) = try await refusal(Limits(bodyBytes: 1 << 20)) { writer in
            try await writer.reply("200 OK", ["Content-Encoding: gzip"], bomb)
        }
        #expect(refusal?.cause == "more than 1048576 bytes once decompressed")
    }

    @Test("a gzip that goes on for ever without saying anything stops at the limit of what travels")
    func emptyMembers() async throws {
        let member = try gzip([])
        let (refusal, _) = try await refusal(Limits(wireBytes: 1 << 20)) { writer in
            try await writer.say("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n")
            let piece = Array(repeatElement(member, count: 1000).joined())
            while true { try await writer.say(piece) }
        }
        #expect(refusal?.kind == .tooLarge)
    }

    @Test("a header without end is refused")
    func endlessHeader() async throws {
        let (refusal, took) = try await refusal(Limits(head: 10)) { writer in
            try await writer.say("HTTP/1.1 200 OK\r\nX: ")
            while true { try await writer.say([UInt8](repeating: 65, count: 16 << 10)) }
        }
        #expect(refusal?.kind == .unavailable)
        #expect(took < .seconds(90))
    }

    @Test("headers that drip in are given up on")
    func slowHead() async throws {
        let (refusal, took) = try await refusal(Limits(head: 1)) { writer in
            for letter
                in "HTTP/1.1 200 OK\r\nX-Long: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            {
                try await writer.say(String(letter))
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        #expect(refusal?.cause.hasSuffix("did not answer within 1 seconds") == true)
        #expect(took < .seconds(40))
    }

    @Test("a body that stops coming is given up on")
    func idle() async throws {
        let (refusal, took) = try await refusal(Limits(idle: 1)) { writer in
            try await writer.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")
            try await Task.sleep(for: .seconds(30))
        }
        #expect(refusal?.cause == "no data for 1 seconds")
        #expect(took < .seconds(40))
    }

    @Test("a body that drips in is given up on in the end")
    func drip() async throws {
        let (refusal, took) = try await refusal(Limits(idle: 1, total: 2)) { writer in
            try await writer.say("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            while true {
                try await writer.say("a")
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        #expect(refusal?.cause == "not finished within the time allowed")
        #expect(took < .seconds(50))
    }

    @Test("a body cut short is not taken for whole")
    func truncated() async throws {
        let (refusal, _) = try await refusal(Limits()) { writer in
            try await writer.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")
        }
        #expect(refusal?.kind == .unavailable)
    }

    @Test("the time allowed is for all the redirects together")
    func slowRedirects() async throws {
        try await LoopbackServer.run { request, writer in
            try await Task.sleep(for: .milliseconds(600))
            try await writer.reply("302 Found", ["Location: \(request.path)x"])
        } _: { server in
            let http = try client(server.port)
            let start = ContinuousClock.now
            let refusal = await failure(of: {
                try await http.fetch(Fetch("\(server.base)/a", limits: Limits(total: 1.5)))
            })
            #expect(refusal?.cause == "not finished within the time allowed")
            #expect(ContinuousClock.now - start < .seconds(40))
        }
    }
}
