import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import Testing
@testable import Web

@Suite("Headers and cookies")
struct SecurityHeadersTests {
    @Test("every answer carries the strict headers, pages, errors and assets alike")
    func headers() async throws {
        let house = try House()
        let style = house.site.asset("web/site.css")
        try await house.test { client in
            for path in ["/hello", "/nowhere", style, "/healthz"] {
                let headers = try await client.execute(uri: path, method: .get).headers
                let policy = headers[.contentSecurityPolicy] ?? ""
                #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "\(path)")
                #expect(!policy.contains("unsafe"))
                #expect(headers[.xContentTypeOptions] == "nosniff")
                #expect(headers[.referrerPolicy] == "same-origin")
                #expect(headers[.openerPolicy] == "same-origin")
                #expect(headers[.resourcePolicy] == "same-origin")
                #expect(headers[.strictTransportSecurity] == nil)
                #expect(headers[.setCookie] == nil)
            }
        }
    }

    @Test("no page of ours holds anything inline")
    func inline() throws {
        for (path, bytes) in Assets.embedded().files where path.hasSuffix(".mustache") {
            let text = String(decoding: bytes, as: UTF8.self).lowercased()
            let handlers = text.matches(of: #/\son[a-z]+\s*=/#).count
            let scripts = text.matches(of: #/<script/#).count
            let sourced = text.matches(of: #/<script[^>]*\ssrc=/#).count
            #expect(!text.contains(" style=") && !text.contains("<style"), "\(path)")
            #expect(handlers == 0 && scripts == sourced, "\(path)")
            #expect(!text.contains("javascript:"), "\(path)")
        }
    }

    @Test("over https, cookies are bound to the host and HSTS is sent")
    func secure() async throws {
        let settings = WebSettings(publicAddress: "https://resonance.chu.example")
        let response = SessionCookie.set("t", seconds: 60, on: Response(status: .ok), settings)
        #expect(
            response.headers[.setCookie] == "__Host-resonance=t; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure")
        try await House(settings).test { client in
            let headers = try await client.execute(uri: "/hello", method: .get).headers
            #expect(headers[.strictTransportSecurity]?.hasPrefix("max-age=63072000") == true)
        }
    }

    @Test("on a laptop the cookie is plain, and an absurd one is no cookie")
    func plain() {
        let settings = WebSettings()
        let response = SessionCookie.clear(on: Response(status: .ok), settings)
        #expect(response.headers[.setCookie] == "resonance=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
        func token(_ cookie: String) -> String? {
            let head = HTTPRequest(
                method: .get, scheme: nil, authority: nil, path: "/", headerFields: [.cookie: cookie])
            return SessionCookie.token(in: Request(head: head, body: .init(buffer: .init())), settings)
        }
        #expect(token("a=b; resonance=0123456789abcdef; c=d") == "0123456789abcdef")
        #expect(token("resonance=short") == nil)
        #expect(token("notresonance=0123456789abcdef") == nil)
        #expect(token("resonance=" + String(repeating: "x", count: 4000)) == nil)
    }

    @Test("assets are kept for ever under their fingerprint, and asked again under another")
    func assets() async throws {
        let house = try House()
        let site = house.site
        let style = site.asset("web/site.css")
        try await house.test { client in
            let fresh = try await client.execute(uri: style, method: .get)
            #expect(fresh.headers[.contentType] == "text/css; charset=utf-8")
            #expect(fresh.headers[.cacheControl] == "public, max-age=31536000, immutable")
            let tag = try #require(fresh.headers[.eTag])
            let known = try await client.execute(uri: style, method: .get, headers: [.ifNoneMatch: tag])
            #expect(known.status == .notModified)
            let old = try await client.execute(uri: "/assets/000000000000/web/site.css", method: .get)
            #expect(old.headers[.cacheControl] == "no-cache")
            for hidden in ["web/layout.mustache", "web/words.json", "../Package.swift", "web/nothing.css"] {
                let response = try await client.execute(uri: site.asset(hidden), method: .get)
                #expect(response.status == .notFound, "\(hidden)")
            }
        }
    }

    @Test("metrics are for this machine, or for whoever has the token")
    func metrics() async throws {
        // The test client has no address at all, so it is not this machine.
        try await House().test { client in
            let stranger = try await client.execute(uri: "/metrics", method: .get)
            #expect(stranger.status == .notFound)
        }
        try await House(WebSettings(metricsToken: "abc")).test { client in
            let stranger = try await client.execute(uri: "/metrics", method: .get)
            #expect(stranger.status == .notFound)
            _ = try await client.execute(uri: "/service/7?who=me", method: .get, headers: House.cookie("head"))
            let response = try await client.execute(
                uri: "/metrics", method: .get, headers: [.authorization: "Bearer abc"])
            let text = String(buffer: response.body)
            #expect(response.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(text.contains("http_requests_total{method=\"GET\",route=\"/service/{id}\",status=\"303\"} 1"))
            #expect(
                text.contains(
                    "http_request_duration_seconds_bucket{method=\"GET\",route=\"/service/{id}\",le=\"+Inf\"} 1"))
            #expect(text.contains("process_resident_memory_bytes "))
            #expect(!text.contains("who"))
        }
    }
}
