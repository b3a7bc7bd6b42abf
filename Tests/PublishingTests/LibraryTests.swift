import Foundation
import HTTPTypes
import Kernel
import Media
import Networks
import Storage
import TestKit
import Testing

@testable import Publishing

/// What comes into the library, and what stands for the faces in it.
@Suite(.enabled(if: LibraryAtelier.isEquipped, LibraryAtelier.wanted)) struct LibraryTests {
    @Test("a photo comes in without its place, with its faces found, once however often it is brought")
    func bring() async throws {
        try await LibraryAtelier.each { house, atelier in
            let photo = try atelier.photo()
            let item = try await house.brought(photo, as: "Mur_gris 2.JPG")
            #expect(
                item.state == .ready && item.kind == "image" && item.mime == "image/jpeg" && item.title == "Mur gris 2")
            #expect(item.removed.contains("place") && item.removed.contains("device"))
            let folder = LibraryFolder(house.library)
            #expect(try LibraryFolder.digest(of: folder.path(item.digest)) == item.digest)
            #expect(try await Probe(folder.bench()).facts(of: folder.path(item.digest)).isBare)
            // Both faces, where they hang, and nobody has said anything of them.
            #expect(item.faces.count == 2 && item.faces.allSatisfy(\.isOpen))
            for (face, at) in zip(item.faces, [(x: 30, y: 40), (x: 220, y: 120)]) {
                #expect((at.x..<at.x + 80).contains(face.x + face.width / 2))
                #expect((at.y..<at.y + 80).contains(face.y + face.height / 2))
            }
            #expect(try await house.brought(photo, as: "autre.jpg").id == item.id)
            // The same picture with other words beside it is the same picture.
            try Data(photo).write(to: URL(filePath: atelier.folder + "/other.jpg"))
            try atelier.run("exiftool", ["-q", "-overwrite_original", "-Artist=Quelqu'un", "other.jpg"])
            let other = try await house.brought(try atelier.bytes("other.jpg"))
            #expect(other.state == .failed && other.sameAs == item.id)
            #expect(try FileManager.default.contentsOfDirectory(atPath: house.library + "/incoming") == [])
            #expect(try await house.actions().filter { $0 == "library.cleaned" }.count == 1)
        }
    }

    @Test("what is no picture is refused with a sentence, and nothing of it is kept")
    func refused() async throws {
        try await LibraryAtelier.each { house, _ in
            let item = try await house.brought(Array("%PDF-1.7 bonjour".utf8), as: "courrier.pdf")
            #expect(item.state == .failed && item.error?.hasPrefix("media.") == true)
            #expect(try FileManager.default.contentsOfDirectory(atPath: house.library + "/incoming") == [])
            try await house.visit { visitor async throws in
                let page = try await visitor.get("/library/\(item.id)")
                #expect(page.status == 200 && page.text.contains("note bad") && !page.text.contains("⟦"))
                let empty = try await visitor.send("/library", file: [])
                #expect(empty.status == 400 && empty.text.contains("role=\"alert\""))
            }
        }
    }

    @Test("what is written in a picture is read, and what tells who somebody is in it is said")
    func writing() async throws {
        try await LibraryAtelier.each { house, atelier in
            let item = try await house.brought(
                try atelier.sign("Patiente Mme Jeanne Durand\nChambre 214"), as: "porte.png")
            #expect(item.readText.contains("Durand"))
            try await house.visit { visitor async throws in
                let page = try await visitor.get("/library/\(item.id)").text
                #expect(page.contains("désigne peut-être quelqu’un") && page.contains("R.4127-4"))
            }
        }
    }

    @Test("a video comes in as MP4 without its place, with a picture of itself, and says that it lacks captions")
    func video() async throws {
        try await LibraryAtelier.each { house, atelier in
            let item = try await house.brought(try atelier.film(), as: "film.mp4")
            #expect(item.state == .ready && item.kind == "video" && item.mime == "video/mp4")
            #expect(item.removed.contains("place") && (item.seconds ?? 0) > 1.9)
            let made = try await house.database.read { try LibraryStore.renditions(of: item.id, in: $0) }
            #expect(made.map(\.purpose) == ["thumbnail", "view"] && made.allSatisfy { $0.mime == "image/jpeg" })
            let described = try await house.describe(item)
            try await house.visit { visitor async throws in
                #expect(try await visitor.get("/library/\(described.id)").text.contains("Sans sous-titres"))
            }
        }
    }

    @Test("each face of a film is asked about once, with its moment and its picture, and holds the post until then")
    func filmFaces() async throws {
        try await LibraryAtelier.each { house, atelier in
            let item = try await house.describe(
                try await house.brought(try atelier.filmOfFaces(), as: "film.mp4"), alt: "Une salle claire")
            try #require(item.state == .ready && item.faces.count == 3, "\(item.faces)")
            let seconds = item.faces.compactMap(\.second)
            #expect(seconds.filter { $0 < 3 }.count == 2 && seconds.filter { $0 >= 3 }.count == 1)
            try await house.visit { visitor async throws in
                let page = try await visitor.get("/library/\(item.id)")
                #expect(page.text.contains("class=\"face-still\"") && page.text.contains("à 0:0"))
                #expect(!page.text.contains("⟦"))
                for second in Set(seconds) {
                    let still = try await visitor.get("/library/\(item.id)/still/\(Int((second * 10).rounded()))")
                    #expect(still.status == 200 && still.headers[.contentType] == "image/jpeg")
                }
                #expect(try await visitor.get("/library/\(item.id)/still/9999").status == 404)
                #expect(try await visitor.get("/library/\(item.id)/still/x").status == 404)
            }
            try await house.visit { visitor async throws in
                let path = "/library/\(item.id)/captions"
                let captions = "WEBVTT\n\n00:00.000 --> 00:01.000\nBonjour, voici la salle.\n"
                let fields = [("captions", captions), ("seen", "\(item.seen)")]
                #expect(try await visitor.send(path, fields + [("do", "keep")], from: path).status == 303)
            }
            var content = PublishingHouse.content([
                .init(channel: try await house.connect(.youtube, "tube"), title: "La salle d’imagerie")
            ])
            content.media = [.init(media: item.id, alt: item.alt)]
            try await RenditionJob(desk: house.desk).make(try await house.item(item.id), RenditionPurpose(.youtube))
            let post = try await house.published(content)
            #expect(house.network.attempts == 0)
            #expect(try await house.parcels(post).first?.reason == .release)
        }
    }

    @Test(
        "the seconds of a film in which somebody is seen are masked for good, and with them whoever else is seen then")
    func filmCover() async throws {
        try await LibraryAtelier.each { house, atelier in
            let item = try await house.describe(
                try await house.brought(try atelier.filmOfFaces(), as: "film.mp4"), alt: "Une salle claire")
            try #require(item.faces.count == 3 && item.faces.allSatisfy { $0.span != nil }, "\(item.faces)")
            let (faces, person) = (FaceActions(desk: house.desk), try PublishingHouse.person("communication"))
            let first = try #require(item.faces.firstIndex { ($0.second ?? 9) < 3 })
            try await faces.choose(.blur, face: first, of: item.id, seen: item.seen, by: person)
            try await house.work()
            let covered = try await house.item(item.id)
            #expect(covered.state == .ready && covered.error == nil && covered.digest != item.digest)
            // Both are seen in the first three seconds alone; the third one is still to be decided.
            #expect(covered.faces.map(\.isBlurred) == item.faces.map { ($0.second ?? 9) < 3 })
            #expect(covered.faces.count(where: \.isOpen) == 1 && covered.seconds == item.seconds)
            let folder = LibraryFolder(house.library)
            #expect(!FileManager.default.fileExists(atPath: folder.path(item.digest)))
            let bench = try folder.bench()
            let facts = try await Probe(bench).facts(of: folder.path(covered.digest))
            let left = try await LibraryLook(bench: bench).look(folder.path(covered.digest), facts).faces
            #expect(left.count == 1 && left.allSatisfy { ($0.second ?? 0) >= 3 })
            try await house.visit { visitor async throws in
                let page = try await visitor.get("/library/\(item.id)").text
                #expect(page.contains("rendu méconnaissable") && page.contains("Masquer l’image de"))
                for second in Set(covered.faces.compactMap(\.second)) {
                    let still = "/library/\(item.id)/still/\(Int((second * 10).rounded()))"
                    #expect(try await visitor.get(still).status == 200)
                }
            }
        }
    }

    @Test("a face in a later frame of an animation is asked about like any other")
    func animationFaces() async throws {
        try await LibraryAtelier.each { house, atelier in
            _ = try atelier.photo("none.jpg", at: [])
            _ = try atelier.photo("two.jpg")
            try atelier.run(
                "ffmpeg",
                [
                    "-v", "error", "-y", "-loop", "1", "-t", "2", "-i", "none.jpg", "-loop", "1", "-t", "2", "-i",
                    "two.jpg", "-filter_complex",
                    "[0:v][1:v]concat=n=2:v=1,fps=1,split[a][b];[a]palettegen[p];[b][p]paletteuse", "slides.gif",
                ])
            let item = try await house.describe(
                try await house.brought(try atelier.bytes("slides.gif"), as: "slides.gif"), alt: "Une salle claire")
            #expect(item.kind == "animation" && item.faces.count == 2 && item.faces.allSatisfy { $0.second != nil })
            await #expect(throws: Failure.self) {
                try await FaceActions(desk: house.desk).choose(
                    .blur, face: 0, of: item.id, seen: item.seen, by: try PublishingHouse.person("communication"))
            }
            try await house.visit { visitor async throws in
                let page = try await visitor.get("/library/\(item.id)").text
                #expect(page.contains("class=\"face-still\"") && !page.contains("class=\"face-mark"))
            }
        }
    }

    @Test("a film is looked at every two seconds, and a face that stays is one face")
    func moments() {
        #expect(FilmLook.moments(of: 1).count == 5 && FilmLook.moments(of: 31).count == 16)
        #expect(FilmLook.moments(of: 7_200).count == 60 && FilmLook.moments(of: 0).allSatisfy { $0 == 0 })
        func face(_ x: Int, _ y: Int, _ size: Int = 40) -> LibraryItem.FaceBox {
            LibraryItem.FaceBox(x: x, y: y, width: size, height: size, score: 1)
        }
        let walked = FilmLook.appearances([
            [face(0, 0)], [face(10, 0, 50)], [], [face(10, 0)], [face(200, 0), face(12, 0)],
        ])
        #expect(walked.map(\.width) == [50, 40, 40] && walked.map(\.x) == [10, 10, 200])
        #expect(FilmLook.appearances([]).isEmpty && FilmLook.appearances([[face(0, 0), face(1, 0)]]).count == 2)
    }

    @Test("a post with a face that nothing stands for is held; it leaves once a named person said what it is")
    func faces() async throws {
        try await LibraryAtelier.each { house, atelier in
            let item = try await house.describe(try await house.brought(try atelier.photo()))
            let channel = try await house.connect()
            var content = PublishingHouse.content([.init(channel: channel)])
            content.media = [.init(media: item.id, alt: item.alt)]
            let post = try await house.release(content)
            try await house.work()
            let parcel = try #require(try await house.parcels(post).first)
            #expect(parcel.state == .held && parcel.reason == .release && house.network.attempts == 0)
            let (faces, person) = (FaceActions(desk: house.desk), try PublishingHouse.person("communication"))
            try await faces.choose(.none, face: 0, of: item.id, seen: item.seen, by: person)
            // A form made of what was before is refused, and changes nothing.
            await #expect(throws: Failure.self) {
                try await faces.choose(.none, face: 1, of: item.id, seen: item.seen, by: person)
            }
            var now = try await house.item(item.id)
            #expect(now.faces.map(\.isNone) == [true, false] && now.faces[0].by == person.id)
            try await faces.choose(.none, face: 1, of: item.id, seen: now.seen, by: person)
            try await SendingActions(desk: house.desk).send(parcel.id, by: try PublishingHouse.person("second"))
            try await house.work()
            #expect(try await house.parcels(post).map(\.state) == [.sent])
            now = try await house.item(item.id)
            #expect(now.faces.allSatisfy { !$0.isOpen })
            #expect(try await house.actions().filter { $0 == "library.face_none" }.count == 2)
        }
    }

    @Test("a face that is covered is gone from the master and from the disk, and a network gets the new picture")
    func blur() async throws {
        try await LibraryAtelier.each { house, atelier in
            let item = try await house.describe(try await house.brought(try atelier.photo()))
            var content = PublishingHouse.content([.init(channel: try await house.connect())])
            content.media = [.init(media: item.id, alt: item.alt)]
            let post = try await house.release(content, at: house.time.now.adding(seconds: 7_200))
            try await house.database.write { connection in
                try connection.execute("UPDATE sending SET prepared = '{}' WHERE post = $1", [post])
            }
            let (faces, person) = (FaceActions(desk: house.desk), try PublishingHouse.person("communication"))
            let folder = LibraryFolder(house.library)
            try await faces.choose(.blur, face: 0, of: item.id, seen: item.seen, by: person)
            #expect(try await house.item(item.id).state == .working)
            try await house.work()
            let covered = try await house.item(item.id)
            #expect(covered.state == .ready && covered.digest != item.digest && covered.faces[0].isBlurred)
            #expect(covered.faces[1].isOpen && covered.faces.count == 2)
            #expect(!FileManager.default.fileExists(atPath: folder.path(item.digest)))
            #expect(try LibraryFolder.digest(of: folder.path(covered.digest)) == covered.digest)
            // Looked at again, one face is left.
            let bench = try folder.bench()
            let facts = try await Probe(bench).facts(of: folder.path(covered.digest))
            #expect(try await LibraryLook(bench: bench).look(folder.path(covered.digest), facts).faces.count == 1)
            let prepared = try await house.database.read {
                try $0.one("SELECT COUNT(*) AS n FROM sending WHERE prepared IS NOT NULL", [])?.int("n")
            }
            #expect(prepared == 0)
        }
    }

    @Test("a face that was missed is added by its numbers, inside of the picture alone")
    func added() async throws {
        try await LibraryAtelier.each { house, atelier in
            let item = try await house.brought(try atelier.photo(at: [(30, 40)]))
            #expect(item.faces.count == 1)
            try await house.visit { visitor async throws in
                let path = "/library/\(item.id)"
                let wrong = [("x", "350"), ("y", "10"), ("width", "40"), ("height", "40"), ("seen", "\(item.seen)")]
                #expect(try await visitor.post("\(path)/faces", wrong, from: path).status == 400)
                let right = [("x", "200"), ("y", "10"), ("width", "40"), ("height", "40"), ("seen", "\(item.seen)")]
                #expect(try await visitor.post("\(path)/faces", right, from: path).status == 303)
                // Pressing twice adds one.
                #expect(try await visitor.post("\(path)/faces", right, from: path).status == 409)
            }
            let faces = try await house.item(item.id).faces
            #expect(faces.count == 2 && faces[1].isAdded == true && faces[1].isOpen)
        }
    }
}
