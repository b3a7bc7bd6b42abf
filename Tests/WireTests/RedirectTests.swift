import Kernel
import Synchronization
import Testing

@testable import Wire

@Suite struct RedirectTests {
    /// A server that redirects `/STATUS/REST` to `target`.
    private func redirecting<T: Sendable>(
        to target: @escaping @Sendable (String) -> String, status: String = "302 Found",
        _ body: @escaping @Sendable (LoopbackServer) async throws -> T
    ) async throws -> T {
        try await LoopbackServer.run { request, writer in
            if request.path.hasPrefix("/end") { return try await writer.reply("200 OK", [], Array("fin".utf8)) }
            try await writer.reply(status, ["Location: \(target(request.path))"])
        } _: {
            try await body($0)
        }
    }

    @Test("redirects are followed, and only a permanent one changes the address to keep")
    func follows() async throws {
        for (status, keeps) in [
            ("301 Moved", true), ("308 Moved", true), ("302 Found", false), ("307 Temporary", false),
        ] {
            try await redirecting(to: { _ in "/end#here" }, status: status) { server in
                let got = try #require(document(try await client(server.port).fetch(Fetch("\(server.base)/start"))))
                #expect(got.finalURL == "\(server.base)/end")
                #expect(got.permanentURL == (keeps ? "\(server.base)/end" : nil))
            }
        }
    }

    @Test("five redirects are followed, the sixth is not")
    func loops() async throws {
        try await redirecting(to: { "\($0)x" }) { server in
            let refusal = await failure(of: { try await client(server.port).fetch(Fetch("\(server.base)/a")) })
            #expect(refusal?.cause == "127.0.0.1 redirects more than 5 times")
            #expect(server.hits.paths.count == 6)
        }
    }

    @Test(
        "47: a redirect never leads inside",
        arguments: [
            "http://169.254.169.254/latest/meta-data", "http://10.0.0.1/", "http://127.0.0.1:1/", "http://localhost/",
            "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/", "http://inside.test/",
            "file:///etc/passwd",
            "http://2130706433/", "http://public.test@127.0.0.1/", "//10.0.0.1/", "http://[64:ff9b::7f00:1]/",
        ])
    func inside(_ target: String) async throws {
        try await redirecting(to: { _ in target }) { server in
            let http = try client(
                server.port, names: ["inside.test": ["192.168.0.10", "fd00::1"], "localhost": ["127.0.0.1"]])
            let refusal = await failure(of: { try await http.fetch(Fetch("\(server.base)/a")) })
            #expect(refusal?.kind == .forbidden || refusal?.kind == .unusable)
            #expect(server.hits.paths == ["/a"])
        }
    }

    @Test("47: a name that changes its answer is connected to where it was checked")
    func rebinding() async throws {
        try await LoopbackServer.run { _, writer in
            try await writer.reply("200 OK")
        } _: { server in
            let asked = Mutex(0)
            let shifty = Resolver { _ in
                // First the place that may be reached (and where nobody listens), afterwards our own machine.
                let first = asked.withLock { count in
                    count += 1
                    return count == 1
                }
                return [IPAddress(first ? "127.0.0.2" : "127.0.0.1")].compactMap { $0 }
            }
            var wire = try settings([], shifty)
            wire.addresses.exemptions = [try Exemption("127.0.0.2")]
            let refusal = await failure(of: {
                try await HTTP.live(wire).fetch(Fetch("http://shifty.test:\(server.port)/"))
            })
            #expect(refusal?.kind == .unavailable)
            #expect(asked.withLock { $0 } == 1)
            #expect(server.hits.paths.isEmpty)
        }
    }

    @Test("a secret header stays with the site that it was given for")
    func secrets() async throws {
        try await LoopbackServer.run { _, writer in
            try await writer.reply("200 OK")
        } _: { other in
            try await LoopbackServer.run { request, writer in
                try await writer.reply("302 Found", ["Location: http://127.0.0.1:\(other.port)/"])
            } _: { server in
                let fetch = Fetch(server.base, headers: [("authorization", "Bearer secret")])
                _ = try await client(server.port, other.port).fetch(fetch)
                #expect(server.hits.requests.first?.headers["authorization"] == "Bearer secret")
                #expect(other.hits.requests.count == 1)
                #expect(other.hits.requests.first?.headers["authorization"] == nil)
            }
        }
    }

    @Test("https does not lead back to http, except to the very site that began there")
    func downgrade() throws {
        var trail = Trail(start: try WebAddress("https://a.fr/"), most: 5)
        #expect(throws: Failure.self) { try trail.step(status: 301, location: "http://a.fr/x") }
        trail = Trail(start: try WebAddress("http://a.fr/"), most: 5)
        try trail.step(status: 301, location: "https://a.fr/")
        try trail.step(status: 302, location: "http://a.fr/x")
        #expect(trail.here.text == "http://a.fr/x")
        #expect(trail.permanent?.text == "https://a.fr/")
    }
}
