import Deontology
import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

@Suite struct YouTubeUploadTests {
    static let credentials = Credentials(access: "token", subject: "UC1")
    static let part = YouTubeUpload.part

    static func connector(_ network: ClosedNetwork, clock: Clock = noon) -> YouTubeConnector {
        YouTubeConnector(credentials: credentials, http: network.http, clock: clock)
    }

    static func video(_ bytes: Int64, text: String = "Le tour du service.") throws -> Networks.Piece {
        try Made.piece(text, title: "La visite", [try Made.attachment(.video, "video/mp4", bytes: bytes)])
    }

    static func session(_ number: Int = 1, at host: String = "www.googleapis.com") -> ClosedNetwork.Reply {
        .yes("", ["location": "https://\(host)/session/\(number)?upload_id=a"])
    }

    @Test("all parts but the last are sent while the video is prepared, and the last one makes it")
    func parts() async throws {
        let network = ClosedNetwork([
            "POST /upload/youtube/v3/videos": [Self.session()],
            "PUT /session/1": [.no(308), .no(308), .yes(#"{"id":"V1"}"#)],
        ])
        let bytes = 2 * Self.part + 5
        let piece = try Self.video(bytes)
        let connector = Self.connector(network)
        let prepared = try await Made.prepared(connector, piece)
        #expect(network.calls.compactMap(\.range) == [0..<Self.part, Self.part..<(2 * Self.part)])
        let sent = Made.sent(await connector.publish(piece, prepared, key: "k"))
        #expect(sent == Sent(id: "V1", url: "https://www.youtube.com/watch?v=V1"))
        #expect(network.calls.compactMap(\.range).last == (2 * Self.part)..<bytes)
        let start = try #require(network.calls.first)
        #expect(start.headers["x-upload-content-length"] == String(bytes))
        #expect(start.headers["x-upload-content-type"] == "video/mp4")
        #expect(start.json["status"]["privacyStatus"].string == "public")
        #expect(start.json["status"]["selfDeclaredMadeForKids"].bool == false)
        #expect(start.json["snippet"]["title"].string == "La visite")
        #expect(start.json["snippet"]["description"].string == "Le tour du service.")
    }

    @Test(
        "the last part is at most eight megabytes, and never empty",
        arguments: [1, 8 << 20, (8 << 20) + 1, 1 << 38] as [Int64])
    func last(_ bytes: Int64) {
        let last = YouTubeUpload.last(of: bytes)
        #expect(last % (256 << 10) == 0)
        #expect((1...YouTubeUpload.part).contains(bytes - last))
    }

    @Test(
        "a part of which nobody can tell is sent again, and a session that is over is begun anew, three times at most")
    func resumes() async throws {
        let again = ClosedNetwork([
            "POST /upload/youtube/v3/videos": [Self.session()], "PUT /session/1": [.silence, .no(308)],
        ])
        let connector = Self.connector(again)
        let piece = try Self.video(2 * Self.part)
        guard case .wait(_, let begun) = try await connector.prepare(piece, after: nil) else {
            throw Failure(.broken, "ready at once")
        }
        #expect(await failure { try await connector.prepare(piece, after: begun) }?.kind == .unavailable)
        _ = try await Made.prepared(connector, piece, from: begun)
        #expect(again.asked.filter { $0.hasPrefix("POST") }.count == 1)
        #expect(again.calls.compactMap(\.range) == [0..<Self.part, 0..<Self.part])

        let over = ClosedNetwork { call, _ in call.method == "POST" ? Self.session() : .no(404) }
        #expect(await failure { try await Made.prepared(Self.connector(over), piece) }?.kind == .notFound)
        #expect(over.asked.filter { $0.hasPrefix("POST") }.count == YouTubeUpload.tries)
    }

    @Test("a session that is a week old, or made for other words, is not gone on with")
    func stale() async throws {
        let network = ClosedNetwork { call, _ in call.method == "POST" ? Self.session() : .no(308) }
        let piece = try Self.video(2 * Self.part)
        let prepared = try await Made.prepared(Self.connector(network), piece)
        #expect(try await Made.prepared(Self.connector(network), piece, from: prepared) == prepared)
        let other = try Self.video(2 * Self.part, text: "D’autres mots.")
        #expect(try await Made.prepared(Self.connector(network), other, from: prepared) != prepared)
        let late = Clock.fixed(noon.now().adding(days: 7))
        #expect(try await Made.prepared(Self.connector(network, clock: late), piece, from: prepared) != prepared)
        let sending = await Self.connector(network).publish(other, prepared, key: "k")
        #expect(Made.refusal(sending)?.failure.words == "networks.upload_lost")
    }

    @Test("what becomes of the last part is told: sent, lost, refused, or in doubt")
    func outcomes() async throws {
        let piece = try Self.video(100)
        let begin = ClosedNetwork(["POST /upload/youtube/v3/videos": [Self.session()]])
        let prepared = try await Made.prepared(Self.connector(begin), piece)
        func sending(_ reply: ClosedNetwork.Reply) async -> Sending {
            await Self.connector(ClosedNetwork(["PUT /session/1": [reply]])).publish(piece, prepared, key: "k")
        }
        #expect(Made.sent(await sending(.yes(#"{"id":"V1"}"#)))?.id == "V1")
        for reply in [ClosedNetwork.Reply.silence, .yes("{}"), .yes("<html>")] {
            #expect(Made.doubt(await sending(reply)) != nil)
        }
        for status in [308, 404, 410] {
            #expect(Made.refusal(await sending(.no(status)))?.failure.words == "networks.upload_lost")
        }
        #expect(Made.refusal(await sending(.no(401)))?.failure.words == "wire.refused")
    }

    @Test("our token does not follow an upload to another host")
    func token() async throws {
        let network = ClosedNetwork { call, _ in
            call.method == "POST" ? Self.session(at: "elsewhere.example") : .yes(#"{"id":"V1"}"#)
        }
        let piece = try Self.video(100)
        let prepared = try await Made.prepared(Self.connector(network), piece)
        _ = await Self.connector(network).publish(piece, prepared, key: "k")
        #expect(network.calls.map(\.token) == ["token", nil])
    }

    @Test("only one video with a title is published, within YouTube's lengths and without angle brackets")
    func checks() async throws {
        let network = ClosedNetwork([:])
        let video = try Made.attachment(.video, "video/mp4")
        let table: [(Networks.Piece, String)] = [
            (try Made.piece(title: "Titre"), "networks.needs_video"),
            (try Made.piece(title: "Titre", [try Made.attachment()]), "networks.needs_video"),
            (try Made.piece(title: "Titre", [video, video]), "networks.needs_video"),
            (try Made.piece("Un tour.", [video]), "networks.needs_title"),
            (try Made.piece(title: String(repeating: "t", count: 101), [video]), "networks.too_long"),
            (try Made.piece(String(repeating: "é", count: 2_501), title: "Titre", [video]), "networks.too_long"),
            (try Made.piece("a < b", title: "Titre", [video]), "networks.angle_brackets"),
            (try Made.piece(role: .thread, title: "Titre", [video]), "networks.no_thread"),
        ]
        for (piece, words) in table {
            #expect(await failure { try await Self.connector(network).prepare(piece, after: nil) }?.words == words)
        }
        #expect(network.calls.isEmpty)
    }

    @Test("tags lose their accents, come once each, and stay within five hundred characters")
    func tags() async throws {
        let network = ClosedNetwork(["POST /upload/youtube/v3/videos": [Self.session()]])
        let many = (0..<100).map { "hôpital-numéro-\($0)" }
        let piece = try Made.piece(
            title: "La visite", [try Made.attachment(.video, "video/mp4")], visibility: .followers,
            tags: ["santé", "sante", "deux mots"] + many)
        _ = try await Made.prepared(Self.connector(network), piece)
        let json = try #require(network.calls.first).json
        let tags = json["snippet"]["tags"].elements.compactMap(\.string)
        #expect(tags.first == "sante" && tags.filter { $0 == "sante" }.count == 1 && !tags.contains("deux mots"))
        #expect(tags.joined(separator: ",").count <= 500 && tags.count > 20)
        #expect(json["status"]["privacyStatus"].string == "private")
    }
}
