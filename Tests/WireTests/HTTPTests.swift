import Kernel
import Testing

@testable import Wire

@Suite struct HTTPTests {
    @Test("a document comes with its headers, asked for politely")
    func fresh() async throws {
        try await LoopbackServer.run { _, writer in
            try await writer.reply("200 OK", ["ETag: \"v1\"", "Content-Type: text/plain"], Array("salut".utf8))
        } _: { server in
            let http = try client(server.port)
            let got = try #require(document(try await http.fetch(Fetch("\(server.base)/feed", accept: "text/plain"))))
            #expect(String(decoding: got.body, as: UTF8.self) == "salut")
            #expect(got.headers["etag"] == "\"v1\"")
            #expect(got.finalURL == "\(server.base)/feed")
            #expect(got.permanentURL == nil)
            let request = try #require(server.hits.requests.first)
            #expect(request.headers["user-agent"] == "Resonance/0.1 (+https://chu-exemple.fr/resonance)")
            #expect(request.headers["accept"] == "text/plain")
            #expect(request.headers["host"] == "127.0.0.1:\(server.port)")
        }
    }

    @Test("what has not changed is not sent again")
    func conditional() async throws {
        try await LoopbackServer.run { request, writer in
            let same = request.headers["if-none-match"] == "\"v1\"" && request.headers["if-modified-since"] != nil
            try await writer.reply(same ? "304 Not Modified" : "200 OK")
        } _: { server in
            let http = try client(server.port)
            let answer = try await http.fetch(
                Fetch(server.base, entityTag: "\"v1\"\r\nX-Evil: 1", lastModified: "Sat, 21 Nov 2026 10:00:00 GMT"))
            // The line break that a hostile server left in its tag is gone, and the tag no longer matches.
            #expect(document(answer) != nil)
            #expect(server.hits.requests.first?.headers["x-evil"] == nil)
            let second = try await http.fetch(
                Fetch(server.base, entityTag: "\"v1\"", lastModified: "Sat, 21 Nov 2026 10:00:00 GMT"))
            guard case .notModified = second else { return #expect(Bool(false), "\(second)") }
        }
    }

    @Test(
        "each refusal has its kind and its line",
        arguments: [
            ("401 Unauthorized", Failure.Kind.forbidden), ("403 Forbidden", .forbidden), ("404 Not Found", .notFound),
            ("400 Bad Request", .unusable), ("500 Oops", .unavailable), ("304 Not Modified", .unavailable),
        ])
    func refusals(_ status: String, _ kind: Failure.Kind) async throws {
        try await LoopbackServer.run { _, writer in
            try await writer.reply(status)
        } _: { server in
            let http = try client(server.port)
            let refusal = await failure(of: { try await http.fetch(Fetch(server.base)) })
            #expect(refusal?.kind == kind)
            #expect(refusal?.cause == "127.0.0.1 answered HTTP \(status.prefix(3))")
        }
    }

    @Test("410 says that it is gone for good")
    func gone() async throws {
        try await LoopbackServer.run { _, writer in
            try await writer.reply("410 Gone")
        } _: { server in
            guard case .gone = try await client(server.port).fetch(Fetch(server.base)) else {
                return #expect(Bool(false))
            }
        }
    }

    @Test("no server, no name: one line each")
    func nobody() async throws {
        let port = try await LoopbackServer.run({ _, _ in }) { $0.port }
        let http = try client(port)
        let refused = await failure(of: { try await http.fetch(Fetch("http://127.0.0.1:\(port)/")) })
        #expect(refused?.kind == .unavailable)
        #expect(refused?.cause.contains("\n") == false)
        #expect(
            await failure(of: { try await http.fetch(Fetch("http://nowhere.test/")) })?.cause
                == "nowhere.test: no such name")
    }

    @Test("an address that answers nothing is passed over for the next")
    func nextAddress() async throws {
        try await LoopbackServer.run { _, writer in
            try await writer.reply("200 OK")
        } _: { server in
            var wire = try settings(
                [server.port], Resolver { _ in [IPAddress("127.0.0.3"), IPAddress("127.0.0.1")].compactMap { $0 } })
            wire.addresses.exemptions.append(try Exemption("127.0.0.3"))
            let answer = try await HTTP.live(wire).fetch(Fetch("http://two.test:\(server.port)/"))
            #expect(document(answer) != nil)
            #expect(server.hits.requests.first?.headers["host"] == "two.test:\(server.port)")
        }
    }

    @Test("IPv6 addresses are reached, by name and in figures")
    func version6() async throws {
        try await LoopbackServer.run(host: "::1") { _, writer in
            try await writer.reply("200 OK")
        } _: { server in
            var wire = try settings([], Resolver { _ in [IPAddress("::1")].compactMap { $0 } })
            wire.addresses.exemptions = [try Exemption("[::1]:\(server.port)")]
            let http = HTTP.live(wire)
            #expect(document(try await http.fetch(Fetch("http://[::1]:\(server.port)/figures"))) != nil)
            #expect(document(try await http.fetch(Fetch("http://six.test:\(server.port)/name"))) != nil)
            #expect(server.hits.paths == ["/figures", "/name"])
            #expect(
                server.hits.requests.map { $0.headers["host"] } == ["[::1]:\(server.port)", "six.test:\(server.port)"])
        }
    }

    @Test("a proxy is asked by name, and never for what lies inside")
    func proxy() async throws {
        try await LoopbackServer.run { _, writer in
            try await writer.reply("502 Bad Gateway")
        } _: { server in
            var wire = try settings([], Resolver { _ in throw Failure(.broken, "resolved although there is a proxy") })
            wire.proxy = Proxy(host: "127.0.0.1", port: server.port, user: "u", password: "p")
            let http = HTTP.live(wire)
            #expect(await failure(of: { try await http.fetch(Fetch("https://a.test/")) })?.kind == .unavailable)
            #expect(server.hits.paths == ["a.test:443"])
            #expect(server.hits.requests.first?.headers["proxy-authorization"] == "Basic dTpw")
            for inside in [
                "http://10.0.0.1/", "http://localhost/", "http://x.internal/", "http://[::1]/", "http://a.test:22/",
            ] {
                #expect(await failure(of: { try await http.fetch(Fetch(inside)) })?.kind == .forbidden)
            }
            #expect(server.hits.paths.count == 1)
        }
    }

    @Test("a protocol's form is sent as a form, and a redirect of it is not followed")
    func submit() async throws {
        try await LoopbackServer.run { request, writer in
            if request.path == "/moved" {
                try await writer.reply("307 Elsewhere", ["Location: /hub"])
            } else {
                try await writer.reply("202 Accepted", [], Array("merci".utf8))
            }
        } _: { server in
            let http = try client(server.port)
            let fields = [
                (name: "hub.mode", value: "subscribe"), (name: "hub.topic", value: "https://a.fr/é?x=1&y=2 3"),
            ]
            let answer = try await http.submit(ProtocolPost("\(server.base)/hub", fields: fields))
            #expect(String(decoding: answer.body, as: UTF8.self) == "merci")
            let request = try #require(server.hits.requests.first)
            #expect(request.body == "hub.mode=subscribe&hub.topic=https%3A%2F%2Fa.fr%2F%C3%A9%3Fx%3D1%26y%3D2+3")
            #expect(request.headers["content-type"] == "application/x-www-form-urlencoded")
            let moved = await failure(of: {
                try await http.submit(ProtocolPost("\(server.base)/moved", fields: fields))
            })
            #expect(moved?.cause == "127.0.0.1 answered HTTP 307")
            #expect(server.hits.paths == ["/hub", "/moved"])
        }
    }

    @Test("a connection that ends before the answer is opened again to read, never to send a form")
    func dropped() async throws {
        // A server that reads what is asked and closes: nobody can tell whether it was done.
        try await LoopbackServer.run { _, _ in
        } _: { server in
            let http = try client(server.port)
            let read = await failure(of: { try await http.fetch(Fetch("\(server.base)/never")) })
            #expect(read?.kind == .unavailable)
            #expect(read?.cause == "127.0.0.1:\(server.port): closed the connection")
            #expect(server.hits.paths == ["/never", "/never"])
            let sent = await failure(of: { try await http.submit(ProtocolPost("\(server.base)/form", fields: [])) })
            #expect(sent?.kind == .unavailable)
            #expect(server.hits.paths.count { $0 == "/form" } == 1)
        }
    }

    @Test("cancelling the task ends the transfer at once")
    func cancelling() async throws {
        try await LoopbackServer.run { _, writer in
            try await writer.say("HTTP/1.1 200 OK\r\n\r\n")
            try await Task.sleep(for: .seconds(30))
        } _: { server in
            let http = try client(server.port)
            let start = ContinuousClock.now
            let task = Task { try await http.fetch(Fetch(server.base)) }
            try await Task.sleep(for: .milliseconds(200))
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(ContinuousClock.now - start < .seconds(60))
        }
    }
}
