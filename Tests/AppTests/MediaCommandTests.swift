import Foundation
import TestKit
import Testing

@testable import App

/// `resonance media`, as a person runs it, on files that other programs made and read.
@Suite(
    .enabled(
        if: MediaProgram.hasAll(MediaProgram.all),
        "install ffmpeg, libvips-tools, tesseract-ocr and libimage-exiftool-perl"))
struct MediaCommandTests {
    private func each(_ body: @escaping @Sendable (Installation, String) async throws -> Void) async throws {
        try await inTemporaryFolder { folder in
            let photo = folder + "/salle d’attente.jpg"
            try MediaProgram.run("vips", ["gaussnoise", photo, "1800", "600", "--seed", "3"], in: folder)
            try MediaProgram.run(
                "exiftool",
                ["-q", "-overwrite_original", "-GPSLatitude=49.4", "-GPSLatitudeRef=N", "-Artist=Jeanne Roy", photo],
                in: folder)
            try await body(Installation(folder: folder, database: nil), photo)
        }
    }

    @Test("a picture is cleaned of its place and its author, once")
    func cleans() async throws {
        try await each { house, photo in
            let out = try await house.plain(["media", photo, "--output", house.folder])
            let line = try out.json()
            #expect(out.status == 0 && line["same"] as? Bool == true)
            #expect((line["removed"] as? [String]).map { Set($0).isSuperset(of: ["place", "author"]) } == true)
            let file = try #require(line["file"] as? String)
            #expect(file == house.folder + "/salle d’attente.clean.jpg")
            let left = try MediaProgram.run("exiftool", ["-s", "-GPSLatitude", "-Artist", file], in: house.folder)
            #expect(left.isEmpty)
            let again = try await house.plain(["media", photo, "--output", house.folder])
            let error = try again.json()["error"] as? String
            #expect(again.status == 1 && error?.contains("there already") == true)
            let names = try FileManager.default.contentsOfDirectory(atPath: house.folder)
            #expect(!names.contains { $0.hasPrefix(".resonance") })
        }
    }

    @Test("each network is given what it takes, or a line says why not")
    func renders() async throws {
        try await each { house, photo in
            let out = try await house.plain(
                ["media", photo, "--network", "instagram", "--network", "youtube", "--output", house.folder])
            #expect(out.status == 1)
            let lines = try out.output.split(separator: "\n").map {
                try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
            }
            try #require(lines.count == 2)
            let wide = try #require(lines[0]["width"] as? Int)
            let file = try #require(lines[0]["file"] as? String)
            #expect(wide <= 1_440 && lines[0]["mime"] as? String == "image/jpeg")
            let width = try MediaProgram.run("vipsheader", ["-f", "width", file], in: house.folder)
            #expect(width.trimmingCharacters(in: .whitespacesAndNewlines) == "\(wide)")
            #expect(lines[1]["error"] as? String == "youtube takes no image")
        }
    }

    @Test("what is no picture, no network, or no folder, is said on one line")
    func refuses() async throws {
        try await each { house, photo in
            let page = try house.write("page.jpg", "<html>bonjour</html>")
            let wrong = try await house.plain(["media", page, "--output", house.folder])
            let error = try wrong.json()["error"] as? String
            #expect(wrong.status == 1 && error?.isEmpty == false)
            let unknown = try await house.plain(["media", photo, "--network", "minitel"])
            #expect(unknown.status == 2 && unknown.errors.contains("minitel is none of the networks"))
            let nowhere = try await house.plain(["media", photo, "--output", photo])
            #expect(nowhere.status == 2 && nowhere.errors.contains("cannot be written to"))
        }
    }
}
