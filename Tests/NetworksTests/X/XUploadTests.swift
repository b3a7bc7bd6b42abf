import Deontology
import Foundation
import Kernel
import Testing

@testable import Networks

@Suite struct XUploadTests {
    @Test("a video goes on where it was: each step keeps what the one before gave")
    func resumes() async throws {
        let network = ClosedNetwork([
            "POST /2/media/upload/initialize": [.yes(#"{"data":{"id":"71","expires_after_secs":86400}}"#)],
            "POST /2/media/upload/71/append": [.silence, .yes()],
            "POST /2/media/upload/71/finalize": [
                .yes(#"{"data":{"id":"71","processing_info":{"state":"pending","check_after_secs":7}}}"#)
            ],
            "GET /2/media/upload": [
                .yes(#"{"data":{"id":"71","processing_info":{"state":"in_progress","check_after_secs":3}}}"#),
                .yes(#"{"data":{"id":"71","processing_info":{"state":"succeeded"}}}"#),
            ],
        ])
        let connector = XConnectorTests.connector(network)
        let piece = try Made.piece("La visite.", [try Made.attachment(.video, "video/mp4", bytes: 1_000)])
        var (kept, waits): (Prepared?, [Double]) = (nil, [])
        steps: for _ in 0..<10 {
            do {
                switch try await connector.prepare(piece, after: kept) {
                case .ready(let prepared):
                    kept = prepared
                    break steps
                case .wait(let seconds, let prepared): (kept, waits) = (prepared, waits + [seconds])
                }
            } catch let failure as Failure {
                // Nobody can tell whether the segment came: it is sent again.
                #expect(failure.kind == .unavailable)
            }
        }
        #expect(kept?.values["media.0.ready"] == "1")
        #expect(waits.contains(7) && waits.contains(3))
        #expect(network.asked.filter { $0.hasSuffix("/append") }.count == 2)
        #expect(network.asked.filter { $0.hasSuffix("/initialize") }.count == 1)
    }

    @Test("a file that X cannot read, or that is too large for it, is refused for good")
    func media() async throws {
        let failed = ClosedNetwork([
            "POST /2/media/upload/initialize": [.yes(#"{"data":{"id":"71"}}"#)],
            "POST /2/media/upload/71/append": [.yes()],
            "POST /2/media/upload/71/finalize": [.yes(#"{"data":{"id":"71","processing_info":{"state":"failed"}}}"#)],
        ])
        let video = try Made.piece("La visite.", [try Made.attachment(.video, "video/mp4")])
        let first = await failure { try await Made.prepared(XConnectorTests.connector(failed), video) }
        #expect(first?.words == "networks.media_refused")
        let large = try Made.piece("Le hall.", [try Made.attachment(bytes: 5_000_001)])
        #expect(await failure { try await Made.prepared(XConnectorTests.connector(failed), large) }?.kind == .tooLarge)
        let mixed = try Made.piece("Le hall.", [try Made.attachment(), try Made.attachment(.video, "video/mp4")])
        #expect(
            await failure { try await Made.prepared(XConnectorTests.connector(failed), mixed) }?.words
                == "networks.media_mixed")
        let closed = try Made.piece(visibility: .followers)
        #expect(
            await failure { try await Made.prepared(XConnectorTests.connector(failed), closed) }?.words
                == "networks.public_only")
        let five = try Made.piece("Le hall.", (0..<5).map { _ in try Made.attachment() })
        #expect(
            await failure { try await Made.prepared(XConnectorTests.connector(failed), five) }?.words
                == "networks.media_mixed")
    }

    @Test("an upload that X will soon forget is made again")
    func forgets() async throws {
        let network = ClosedNetwork([
            "POST /2/media/upload": [.yes(#"{"data":{"id":"72","expires_after_secs":86400}}"#)]
        ])
        let old = Prepared(
            ["media.0.id": "71", "media.0.ready": "1", "media.0.until": String(Int(noon.now().seconds) + 60)],
            at: noon.now())
        let piece = try Made.piece("Le hall.", [try Made.attachment()])
        #expect(
            try await Made.prepared(XConnectorTests.connector(network), piece, from: old).values["media.0.id"] == "72")
        let later = Clock.fixed(noon.now().adding(seconds: 3_600))
        let fresh = try await Made.prepared(XConnectorTests.connector(network), piece)
        #expect(try await Made.prepared(XConnectorTests.connector(network, clock: later), piece, from: fresh) == fresh)
    }

    @Test("a segment never passes four megabytes, and the segments are the file")
    func segments() {
        for bytes in [1, 4 << 20, (4 << 20) + 1, 512_000_000] as [Int64] {
            let parts = XUpload.segments(of: bytes)
            #expect(parts.first?.lowerBound == 0 && parts.last?.upperBound == bytes)
            #expect(parts.allSatisfy { $0.count <= 4 << 20 && !$0.isEmpty })
            #expect(zip(parts, parts.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
            #expect(parts.count <= 1_000)
        }
    }
}
