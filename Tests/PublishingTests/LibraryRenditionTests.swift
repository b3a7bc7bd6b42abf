import Deontology
import Foundation
import HTTPTypes
import Kernel
import Media
import Networks
import Storage
import TestKit
import Testing

@testable import Publishing

/// What each network is given of a file, and what is said in a video.
@Suite(.enabled(if: LibraryAtelier.isEquipped, LibraryAtelier.wanted)) struct LibraryRenditionTests {
    @Test("each network is given what its limits say, once, and the page shows it")
    func renditions() async throws {
        try await LibraryAtelier.each { house, atelier in
            // Wider than Instagram shows, as PNG that it does not take.
            try atelier.run("vips", ["gaussnoise", "wide.png[compression=1]", "1800", "600", "--seed", "3"])
            let item = try await house.describe(try await house.brought(try atelier.bytes("wide.png"), as: "large.png"))
            #expect(item.mime == "image/png" && item.faces.isEmpty)
            let channels = [
                try await house.connect(.instagram, "insta"), try await house.connect(.mastodon, "m"),
                try await house.connect(.google, "fiche"), try await house.connect(.youtube, "tube"),
            ]
            var content = PublishingHouse.content(channels.map { .init(channel: $0) })
            content.media = [.init(media: item.id, alt: item.alt)]
            let post = try await PostActions(desk: house.desk).create(
                content, service: nil, by: try PublishingHouse.person("communication"))
            try await house.visit { visitor async throws in
                let page = try await visitor.get("/posts/\(post)").text
                #expect(page.contains("/library/\(item.id)/view?v=") && page.contains("Pas encore préparé"))
            }
            try await LibraryServices(desk: house.desk).look()
            try await LibraryServices(desk: house.desk).look()
            try await house.work()
            let shown = content
            let made = try await house.database.read { connection in
                try LibraryStore.used(by: shown, in: connection).flatMap(\.renditions)
            }
            let insta = try #require(made.first { $0.purpose == "instagram" })
            #expect(insta.mime == "image/jpeg" && insta.width <= 1_440 && insta.bytes <= 8_000_000)
            // Bands, since 3:1 is broader than 1.91:1, and nothing is cut away.
            #expect(abs(Double(insta.width) / Double(insta.height) - 1.91) < 0.02)
            #expect(made.first { $0.purpose == "mastodon" }?.digest == item.digest)
            #expect(made.contains { $0.purpose == "google" && $0.bytes >= 10_000 })
            let refusals = try await house.database.read { try LibraryStore.refusals(of: item.id, in: $0) }
            #expect(refusals == ["youtube": "library.no_rendition"])
            // Nothing is left to make.
            try await LibraryServices(desk: house.desk).look()
            #expect(try await house.work() == 0)
            try await house.visit { visitor async throws in
                let page = try await visitor.get("/library/\(item.id)").text
                #expect(page.contains("Pour chaque réseau") && page.contains("tel quel") && page.contains("Instagram"))
                #expect(!page.contains("⟦"))
                // Whoever approves sees what Instagram is given, with its description.
                let preview = try await visitor.get("/posts/\(post)").text
                #expect(preview.contains("/library/\(item.id)/rendition/instagram?v=\(insta.digest.prefix(8))"))
                #expect(preview.contains("Description\u{A0}: \(item.alt)") && !preview.contains("⟦"))
                let shown = try await visitor.get("/library/\(item.id)/rendition/instagram")
                #expect(shown.status == 200 && shown.headers[.contentType] == "image/jpeg")
                #expect(try await visitor.get("/library/\(item.id)/rendition/youtube").status == 404)
                #expect(try await visitor.get("/library/\(item.id)/rendition/view").status == 404)
            }
        }
    }

    @Test("a picture is made for the network at the last moment, where nobody had it made before")
    func lastMoment() async throws {
        try await LibraryAtelier.each { house, atelier in
            try atelier.run("vips", ["black", "large.png", "2400", "1500", "--bands", "3"])
            let item = try await house.describe(
                try await house.brought(try atelier.bytes("large.png"), as: "large.png"))
            var content = PublishingHouse.content([.init(channel: try await house.connect(.instagram, "insta"))])
            content.media = [.init(media: item.id, alt: item.alt)]
            let composition = try await Self.composition(content, house)
            let attachment = try #require(try await Attachments(desk: house.desk).of(composition).first)
            #expect(attachment.file.content.mime == "image/jpeg" && attachment.width <= 1_440)
            #expect(attachment.pulledFrom?.contains(attachment.file.content.digest) == true)
        }
    }

    /// A post on its way, as the sending sees it.
    private static func composition(_ content: PostContent, _ house: PublishingHouse) async throws -> Composition {
        let post = try await PostActions(desk: house.desk).create(
            content, service: nil, by: try PublishingHouse.person("communication"))
        let now = house.time.now
        return try await house.database.write { connection in
            let found = try PostStore.find(post, in: connection)
            try Planning.put(found, house.desk, at: now, in: connection)
            let parcel = try #require(try ParcelStore.of(post, in: connection).first)
            return try #require(try Composition.compose(parcel, found, in: connection))
        }
    }

    private static let captions =
        "WEBVTT\n\n00:00.000 --> 00:01.000\nBonjour, voici la salle.\n\n00:01.000 --> 00:01.900\nOn y entre.\n"

    @Test("captions are written, moved, imported and read; they leave with the video")
    func captions() async throws {
        try await LibraryAtelier.each { house, atelier in
            let item = try await house.describe(try await house.brought(try atelier.film(), as: "film.mp4"))
            let path = "/library/\(item.id)/captions"
            try await house.visit { visitor async throws in
                let faulty = "WEBVTT\n\n00:02.000 --> 00:01.000\nÀ l’envers\n"
                let refused = try await visitor.send(path, [("captions", faulty), ("do", "keep")], from: path)
                #expect(refused.status == 400 && refused.text.contains("À l’envers"))
                #expect(refused.text.contains("personne ne le verra") && !refused.text.contains("⟦"))
                let moved = try await visitor.send(
                    path, [("captions", Self.captions), ("seconds", "1,5"), ("do", "shift")], from: path)
                #expect(moved.status == 200 && moved.text.contains("00:00:01.500 --&gt; 00:00:02.500"))
                #expect(
                    try await visitor.send(
                        path, [("captions", Self.captions), ("seconds", "x"), ("do", "shift")], from: path
                    ).status == 400)
                let srt = Array("1\r\n00:00:00,000 --> 00:00:01,000\r\nUn sous-titre\r\n".utf8)
                let read = try await visitor.send(path, [("do", "import")], file: srt, named: "a.srt", from: path)
                #expect(read.status == 200 && read.text.contains("WEBVTT") && read.text.contains("Un sous-titre"))
                #expect(try await house.item(item.id).captions == nil)
                let fields = [("captions", Self.captions), ("seen", "\(item.seen)"), ("do", "keep")]
                #expect(try await visitor.send(path, fields, from: path).status == 303)
                #expect(try await visitor.send(path, fields, from: path).status == 303)
                #expect(
                    try await visitor.get("/library/\(item.id)/transcript").text.contains("voici la salle. On y entre.")
                )
                let file = try await visitor.get(path + ".vtt")
                #expect(file.headers[.contentType] == "text/vtt; charset=utf-8" && file.text.hasPrefix("WEBVTT"))
                #expect(try await visitor.get("/library/\(item.id)").text.contains("Prêt"))
            }
            #expect(try await house.actions().filter { $0 == "library.captioned" }.count == 1)
            var content = PublishingHouse.content([.init(channel: try await house.connect(.mastodon, "m"))])
            content.media = [.init(media: item.id, alt: item.alt)]
            let composition = try await Self.composition(content, house)
            // A video takes its time: the message waits for it.
            await #expect(throws: Failure.self) { _ = try await Attachments(desk: house.desk).of(composition) }
            try await RenditionJob(desk: house.desk).make(try await house.item(item.id), RenditionPurpose(.mastodon))
            let attachment = try #require(try await Attachments(desk: house.desk).of(composition).first)
            let vtt = try #require(attachment.captions?.content)
            #expect(vtt.mime == "text/vtt" && vtt.kind == .subtitles)
            let kept = String(decoding: try Data(contentsOf: URL(filePath: vtt.path)), as: UTF8.self)
            #expect(kept.contains("On y entre."))
        }
    }
}
