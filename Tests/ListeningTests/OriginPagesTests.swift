import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import NIOCore
import Storage
import TestKit
import Testing
import Wire

@testable import Listening
@testable import Web

/// The pages of sources and watches, as a signed-in person gets them.
struct OriginSite: Sendable {
    let house: OriginHouse
    let watches: WatchActions
    private let site: Site
    static let cookie = "resonance=0123456789abcdef0123"

    init(_ house: OriginHouse, roles: Set<Grant> = [Grant(.communication)], tongue: Tongue = .french) throws {
        self.house = house
        let person = Person(id: 5, name: "Anne Com", email: "anne@chu.example", grants: roles, tongue: tongue)
        site = try Site(
            gate: Gate(recognise: { _ in SignedIn(person: person, session: 1) }), clock: house.time.clock)
        watches = WatchActions(database: house.database, clock: house.time.clock, ids: house.ids)
    }

    var router: Router<RequestState> {
        let pages = Pages(site)
        OriginRoutes(house.actions).add(to: pages)
        WatchRoutes(watches, origins: house.actions).add(to: pages)
        HubRoutes(database: house.database, clock: house.time.clock).add(to: pages)
        return pages.router
    }

    func run(_ body: @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        try await Application(router: router).test(.router) { try await body($0) }
    }
}

extension TestClientProtocol {
    func page(_ path: String) async throws -> (status: Int, text: String) {
        try await execute(uri: path, method: .get, headers: [.cookie: OriginSite.cookie]) { response in
            (response.status.code, String(buffer: response.body))
        }
    }

    func send(_ path: String, _ fields: [(String, String)]) async throws -> (
        status: Int, text: String, location: String
    ) {
        let token = ForgeryGuard.token(for: "0123456789abcdef0123")
        let body = ([("csrf", token)] + fields).map { "\(Query.encode($0.0))=\(Query.encode($0.1))" }.joined(
            separator: "&")
        return try await execute(
            uri: path, method: .post,
            headers: [.cookie: OriginSite.cookie, .contentType: "application/x-www-form-urlencoded"],
            body: ByteBuffer(string: body)
        ) { response in
            (response.status.code, String(buffer: response.body), response.headers[.location] ?? "")
        }
    }

    func upload(_ path: String, _ field: String, _ bytes: [UInt8]) async throws -> (status: Int, text: String) {
        let token = ForgeryGuard.token(for: "0123456789abcdef0123")
        let head =
            "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n\(token)\r\n--x\r\n"
            + "Content-Disposition: form-data; name=\"\(field)\"; filename=\"l.opml\"\r\n"
            + "Content-Type: text/x-opml\r\n\r\n"
        return try await execute(
            uri: path, method: .post,
            headers: [.cookie: OriginSite.cookie, .contentType: "multipart/form-data; boundary=x"],
            body: ByteBuffer(bytes: Array(head.utf8) + bytes + Array("\r\n--x--\r\n".utf8))
        ) { response in (response.status.code, String(buffer: response.body)) }
    }
}

@Suite struct OriginPagesTests {
    private static let home = """
        <html lang="fr"><head><title>Hôpital &lt;b&gt;voisin</title>
        <link rel="alternate" type="application/rss+xml" title="Actualités" href="/actu.rss">
        <link rel="alternate" type="application/atom+xml" title="Agenda" href="https://press.example/feed"></head>
        <body><p>Une page assez longue pour être lue et surveillée par quelqu'un.</p></body></html>
        """

    private static func web() -> FakeWeb {
        FakeWeb { fetch in
            switch fetch.url {
            case "https://www.hopital.example/":
                .fresh(
                    Document(
                        body: Array(home.utf8), headers: ["content-type": "text/html; charset=utf-8"],
                        finalURL: fetch.url))
            case "https://press.example/feed": Feeding.fresh(Feeding.rss([("1", "Attente <b>aux</b> urgences")]))
            default: throw Failure(.notFound, "press.example answered HTTP 404", words: "wire.not_found")
            }
        }
    }

    private func site(_ roles: Set<Grant> = [Grant(.communication)], _ tongue: Tongue = .french) async throws
        -> OriginSite
    {
        let database = try await Database.inMemory(ListeningSchema.migrations)
        return try OriginSite(try OriginHouse(database, http: Self.web().http), roles: roles, tongue: tongue)
    }

    private func whole(_ text: String) -> Bool {
        !text.contains("⟦") && !text.contains("{{") && text.contains("</html>")
    }

    @Test("a site's address shows its feeds to choose from, then becomes a source", arguments: Tongue.allCases)
    func discovery(_ tongue: Tongue) async throws {
        let site = try await site([Grant(.communication)], tongue)
        try await site.run { client in
            let empty = try await client.page("/sources")
            #expect(empty.status == 200 && whole(empty.text))
            let found = try await client.page("/sources/new?address=www.hopital.example")
            #expect(found.status == 200 && whole(found.text))
            #expect(found.text.contains("feed https://press.example/feed") && found.text.contains("Agenda"))
            #expect(found.text.contains("page https://www.hopital.example/"))
            #expect(found.text.contains("Hôpital &lt;b&gt;voisin") && !found.text.contains("<b>voisin"))
            let refused = try await client.send(
                "/sources", [("choice", "feed https://press.example/feed"), ("retention", "90"), ("purpose", " ")])
            #expect(refused.status == 400 && whole(refused.text) && refused.text.contains("id=\"purpose-error\""))
            #expect(try await site.house.count("origin") == 0)
            let added = try await client.send(
                "/sources", [("choice", "feed https://press.example/feed"), ("retention", "90"), ("purpose", "Presse")])
            #expect(added.status == 303 && added.location.hasPrefix("/sources/"))
            _ = try await site.house.jobs().visitAllDue()
            let shown = try await client.page(added.location)
            #expect(shown.status == 200 && whole(shown.text) && shown.text.contains("La Gazette"))
            let list = try await client.page("/sources")
            #expect(whole(list.text) && list.text.contains("La Gazette") && list.text.contains("Presse"))
            let again = try await client.send(
                "/sources", [("choice", "feed https://press.example/feed"), ("retention", "90"), ("purpose", "Presse")])
            #expect(again.status == 400 && whole(again.text))
            #expect(try await site.house.count("audit", "action = 'origin.added' AND who = 5") == 1)
        }
    }

    @Test("an address that cannot be a source says why in one line")
    func reproach() async throws {
        let site = try await site()
        try await site.run { client in
            for address in ["https://press.example/none", "javascript:alert(1)", "http://a:b@c.example/", "é è"] {
                let page = try await client.page("/sources/new?address=\(Query.encode(address))")
                #expect(page.status == 400 && whole(page.text) && page.text.contains("role=\"alert\""), "\(address)")
            }
        }
    }

    @Test("a source is edited, paused, resumed, hastened and taken away from its page")
    func life() async throws {
        let site = try await site()
        let origin = try await site.house.feed()
        try await site.run { client in
            let path = "/sources/\(origin.id)"
            let edited = try await client.send(
                path, [("label", "Gazette"), ("purpose", "Veille"), ("retention", "30")])
            #expect(edited.status == 303)
            #expect(try await site.house.reload(origin).retentionDays == 30)
            let wrong = try await client.send(path, [("label", "Gazette"), ("purpose", "Veille"), ("retention", "x")])
            #expect(wrong.status == 400 && whole(wrong.text) && wrong.text.contains("id=\"retention-error\""))
            #expect(try await client.send(path + "/pause", []).status == 303)
            #expect(try await site.house.reload(origin).state == .paused)
            let paused = try await client.page(path)
            #expect(whole(paused.text) && paused.text.contains("\(path)/resume"))
            #expect(try await client.send(path + "/resume", []).status == 303)
            #expect(try await client.send(path + "/visit", []).status == 303)
            #expect(try await client.send(path + "/remove", [("mentions", "keep")]).status == 303)
            #expect(try await client.page(path).status == 404)
            #expect(try await client.page("/sources/abc").status == 404)
        }
    }

    @Test("an OPML list is shown line by line, then added under one purpose, and comes out again")
    func opml() async throws {
        let site = try await site()
        try await site.house.feed("https://press.example/known")
        let list = """
            <opml version="2.0"><body><outline text="Presse"><outline text="Une" xmlUrl="https://press.example/1"/>
            <outline text="Connue" xmlUrl="https://press.example/known"/><outline text="Une bis" xmlUrl="https://press.example/1"/>
            <outline text="Deux &lt;i&gt;" xmlUrl="https://press.example/2"/></outline></body></opml>
            """
        try await site.run { client in
            let preview = try await client.upload("/sources/opml", "opml", Array(list.utf8))
            #expect(preview.status == 200 && whole(preview.text) && !preview.text.contains("<i>"))
            #expect(preview.text.components(separatedBy: "pill warn").count == 3)
            let feeds = "https://press.example/1\tUne\nhttps://press.example/2\tDeux"
            let refused = try await client.send(
                "/sources/list", [("feeds", feeds), ("purpose", ""), ("retention", "30")])
            #expect(refused.status == 400 && whole(refused.text) && refused.text.contains("https://press.example/2"))
            let added = try await client.send(
                "/sources/list", [("feeds", feeds), ("purpose", "Presse"), ("retention", "30")])
            #expect(added.status == 303)
            #expect(try await site.house.actions.list().count == 3)
            let out = try await client.page("/sources/opml")
            #expect(out.text.contains("xmlUrl=\"https://press.example/2\""))
            #expect(try await site.house.actions.preview(opml: Array(out.text.utf8), by: nil).refused.count == 3)
            #expect(try await client.upload("/sources/opml", "opml", Array("<html>non</html>".utf8)).status == 400)
        }
    }

    @Test("a watch is tried, made, changed and deleted from its pages", arguments: Tongue.allCases)
    func watch(_ tongue: Tongue) async throws {
        let site = try await site([Grant(.administrator)], tongue)
        let origin = try await site.house.actions.add(
            OriginDraft(
                kind: .files, network: .other, address: "i", label: "Import", purpose: "Lire", retentionDays: 365),
            by: nil)
        _ = try await site.house.intake.take(WatchPastTests.arrivals(60), from: origin.id)
        try await site.run { client in
            #expect(try await whole(client.page("/watches").text))
            let form = try await client.page("/watches/new?query=parking&network=facebook")
            #expect(form.status == 200 && whole(form.text) && form.text.contains("parking</textarea>"))
            #expect(form.text.contains("id=\"network-facebook\" name=\"network\" value=\"facebook\" checked"))
            let wrong = try await client.send(
                "/watches", [("name", "P"), ("query", "(parking"), ("purpose", "p"), ("retention", "9")])
            #expect(wrong.status == 400 && whole(wrong.text) && wrong.text.contains("id=\"query-error\""))
            let tried = try await client.send("/watches", [("name", "P"), ("query", "parking"), ("try", "1")])
            #expect(tried.status == 200 && tried.text.contains("Le parking du CHU"))
            #expect(try await site.house.count("watch") == 0)
            let made = try await client.send(
                "/watches",
                [("name", "Parking"), ("query", "parking"), ("purpose", "p"), ("retention", "90"), ("tells", "1")])
            #expect(made.status == 303)
            let path = String(made.location.split(separator: "?")[0])
            #expect(try await whole(client.page(path).text))
            #expect(try await whole(client.page(path + "/edit").text))
            let changed = try await client.send(
                path, [("name", "Stationnement"), ("query", "parking"), ("purpose", "p"), ("retention", "90")])
            #expect(changed.status == 303)
            let list = try await client.page("/watches")
            #expect(whole(list.text) && list.text.contains("Stationnement"))
            #expect(try await client.send(path + "/delete", []).status == 303)
            #expect(try await client.page(path).status == 404)
        }
    }

    @Test("who may not gather sees no source and changes no watch")
    func rights() async throws {
        let site = try await site([Grant(.clinician)])
        try await site.run { client in
            let sources = try await client.page("/sources")
            #expect(sources.status == 403)
            #expect(try await client.page("/watches").status == 200)
            #expect(try await client.page("/watches/new").status == 403)
            #expect(try await client.send("/watches", [("name", "x")]).status == 403)
        }
        let partial = try await self.site([Grant(.communication, service: 3)])
        try await partial.run { client in
            let refused = try await client.send(
                "/sources",
                [("kind", "feed"), ("address", "https://press.example/feed"), ("purpose", "p"), ("retention", "9")])
            #expect(refused.status == 403)
        }
    }
}
