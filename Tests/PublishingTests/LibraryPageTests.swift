import Foundation
import HTTPTypes
import HummingbirdTesting
import Kernel
import Networks
import NIOCore
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Publishing

/// The pages of the library, and the files that it gives.
@Suite(.enabled(if: LibraryAtelier.isEquipped, LibraryAtelier.wanted)) struct LibraryPageTests {
    @Test("a file goes from the form over its page to a description, and is found by its words")
    func journey() async throws {
        try await LibraryAtelier.each { house, atelier in
            let photo = try atelier.photo()
            let path = try await house.visit { visitor async throws in
                let taken = try await visitor.send("/library", file: photo, named: "salle <b>.jpg")
                let path = try #require(taken.location?.split(separator: "?").first.map(String.init))
                let waiting = try await visitor.get(path)
                #expect(waiting.text.contains("En cours de traitement") && waiting.text.contains("salle &lt;b&gt;"))
                return path
            }
            try await house.work()
            let id = try #require(Int64(path.split(separator: "/").last ?? ""))
            let item = try await house.item(id)
            try await house.visit { visitor async throws in
                let page = try await visitor.get(path)
                #expect(page.text.contains("Visages à décider") && page.text.contains("article 9 du code civil"))
                #expect(page.text.contains("lieu de la prise de vue") && !page.text.contains("⟦"))
                // Nothing is lost of a form that is refused.
                let wrong = [("title", "Salle d’IRM"), ("alt", ""), ("credit", "Zoé"), ("seen", "\(item.seen)")]
                let refused = try await visitor.post(path, wrong, from: path)
                #expect(refused.status == 400 && refused.text.contains("Zoé") && refused.text.contains("aria-invalid"))
                let right = [
                    ("title", "Salle d’IRM"), ("alt", "Deux portraits"), ("series", "Comment se passe une IRM ?"),
                    ("until", "2026-12-31"), ("licence", "propriété"), ("seen", "\(item.seen)"),
                ]
                #expect(try await visitor.post(path, right, from: path).status == 303)
                // Pressing twice says it once; other words from an old form are refused, and kept as typed.
                #expect(try await visitor.post(path, right, from: path).status == 303)
                let old = right.filter { $0.0 != "alt" } + [("alt", "Autre chose")]
                let late = try await visitor.post(path, old, from: path)
                #expect(late.status == 409 && late.text.contains("Autre chose"))
                #expect(try await visitor.get(path).text.contains("2026-12-31"))
                #expect(try await visitor.get("/library?q=portraits+IRM").text.contains("Salle d’IRM"))
                #expect(try await visitor.get("/library?q=100%25").text.contains("Rien ne correspond"))
                #expect(try await visitor.get("/library?kind=video").text.contains("Rien ne correspond"))
                #expect(try await visitor.get("/library?series=Autre").text.contains("Rien ne correspond"))
                #expect(try await visitor.get("/posts/new").text.contains("/library/\(id)/thumbnail"))
            }
            // The whole of the last day, on the hospital's calendar.
            #expect(try await house.item(id).licenceUntil == Instant(iso8601: "2026-12-31T23:00:00Z"))
        }
    }

    @Test("a post keeps the file that it shows when newer ones have come, and a file begins a post")
    func kept() async throws {
        try await LibraryAtelier.each { house, atelier in
            let old = try await house.describe(try await house.brought(try atelier.photo()))
            let content = PostContent(
                title: "Portes ouvertes", kind: .news, text: PublishingHouse.text,
                media: [PostContent.MediaUse(media: old.id, alt: old.alt)], faces: [])
            let offered = try await house.database.read {
                try LibraryStore.offered(to: content, newest: 0, in: $0).map(\.id)
            }
            #expect(offered == [old.id])
            let again = try await house.database.read { try LibraryStore.offered(to: content, in: $0).map(\.id) }
            #expect(again == [old.id])
            try await house.visit { visitor async throws in
                let page = try await visitor.get("/library/\(old.id)").text
                let link = try #require(page.firstMatch(of: /href="(\/posts\/new\?media=[^"]+)"/))
                let composer = try await visitor.get(String(link.1).replacing("&amp;", with: "&")).text
                #expect(composer.contains(/name="media" value="\d+"[^>]* checked/))
                #expect(composer.contains(old.alt))
            }
        }
    }

    @Test("an item that nobody described is offered to no post; one that was taken out neither")
    func offered() async throws {
        try await LibraryAtelier.each { house, atelier in
            let item = try await house.brought(try atelier.photo())
            try await house.visit { visitor async throws in
                #expect(!(try await visitor.get("/posts/new").text.contains("/library/\(item.id)/thumbnail")))
            }
            _ = try await house.describe(item)
            try await LibraryActions(desk: house.desk).retire(item.id, by: try PublishingHouse.person("second"))
            try await house.visit { visitor async throws in
                #expect(!(try await visitor.get("/posts/new").text.contains("/library/\(item.id)/thumbnail")))
                #expect(!(try await visitor.get("/library").text.contains("/library/\(item.id)\"")))
            }
            // Brought again, it is back as it was.
            #expect(try await house.brought(try atelier.bytes("photo.jpg")).alt == "Deux portraits sur un mur gris")
        }
    }

    @Test("the auditor sees no library; pictures are given to whoever writes, and to nobody else")
    func rights() async throws {
        try await LibraryAtelier.each { house, atelier in
            let item = try await house.brought(try atelier.photo())
            for path in [
                "/library", "/library/\(item.id)", "/library/\(item.id)/file", "/library/\(item.id)/thumbnail",
            ] {
                let status = try await house.visit(as: "auditor") { try await $0.get(path).status }
                #expect(status == 403)
                #expect(try await house.visit { try await $0.get(path).status } == 200)
            }
        }
    }

    @Test(
        "27: a network fetches a file by a signed address that is good for an hour, whole or in parts, and by no other")
    func shared() async throws {
        try await LibraryAtelier.each { house, atelier in
            let item = try await house.brought(try atelier.photo())
            let whole = try [UInt8](
                Data(contentsOf: URL(filePath: LibraryFolder(house.library).path(item.digest))))
            let address = try #require(SharedFile(desk: house.desk).address(item.digest, "jpg"))
            let path = String(address.dropFirst("https://resonance.chu.example".count))
            #expect(address.hasPrefix("https://resonance.chu.example/shared/"))
            let seen = try await Self.fetch(house, path)
            #expect(seen.status == 200 && seen.body == whole && seen.headers[.contentType] == "image/jpeg")
            #expect(seen.headers[.xContentTypeOptions] == "nosniff" && seen.headers[.acceptRanges] == "bytes")
            let part = try await Self.fetch(house, path, range: "bytes=10-19")
            #expect(part.status == 206 && part.body == Array(whole[10..<20]))
            #expect(part.headers[.contentRange] == "bytes 10-19/\(whole.count)")
            #expect(try await Self.fetch(house, path, range: "bytes=-5").body == Array(whole.suffix(5)))
            #expect(try await Self.fetch(house, path, range: "bytes=\(whole.count)-").status == 416)
            #expect(try await Self.fetch(house, path, range: "bytes=0-1,4-5").status == 200)
            let wrong = [
                path.replacing("sign=", with: "sign=A"), path.replacing("until=", with: "until=9"),
                path.split(separator: "?").first.map(String.init) ?? "", path.replacing(item.digest, with: "../../etc"),
                path.replacing(item.digest, with: String(repeating: "0", count: 64)),
            ]
            for path in wrong { #expect(try await Self.fetch(house, path).status == 404, "\(path)") }
            house.time.move(3_601)
            #expect(try await Self.fetch(house, path).status == 404)
        }
    }

    private struct Seen: Sendable {
        let status: Int
        let body: [UInt8]
        let headers: HTTPFields
    }

    private static func fetch(_ house: PublishingHouse, _ path: String, range: String? = nil) async throws -> Seen {
        try await house.application.test(.router) { client in
            try await client.execute(uri: path, method: .get, headers: range.map { [.range: $0] } ?? [:]) { response in
                Seen(
                    status: Int(response.status.code), body: Array(response.body.readableBytesView),
                    headers: response.headers)
            }
        }
    }

    @Test("27: without a public address, what a network would fetch is stopped before the call")
    func noAddress() async throws {
        try await LibraryAtelier.each { house, atelier in
            let bare = try PublishingHouse(house.database, site: nil)
            #expect(SharedFile(desk: bare.desk).address(String(repeating: "0", count: 64), "jpg") == nil)
            var item = try await house.describe(try await house.brought(try atelier.photo(at: [])))
            #expect(item.faces.isEmpty)
            item = try await house.item(item.id)
            var content = PublishingHouse.content([.init(channel: try await bare.connect(.instagram))])
            content.media = [.init(media: item.id, alt: item.alt)]
            let channels = try await house.database.read { try ChannelStore.all(in: $0) }
            let checked = PostCheck(desk: bare.desk).read(
                content, lifts: [], channels: channels, items: [item])
            #expect(
                checked.faces.flatMap(\.limits).contains { $0.code == "media_needs_address" && $0.severity == .block })
            #expect(bare.network.attempts == 0)
        }
    }
}
