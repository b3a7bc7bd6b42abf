import Deontology
import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

@Suite struct LinkedInMediaTests {
    private static let upload = "https://www.linkedin.com/dms-uploads/1?ca=a"
    private static let image = #"{"value":{"uploadUrl":"\#(upload)","image":"urn:li:image:A"}}"#

    private static func connector(_ network: ClosedNetwork, clock: Clock = noon) -> LinkedInConnector {
        LinkedInConnectorTests.connector(network, clock: clock)
    }

    private static func video(_ bytes: Int64, parts: [(Int64, Int64)], token: String = "t") -> String {
        let all = parts.enumerated().map { index, part in
            #"{"uploadUrl":"https://www.linkedin.com/dms-uploads/\#(index)?ca=a","firstByte":\#(part.0),"lastByte":\#(part.1)}"#
        }
        let end = Int(noon.now().seconds + 86_400) * 1_000
        return
            #"{"value":{"video":"urn:li:video:V","uploadToken":"\#(token)","uploadUrlsExpireAt":\#(end),"uploadInstructions":[\#(all.joined(separator: ","))]}}"#
    }

    @Test("a picture is brought in two steps, waited for, and our token stays with LinkedIn's own interface")
    func picture() async throws {
        let network = ClosedNetwork([
            "POST /rest/images": [.yes(Self.image)], "PUT /dms-uploads/1": [.yes("")],
            "GET /rest/images/urn%3Ali%3Aimage%3AA": [
                .yes(#"{"status":"PROCESSING"}"#), .yes(#"{"status":"AVAILABLE"}"#),
            ],
        ])
        let piece = try Made.piece("Le hall.", [try Made.attachment()])
        let prepared = try await Made.prepared(Self.connector(network), piece)
        #expect(prepared.values["media.0.id"] == "urn:li:image:A")
        #expect(network.calls.map(\.token) == ["token", nil, "Bearer token", "Bearer token"])
        #expect(network.calls.first?.query["action"] == "initializeUpload")
        #expect(network.calls.first?.json["initializeUploadRequest"]["owner"].string == "urn:li:organization:5")
        #expect(network.calls[1].headers["linkedin-version"] == nil)
    }

    @Test("a video goes part by part, goes on after a cut, and is finished with the names of its parts")
    func video() async throws {
        let network = ClosedNetwork([
            "POST /rest/videos": [.yes(Self.video(10, parts: [(0, 3), (4, 7), (8, 9)])), .yes("")],
            "PUT /dms-uploads/0": [.yes("", ["etag": "\"e0\""])],
            "PUT /dms-uploads/1": [.silence, .yes("", ["etag": "/ambry/e1"])],
            "PUT /dms-uploads/2": [.yes("", ["etag": "e2"])],
            "GET /rest/videos/urn%3Ali%3Avideo%3AV": [
                .yes(#"{"status":"PROCESSING"}"#), .yes(#"{"status":"AVAILABLE"}"#),
            ],
        ])
        let piece = try Made.piece("Le hall.", [try Made.attachment(.video, "video/mp4", bytes: 10)])
        var kept: Prepared?
        for _ in 0..<12 {
            do {
                if case .wait(_, let prepared) = try await Self.connector(network).prepare(piece, after: kept) {
                    kept = prepared
                } else {
                    break
                }
            } catch let failure as Failure { #expect(failure.kind == .unavailable) }
        }
        #expect(network.calls.compactMap(\.range) == [0..<4, 4..<8, 4..<8, 8..<10])
        let finish = try #require(network.last("POST /rest/videos")).json["finalizeUploadRequest"]
        #expect(finish["uploadedPartIds"].elements == [.string("e0"), .string("/ambry/e1"), .string("e2")])
        #expect(finish["video"].string == "urn:li:video:V" && finish["uploadToken"].string == "t")
        #expect(network.asked.filter { $0 == "POST /rest/videos" }.count == 2)
    }

    @Test("parts that are not the file are not begun, and what LinkedIn cannot read is refused for good")
    func strange() async throws {
        let piece = try Made.piece("Le hall.", [try Made.attachment(.video, "video/mp4", bytes: 10)])
        for parts in [[], [(0, 3)], [(0, 3), (5, 9)], [(4, 9), (0, 3)], [(0, 10)]] as [[(Int64, Int64)]] {
            let network = ClosedNetwork(["POST /rest/videos": [.yes(Self.video(10, parts: parts))]])
            #expect(
                await failure { try await Made.prepared(Self.connector(network), piece) }?.words == "networks.not_json")
        }
        let failed = ClosedNetwork([
            "POST /rest/images": [.yes(Self.image)], "PUT /dms-uploads/1": [.yes("")],
            "GET /rest/images/urn%3Ali%3Aimage%3AA": [.yes(#"{"status":"PROCESSING_FAILED"}"#)],
        ])
        let picture = try Made.piece("Le hall.", [try Made.attachment()])
        #expect(
            await failure { try await Made.prepared(Self.connector(failed), picture) }?.words
                == "networks.media_refused")
        let nameless = ClosedNetwork([
            "POST /rest/videos": [.yes(Self.video(10, parts: [(0, 9)]))], "PUT /dms-uploads/0": [.yes("")],
        ])
        #expect(await failure { try await Made.prepared(Self.connector(nameless), piece) }?.kind == .unavailable)
    }

    @Test("addresses that will soon be over are asked for anew")
    func expires() async throws {
        let network = ClosedNetwork(["POST /rest/videos": [.yes(Self.video(10, parts: [(0, 9)]))]])
        let piece = try Made.piece("Le hall.", [try Made.attachment(.video, "video/mp4", bytes: 10)])
        let begun = try await Self.connector(network).prepare(piece, after: nil)
        guard case .wait(_, let kept) = begun else { throw Failure(.broken, "ready at once") }
        let late = Clock.fixed(noon.now().adding(seconds: 86_000))
        _ = try await Self.connector(network, clock: late).prepare(piece, after: kept)
        #expect(network.asked == ["POST /rest/videos", "POST /rest/videos"])
    }

    @Test("twenty pictures or one video, and nothing of both; comments carry none, and there are no threads")
    func checks() async throws {
        let connector = Self.connector(ClosedNetwork([:]))
        let video = try Made.attachment(.video, "video/mp4")
        let table: [(Networks.Piece, String)] = [
            (try Made.piece("Le hall.", [video, try Made.attachment()]), "networks.media_mixed"),
            (try Made.piece("Le hall.", (0..<21).map { _ in try Made.attachment() }), "networks.media_mixed"),
            (try Made.piece("Le hall.", role: .comment, [video]), "networks.no_thread"),
            (try Made.piece("Le hall.", role: .thread), "networks.no_thread"),
            (try Made.piece(visibility: .followers), "networks.public_only"),
        ]
        for (piece, words) in table {
            #expect(await failure { try await connector.prepare(piece, after: nil) }?.words == words)
        }
        let picture = try Made.piece("Le hall.", [try Made.attachment()])
        #expect(Made.refusal(await connector.publish(picture, Prepared(at: noon.now()), key: "k")) != nil)
    }
}
