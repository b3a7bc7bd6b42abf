import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import Testing
@testable import Web

@Suite("Pages and who may see them")
struct PagesTests {
    @Test("each route is open to exactly those who hold its right")
    func rights() async throws {
        try await House().test { client in
            let expected: [(String, String, Int)] = [
                ("admin", "/home", 200), ("nurse", "/home", 200), ("head", "/home", 200), ("none", "/home", 403),
                ("admin", "/rule", 303), ("nurse", "/rule", 403), ("head", "/rule", 403), ("none", "/rule", 403),
                ("stranger", "/home", 303),
            ]
            for (name, path, status) in expected {
                let response = try await client.execute(uri: path, method: .get, headers: House.cookie(name))
                #expect(response.status.code == status, "\(name) at \(path)")
            }
        }
    }

    @Test("a head of service reaches their service and no other")
    func scope() async throws {
        try await House().test { client in
            let own = try await client.execute(uri: "/service/7", method: .get, headers: House.cookie("head"))
            #expect(own.headers[.location] == "/seen")
            for path in ["/service/8", "/service/x", "/service/-7", "/service/99999999999999999999"] {
                let other = try await client.execute(uri: path, method: .get, headers: House.cookie("head"))
                #expect(other.status == .notFound, "\(path)")
            }
        }
    }

    @Test("nobody signed in is sent to the door, with the way back, and a machine gets 401")
    func door() async throws {
        try await House().test { client in
            let page = try await client.execute(uri: "/home?a=1&b=2", method: .get, headers: [.accept: "text/html"])
            #expect(page.status == .seeOther)
            #expect(page.headers[.location] == "/sign-in?next=%2Fhome%3Fa%3D1%26b%3D2")
            let machine = try await client.execute(uri: "/home", method: .get, headers: [.accept: "application/json"])
            #expect(machine.status == .unauthorized)
        }
    }

    @Test("a form without its token, or from another site, changes nothing")
    func forgery() async throws {
        try await House().test { client in
            let token = House.csrf("admin")
            let nurse = House.csrf("nurse")
            let cases: [(body: String, headers: HTTPFields, who: String, status: Int)] = [
                ("csrf=\(token)", [:], "admin", 303),
                ("csrf=\(token)", [.secFetchSite: "same-origin"], "admin", 303),
                ("csrf=\(token)", [.origin: "http://localhost"], "admin", 303),
                ("", [:], "admin", 403),
                ("csrf=", [:], "admin", 403),
                ("csrf=\(nurse)", [:], "admin", 403),
                ("csrf=\(token)", [.secFetchSite: "cross-site"], "admin", 403),
                ("csrf=\(token)", [.secFetchSite: "same-site"], "admin", 403),
                ("csrf=\(token)", [.origin: "https://evil.example"], "admin", 403),
                ("csrf=\(token)", [.origin: "null"], "admin", 403),
                ("csrf=\(nurse)", [:], "nurse", 403),
            ]
            for item in cases {
                var form = House.form(item.who, item.body)
                for header in item.headers { form.headers.append(header) }
                let response = try await client.execute(
                    uri: "/rule", method: .post, headers: form.headers, body: form.body)
                #expect(response.status.code == item.status, "\(item)")
            }
        }
    }

    @Test("an open form is refused from another site, and a machine's call is not")
    func openForms() async throws {
        try await House().test { client in
            var form = House.form(nil, "x=1")
            let ours = try await client.execute(uri: "/hello", method: .post, headers: form.headers, body: form.body)
            #expect(ours.headers[.location] == "/hello?1")
            form.headers[.origin] = "https://evil.example"
            let theirs = try await client.execute(uri: "/hello", method: .post, headers: form.headers, body: form.body)
            #expect(theirs.status == .forbidden)
            let hook = try await client.execute(
                uri: "/hook/1", method: .post, headers: [.origin: "https://hub.example"])
            #expect(hook.status == .ok)
        }
    }

    @Test("unknown pages, wrong methods, trailing slashes and HEAD are answered as HTTP wants")
    func manners() async throws {
        try await House().test { client in
            let unknown = try await client.execute(uri: "/nowhere", method: .get)
            #expect(unknown.status == .notFound)
            let wrong = try await client.execute(uri: "/rule", method: .put, headers: House.cookie("admin"))
            #expect(wrong.status == .methodNotAllowed)
            #expect(wrong.headers[.allow] == "GET, HEAD, POST")
            let slash = try await client.execute(uri: "/home/?a=1", method: .get)
            #expect(slash.status == .permanentRedirect)
            #expect(slash.headers[.location] == "/home?a=1")
            let trap = try await client.execute(uri: "//evil.example/", method: .get)
            #expect(trap.headers[.location] == "/evil.example")
            let head = try await client.execute(uri: "/hello", method: .head)
            #expect(head.status == .ok)
            #expect(head.body.readableBytes == 0)
            #expect((Int(head.headers[.contentLength] ?? "") ?? 0) > 500)
        }
    }

    @Test("an error says its number and never its cause")
    func errors() async throws {
        try await House().test { client in
            for (header, words) in [("fr", "Nous avons un problème"), ("en-GB,fr;q=0.5", "Something broke")] {
                var headers = House.cookie("evil")
                headers[.acceptLanguage] = header
                let response = try await client.execute(
                    uri: "/broken?lang=\(header.prefix(2))", method: .get, headers: headers)
                let text = String(buffer: response.body)
                #expect(response.status == .internalServerError)
                #expect(text.contains(words))
                #expect(!text.contains("secret cause"))
                #expect(text.contains(response.headers[.requestID] ?? "?"))
            }
        }
    }

    @Test("a name that is an attack is shown as the text that it is")
    func escaping() async throws {
        try await House().test { client in
            let response = try await client.execute(uri: "/home", method: .get, headers: House.cookie("evil"))
            let text = String(buffer: response.body)
            #expect(!text.contains("<script>alert"))
            #expect(text.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;\u{301} onfocus"))
        }
    }

    @Test("the navigation shows what one may open, and where one is")
    func navigation() async throws {
        try await House().test { client in
            let nurse = String(
                buffer: try await client.execute(uri: "/home", method: .get, headers: House.cookie("nurse")).body)
            #expect(nurse.contains("href=\"/home\" aria-current=\"page\""))
            #expect(!nurse.contains("href=\"/rule\""))
            let admin = String(
                buffer: try await client.execute(uri: "/home", method: .get, headers: House.cookie("admin")).body)
            #expect(admin.contains("href=\"/rule\""))
        }
    }

    @Test("every route is registered with its access")
    func registry() throws {
        let routes = try House().site.routes.all
        #expect(routes.contains(RouteRecord(method: "POST", pattern: "/rule", access: .right(.administer))))
        #expect(routes.contains(RouteRecord(method: "POST", pattern: "/hook/:id", access: .machine)))
        #expect(Set(routes.map { "\($0.method) \($0.pattern)" }).count == routes.count)
    }

    @Test("a host that is not ours is refused once the public address is known")
    func hosts() async throws {
        try await House(WebSettings(publicAddress: "https://resonance.chu.example")).test { client in
            // The client calls itself localhost, which a probe on the machine may.
            let response = try await client.execute(uri: "/hello", method: .get)
            #expect(response.status == .ok)
        }
        #expect(WebSettings(publicAddress: "https://Resonance.CHU.example").publicHost == "resonance.chu.example")
        #expect(WebSettings(publicAddress: "http://a.example:8080").publicHost == "a.example:8080")
    }
}
