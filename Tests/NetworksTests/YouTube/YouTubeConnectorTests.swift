import Deontology
import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

@Suite struct YouTubeConnectorTests {
    private static func connector(_ network: ClosedNetwork) -> YouTubeConnector {
        YouTubeUploadTests.connector(network)
    }

    private static func no(_ status: Int, _ reason: String, _ message: String = "no") -> ClosedNetwork.Reply {
        .no(
            status,
            #"{"error":{"code":\#(status),"message":"\#(message)","errors":[{"reason":"\#(reason)","domain":"youtube"}]}}"#
        )
    }

    @Test("each no of YouTube is the failure that it stands for")
    func refusals() async throws {
        let table: [(ClosedNetwork.Reply, Failure.Kind, String, Double?)] = [
            // 12:00 UTC is 04:00 in California: the quota's day ends in twenty hours.
            (Self.no(403, "quotaExceeded"), .tooMany, "wire.asked_to_wait", 72_000),
            (Self.no(400, "uploadLimitExceeded"), .tooMany, "wire.asked_to_wait", 86_400),
            (Self.no(403, "rateLimitExceeded"), .tooMany, "wire.asked_to_wait", 60),
            (.no(429, "{}", wait: 20), .tooMany, "wire.asked_to_wait", 20),
            (Self.no(401, "authError"), .forbidden, "wire.refused", nil), (.no(401), .forbidden, "wire.refused", nil),
            (Self.no(401, "youtubeSignupRequired"), .forbidden, "networks.account_restricted", nil),
            (Self.no(403, "insufficientPermissions"), .forbidden, "networks.needs_right", nil),
            (Self.no(403, "forbidden"), .forbidden, "networks.needs_right", nil),
            (Self.no(403, "commentsDisabled"), .unusable, "networks.refused", nil),
            (Self.no(404, "videoNotFound"), .notFound, "networks.no_status", nil),
            (.no(404), .notFound, "networks.no_status", nil),
            (Self.no(400, "commentTextTooLong"), .tooLarge, "networks.too_long", nil),
            (Self.no(400, "invalidTitle"), .unusable, "networks.refused", nil),
            (Self.no(409, "duplicate"), .conflict, "networks.duplicate", nil),
            (
                .no(
                    403,
                    #"{"error":{"code":403,"status":"PERMISSION_DENIED","details":[{"reason":"ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]}}"#
                ), .forbidden, "networks.needs_right", nil
            ),
        ]
        let piece = try Made.piece(role: .comment, parent: Sent(id: "V1", url: nil))
        for (reply, kind, words, wait) in table {
            let network = ClosedNetwork(["POST /youtube/v3/commentThreads": [reply]])
            let sending = await Self.connector(network).publish(piece, Prepared(at: noon.now()), key: "k")
            let refusal = try #require(Made.refusal(sending), "\(reply)")
            #expect(refusal.failure.kind == kind && refusal.failure.words == words, "\(reply)")
            #expect(refusal.wait == wait, "\(reply)")
        }
        let fault = ClosedNetwork(["POST /youtube/v3/commentThreads": [Self.no(400, "backendError")]])
        #expect(Made.doubt(await Self.connector(fault).publish(piece, Prepared(at: noon.now()), key: "k")) != nil)
    }

    @Test("a used-up quota stops an upload before it begins")
    func quota() async throws {
        let network = ClosedNetwork(["POST /upload/youtube/v3/videos": [Self.no(403, "quotaExceeded")]])
        let piece = try YouTubeUploadTests.video(100)
        #expect(await failure { try await Self.connector(network).prepare(piece, after: nil) }?.kind == .tooMany)
    }

    @Test("Google's day ends at midnight in California, in winter and in summer")
    func days() throws {
        for (now, wait) in [
            ("2026-11-21T12:00:00Z", 72_000.0), ("2026-07-01T06:59:00Z", 60), ("2026-07-01T07:00:00Z", 86_400),
            ("2026-11-01T07:00:00Z", 90_000),
        ] {
            let instant = try #require(Instant(iso8601: now))
            #expect(PacificDay.seconds(untilTheNextAfter: instant) == wait, "\(now)")
        }
    }

    @Test("a change of words keeps the video's category, and a video that is gone is not changed")
    func edits() async throws {
        let network = ClosedNetwork([
            "GET /youtube/v3/videos": [
                .yes(#"{"items":[{"id":"V1","snippet":{"categoryId":"27"}}]}"#), .yes(#"{"items":[]}"#),
            ],
            "PUT /youtube/v3/videos": [.yes(#"{"id":"V1"}"#)],
        ])
        let (connector, sent) = (Self.connector(network), Sent(id: "V1", url: nil))
        let piece = try YouTubeUploadTests.video(100)
        #expect(Made.sent(await connector.edit(sent, piece, key: "k")) == sent)
        let json = try #require(network.last("PUT /youtube/v3/videos")).json
        #expect(json["snippet"]["categoryId"].string == "27" && json["id"].string == "V1")
        #expect(Made.refusal(await connector.edit(sent, piece, key: "k"))?.failure.kind == .notFound)
        #expect(
            Made.refusal(await connector.edit(sent, try Made.piece(), key: "k"))?.failure.words
                == "networks.needs_title")
        #expect(network.asked.filter { $0.hasPrefix("PUT") }.count == 1)
    }

    @Test("a video is found among the channel's uploads by its title and its words")
    func finds() async throws {
        func item(_ id: String, _ at: String, _ title: String, _ text: String) -> String {
            #"{"snippet":{"publishedAt":"\#(at)","title":"\#(title)","description":"\#(text)","resourceId":{"videoId":"\#(id)"}}}"#
        }
        let items = [
            item("V3", "2026-11-21T11:59:00Z", "La visite", "Autre chose."),
            item("V2", "2026-11-21T11:58:00Z", "La visite", "Le tour du service."),
            item("V1", "2026-11-20T11:58:00Z", "La visite", "Le tour du service."),
        ]
        let network = ClosedNetwork([
            "GET /youtube/v3/channels": [
                .yes(#"{"items":[{"id":"UC1","contentDetails":{"relatedPlaylists":{"uploads":"UU1"}}}]}"#)
            ],
            "GET /youtube/v3/playlistItems": [
                .yes(#"{"items":[\#(items.joined(separator: ","))],"nextPageToken":"n"}"#)
            ],
        ])
        let connector = Self.connector(network)
        let piece = try YouTubeUploadTests.video(100)
        #expect(try await connector.find(piece, nil, since: noon.now().adding(seconds: -600))?.id == "V2")
        #expect(try await connector.find(piece, nil, since: noon.now().adding(seconds: 600)) == nil)
        #expect(network.asked.count <= 2 + 1 + YouTubeConnector.pages)
        #expect(network.last("GET /youtube/v3/playlistItems")?.query["playlistId"] == "UU1")
    }

    @Test("figures are numbers although YouTube writes them as texts")
    func figures() async throws {
        let network = ClosedNetwork([
            "GET /youtube/v3/videos": [
                .yes(#"{"items":[{"id":"V1","statistics":{"viewCount":"120","likeCount":"3","commentCount":"1"}}]}"#)
            ]
        ])
        let found = try await Self.connector(network).figures([
            Sent(id: "V1", url: nil), Sent(id: "V2", url: nil), Sent(id: "C1", url: nil, reference: "comment"),
        ])
        #expect(found == ["V1": PostFigures(views: 120, likes: 3, comments: 1)])
        #expect(network.calls.first?.query["id"] == "V1,V2")
    }

    @Test("how far YouTube is with a video is told")
    func processing() async throws {
        let table: [(String, Processing)] = [
            (
                #"{"status":{"uploadStatus":"uploaded"},"processingDetails":{"processingStatus":"processing"}}"#,
                .working
            ),
            (#"{"status":{"uploadStatus":"uploaded"}}"#, .working),
            (#"{"status":{"uploadStatus":"processed"}}"#, .done),
            (#"{"status":{"uploadStatus":"uploaded"},"processingDetails":{"processingStatus":"succeeded"}}"#, .done),
            (#"{"status":{"uploadStatus":"failed","failureReason":"codec"}}"#, .failed("codec")),
            (#"{"status":{"uploadStatus":"rejected","rejectionReason":"duplicate"}}"#, .failed("duplicate")),
            (
                #"{"status":{},"processingDetails":{"processingStatus":"failed","processingFailureReason":"transcodeFailed"}}"#,
                .failed("transcodeFailed")
            ),
            (#"{"status":{"uploadStatus":"deleted"}}"#, .gone),
        ]
        for (video, state) in table {
            let network = ClosedNetwork(["GET /youtube/v3/videos": [.yes(#"{"items":[\#(video)]}"#)]])
            #expect(try await Self.connector(network).processing(Sent(id: "V1", url: nil)) == state)
        }
        let empty = ClosedNetwork(["GET /youtube/v3/videos": [.yes(#"{"items":[]}"#)]])
        #expect(try await Self.connector(empty).processing(Sent(id: "V1", url: nil)) == .gone)
    }

    @Test("subtitles are added once: those that YouTube made by itself do not count")
    func captions() async throws {
        let network = ClosedNetwork([
            "GET /youtube/v3/captions": [
                .yes(#"{"items":[{"snippet":{"language":"fr","trackKind":"ASR"}}]}"#),
                .yes(#"{"items":[{"snippet":{"language":"fr","trackKind":"standard"}}]}"#),
            ],
            "POST /upload/youtube/v3/captions": [YouTubeUploadTests.session(9)], "PUT /session/9": [.yes()],
        ])
        let piece = try Made.piece(title: "La visite", [try Made.attachment(.video, "video/mp4", captions: true)])
        let sent = Sent(id: "V1", url: nil)
        let captions = try #require(piece.attachments.first?.captions)
        for _ in 0..<2 { try await Self.connector(network).caption(sent, captions, language: piece.language) }
        #expect(network.asked.filter { $0 == "PUT /session/9" }.count == 1)
        #expect(network.last("POST /upload/youtube/v3/captions")?.json["snippet"]["language"].string == "fr")
        #expect(network.calls.count == 4)
    }
}
