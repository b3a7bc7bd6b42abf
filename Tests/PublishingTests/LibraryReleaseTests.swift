import Foundation
import HTTPTypes
import Kernel
import Storage
import TestKit
import Testing

@testable import Publishing

/// Who agreed to be shown, and what follows when they agree no more.
@Suite(.enabled(if: LibraryAtelier.isEquipped, LibraryAtelier.wanted)) struct LibraryReleaseTests {
    private static let form = [
        ("person", "Jeanne Essai"), ("contact", "jeanne@example.org"), ("purpose", "Journée portes ouvertes"),
        ("begins", "2026-11-01"), ("ends", "2027-10-31"),
    ]

    /// Writes a release down by the form; gives its number.
    private static func release(
        _ house: PublishingHouse, _ more: [(String, String)] = [], proof: [UInt8]? = nil
    ) async throws -> Int64 {
        try await house.visit { visitor async throws in
            let kept = try await visitor.send(
                "/library/releases", form + more, file: proof, named: "signé.jpg", field: "proof")
            let path = try #require(kept.location?.split(separator: "?").first, "\(kept.text)")
            return try #require(Int64(path.split(separator: "/").last ?? ""))
        }
    }

    @Test("a release is written down with its proof, once however often the form is sent")
    func kept() async throws {
        try await LibraryAtelier.each { house, atelier in
            let photo = try atelier.photo()
            let id = try await Self.release(house, [("release", "77")], proof: photo)
            #expect(id == 77)
            #expect(try await Self.release(house, [("release", "77")], proof: photo) == 77)
            #expect(try await house.actions().filter { $0 == "release.kept" }.count == 1)
            try await house.visit { visitor async throws in
                let page = try await visitor.get("/library/releases/77")
                #expect(page.text.contains("Jeanne Essai") && page.text.contains("31 octobre 2027"))
                #expect(!page.text.contains("⟦") && !page.text.contains("Sans preuve"))
                let proof = try await visitor.get("/library/releases/77/proof")
                #expect(proof.headers[.contentDisposition]?.hasPrefix("attachment") == true)
                #expect(try await visitor.get("/library/releases").text.contains("article 9 du code civil"))
            }
            for path in ["", "/new", "/77", "/77/proof"] {
                #expect(
                    try await house.visit(as: "clinician") { try await $0.get("/library/releases\(path)").status }
                        == 403)
            }
        }
    }

    @Test("a release that lacks something is refused, with everything kept as it was typed")
    func refused() async throws {
        try await LibraryAtelier.each { house, _ in
            try await house.visit { visitor async throws in
                let wrong: [([(String, String)], String)] = [
                    ([("minor", "1"), ("first", "Un parent")], "autorité parentale"),
                    ([("ends", "2026-10-01")], "après le début"), ([("begins", "2026-02-31x")], "jour n’existe pas"),
                    ([("purpose", "  ")], "Dites le but"),
                ]
                for (fields, sentence) in wrong {
                    let names = Set(fields.map(\.0))
                    let all = Self.form.filter { !names.contains($0.0) } + fields
                    let page = try await visitor.send("/library/releases", all)
                    #expect(page.status == 400 && page.text.contains(sentence), "\(sentence)")
                    #expect(page.text.contains("jeanne@example.org"))
                }
                let alone = Self.form + [("minor", "1"), ("first", "Un parent"), ("alone", "1")]
                #expect(try await visitor.send("/library/releases", alone).status == 303)
            }
        }
    }

    @Test("what ends within thirty days comes first, and what is over comes last")
    func order() async throws {
        try await LibraryAtelier.each { house, _ in
            @Sendable func day(_ begin: String, _ end: String, _ name: String) -> [(String, String)] {
                [("person", name), ("contact", "c"), ("purpose", "p"), ("begins", begin), ("ends", end)]
            }
            try await house.visit { visitor async throws in
                for fields in [
                    day("2026-01-01", "2026-10-01", "Finie"), day("2026-01-01", "2027-10-01", "Longue"),
                    day("2026-01-01", "2026-11-20", "Bientôt"),
                ] { #expect(try await visitor.send("/library/releases", fields).status == 303) }
                let page = try await visitor.get("/library/releases").text
                let places = try ["Bientôt", "Longue", "Finie"].map { name in
                    try #require(page.range(of: ">\(name)<")).lowerBound
                }
                #expect(places == places.sorted() && page.contains("finit dans les 30 jours"))
            }
        }
    }

    @Test(
        "a withdrawal holds what has not left, asks for what has left to be taken back, and names nobody else's posts")
    func withdrawal() async throws {
        try await LibraryAtelier.each { house, atelier in
            let release = try await Self.release(house)
            let item = try await house.describe(try await house.brought(try atelier.photo(at: [(30, 40)])))
            let person = try PublishingHouse.person("communication")
            try await FaceActions(desk: house.desk).choose(
                .cover(release: release), face: 0, of: item.id, seen: item.seen, by: person)
            // Only the account whose face shows the picture is concerned.
            let channels = [try await house.connect(.facebook, "page"), try await house.connect(.linkedin, "org")]
            var content = PublishingHouse.content([
                .init(channel: channels[0]), .init(channel: channels[1], media: []),
            ])
            content.media = [.init(media: item.id, alt: item.alt)]
            let gone = try await house.release(content)
            try await house.work()
            try await house.work()
            #expect(try await house.parcels(gone).map(\.state) == [.sent, .sent])
            let later = try await house.release(content, at: house.time.now.adding(seconds: 86_400))
            let other = try await house.release(
                PublishingHouse.content([.init(channel: channels[0])], "Le laboratoire ouvre lundi matin."),
                at: house.time.now.adding(seconds: 86_400))
            let actions = ImageReleaseActions(desk: house.desk)
            let touched = try await actions.withdraw(release, because: "retirée", by: person)
            #expect(touched == [gone, later])
            #expect(try await actions.withdraw(release, because: "retirée", by: person) == [])
            let waiting = try await house.parcels(later)
            #expect(waiting.filter { $0.state == .held }.map(\.channel) == [channels[0]])
            #expect(waiting.first { $0.state == .held }?.reason == .release)
            #expect(try await house.parcels(other).map(\.state) == [.ready])
            let wishes = try await house.database.read { connection in
                try connection.query(
                    "SELECT s.post, s.channel FROM sending_change c JOIN sending s ON s.id = c.sending", []
                )
                .map { [try $0.int64("post"), try $0.int64("channel")] }
            }
            #expect(wishes == [[gone, channels[0]]])
            try await house.visit { visitor async throws in
                #expect(try await visitor.get("/library/\(item.id)").text.contains("autorisation retirée"))
                #expect(try await visitor.get("/posts/\(later)").text.contains("autorisation valable"))
                #expect(try await visitor.get("/library/releases/\(release)").text.contains("retirée le"))
            }
        }
    }

    @Test("a release for one network does not let a picture leave for another")
    func networks() async throws {
        try await LibraryAtelier.each { house, atelier in
            let release = try await Self.release(house, [("network", "linkedin")])
            let item = try await house.describe(try await house.brought(try atelier.photo(at: [(30, 40)])))
            try await FaceActions(desk: house.desk).choose(
                .cover(release: release), face: 0, of: item.id, seen: item.seen,
                by: try PublishingHouse.person("communication"))
            let channels = [try await house.connect(.facebook, "page"), try await house.connect(.linkedin, "org")]
            var content = PublishingHouse.content(channels.map { .init(channel: $0) })
            content.media = [.init(media: item.id, alt: item.alt)]
            let post = try await house.release(content)
            try await house.work()
            try await house.work()
            let parcels = try await house.parcels(post)
            #expect(parcels.first { $0.channel == channels[0] }?.reason == .release)
            #expect(parcels.first { $0.channel == channels[1] }?.state == .sent)
        }
    }
}
