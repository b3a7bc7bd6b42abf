import Foundation
import Kernel
import Networks
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Publishing

/// A video that has left: looked after until YouTube has read it, and given its subtitles once.
@Suite(.enabled(if: LibraryAtelier.isEquipped, LibraryAtelier.wanted)) struct AftercareTests {
    private static let captions = "WEBVTT\n\n00:00.000 --> 00:01.000\nBonjour, voici la salle.\n"

    /// A video with subtitles is out on YouTube.
    private func each(
        captioned: Bool = true, _ body: @escaping @Sendable (PublishingHouse, Int64) async throws -> Void
    ) async throws {
        let atelier = try LibraryAtelier()
        defer { atelier.close() }
        try await onBothEngines(PublishingHouse.migrations) { database in
            let house = try PublishingHouse(database)
            defer { try? FileManager.default.removeItem(atPath: house.library) }
            let item = try await house.describe(
                try await house.brought(try atelier.film(), as: "film.mp4"), alt: "Une salle claire")
            try await house.visit { visitor async throws in
                let path = "/library/\(item.id)/captions"
                let fields = [("captions", Self.captions), ("seen", "\(item.seen)"), ("do", "keep")]
                if captioned { #expect(try await visitor.send(path, fields, from: path).status == 303) }
            }
            var content = PublishingHouse.content([
                .init(channel: try await house.connect(.youtube, "tube"), title: "La salle d’imagerie")
            ])
            content.media = [.init(media: item.id, alt: item.alt)]
            try await RenditionJob(desk: house.desk).make(try await house.item(item.id), RenditionPurpose(.youtube))
            let post = try await house.published(content)
            let parcel = try #require(try await house.parcels(post).first)
            try #require(parcel.state == .sent, "\(parcel.state) \(parcel.error ?? "")")
            try await body(house, post)
        }
    }

    private static func care(_ house: PublishingHouse, _ post: Int64) async throws -> MessageAftercare? {
        try await house.database.read { try AftercareStore.of(post, in: $0).values.first }
    }

    private static func wait(_ house: PublishingHouse, _ seconds: Double) async throws {
        house.time.move(seconds)
        try await house.work()
    }

    @Test("YouTube is asked until it has read the video, ever less often, and is given the subtitles once")
    func reads() async throws {
        try await each { house, post in
            let care = house.network.care
            care.answers({ .working }, { .working }, { throw Failure(.unavailable, "503") }, { .working })
            #expect(care.looks == 0)
            try await Self.wait(house, 61)
            #expect(care.looks == 1 && care.given == ["n1 fr true"])
            try await Self.wait(house, 61)
            #expect(care.looks == 2)
            try await Self.wait(house, 61)
            #expect(care.looks == 2)
            try await house.visit { visitor async throws in
                let text = try await visitor.get("/posts/\(post)").text
                #expect(text.contains("prépare encore la vidéo. Sous-titres déposés.") && !text.contains("⟦"))
            }
            for _ in 0..<8 { try await Self.wait(house, 3_601) }
            #expect(care.looks == 5 && care.given.count == 1)
            #expect(try await Self.care(house, post)?.state == .done)
            #expect(house.network.attempts == 1)
            #expect(try await house.trail().filter { $0 == "post.captioned" }.count == 1)
        }
    }

    @Test("while everything is stopped nothing is handed over, however long that takes")
    func stopped() async throws {
        try await each { house, post in
            let (sending, person) = (SendingActions(desk: house.desk), try PublishingHouse.person("second"))
            try await sending.stop(reason: "Deuil", by: person)
            for _ in 0..<100 { try await Self.wait(house, 3_601) }
            #expect(house.network.care.looks == 0 && house.network.care.given.isEmpty)
            #expect(try await Self.care(house, post)?.state == .open)
            try await sending.resume(by: person)
            try await Self.wait(house, 3_601)
            #expect(house.network.care.given.count == 1)
            #expect(try await Self.care(house, post)?.state == .done)
        }
    }

    @Test("a video that YouTube could not read is told, and a person has it looked at again or leaves it so")
    func unreadable() async throws {
        try await each { house, post in
            house.network.care.answers({ .failed("codec") }, { .failed("codec") })
            try await Self.wait(house, 61)
            #expect(try await Self.care(house, post)?.why == .video)
            let parcel = try #require(try await house.parcels(post).first)
            try await house.visit(as: "second") { visitor async throws in
                let list = try await visitor.get("/sendings").text
                #expect(list.contains("n’a pas pu traiter la vidéo") && list.contains("codec"))
                let badges = try await PublishingServices(house.desk).badges(for: PublishingHouse.person("second"))
                #expect(badges["sendings"] == 1)
                let again = "/sendings/\(parcel.id)/care/again"
                #expect(try await visitor.post(again, [], from: "/sendings").status == 303)
                #expect(try await visitor.post(again, [], from: "/sendings").status == 409)
                try await house.work()
                let leave = "/sendings/\(parcel.id)/care/leave"
                #expect(try await visitor.post(leave, [], from: "/sendings").status == 303)
                #expect(!(try await visitor.get("/sendings").text).contains("codec"))
            }
            try await house.visit(as: "clinician") { visitor async throws in
                #expect(try await visitor.post("/sendings/\(parcel.id)/care/again", [], from: "/posts").status == 403)
            }
            #expect(house.network.care.looks == 2 && house.network.attempts == 1)
            let trail = try await house.trail()
            #expect(trail.contains("aftercare.again") && trail.contains("aftercare.leave"))
        }
    }

    @Test("subtitles wait for the day's quota and for the video to be known; what is refused for good is told")
    func refused() async throws {
        try await each { house, post in
            let care = house.network.care
            care.refuses(
                Failure(.tooMany, "quotaExceeded"), Failure(.notFound, "videoNotFound"),
                Failure(.unusable, "invalidMetadata"))
            for turn in 1...3 { try await Self.wait(house, Double(turn) * 3_601) }
            #expect(care.given.isEmpty)
            let told = try #require(try await Self.care(house, post))
            #expect(told.state == .trouble && told.why == .captions && told.error?.contains("invalidMetadata") == true)
            // The video itself stands as it is.
            #expect(try await house.parcels(post).first?.state == .sent)
            let again = try #require(try await house.parcels(post).first).id
            try await house.visit(as: "second") { visitor async throws in
                #expect(try await visitor.post("/sendings/\(again)/care/again", [], from: "/sendings").status == 303)
            }
            try await house.work()
            #expect(care.given.count == 1)
            #expect(try await Self.care(house, post)?.state == .done)
        }
    }

    @Test("what never comes to an end is told after three days; what was taken back is left alone")
    func ends() async throws {
        try await each(captioned: false) { house, post in
            let care = house.network.care
            care.answers({ .gone }, { .gone })
            try await Self.wait(house, 61)
            #expect(try await Self.care(house, post)?.state == .open)
            try await Self.wait(house, 700)
            #expect(try await Self.care(house, post)?.why == .gone)
            #expect(care.given.isEmpty)
            try await house.withdraw(post)
            try await house.work()
            #expect(try await house.database.read { try AftercareStore.waitingCount(in: $0) } == 0)
        }
        try await each { house, post in
            let answers = (0..<200).map { _ in { @Sendable () throws -> Processing in .working } }
            house.network.care.answers(all: answers)
            for _ in 0..<80 { try await Self.wait(house, 3_601) }
            #expect(try await Self.care(house, post)?.why == .late)
            #expect(house.network.care.given.count == 1 && house.network.care.looks > 60)
        }
    }

    @Test("a node that dies after the subtitles were taken leaves them there once, and a lost job comes back")
    func dies() async throws {
        try await each { house, post in
            house.network.care.answers({ .working })
            house.time.move(61)
            // Done, and never written down as done.
            try await house.work("dead", finishing: false)
            house.time.move(7_200)
            try await house.database.write { try $0.execute("DELETE FROM job", []) }
            let now = house.time.now
            try await house.database.write { try AfterServices.look(at: now, in: $0) }
            try await house.work()
            #expect(house.network.care.given.count == 1)
            #expect(try await Self.care(house, post)?.state == .done)
        }
    }
}
