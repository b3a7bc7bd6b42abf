import Deontology
import Foundation
import Kernel
import TestKit
import Testing
import Wire

@testable import Networks

@Suite struct BlueskyErrorTests {
    let server = FakeBluesky()

    private func publish(_ fault: FakeBluesky.Fault) async throws -> Sending {
        server.change { $0.faults = [fault] }
        return await (try server.connector()).publish(
            try FediPieces.piece("Un."), Prepared(at: server.clock.now), key: "k")
    }

    @Test(
        "a no is told apart by its name",
        arguments: [
            (400, "ExpiredToken", Failure.Kind.tooMany, "wire.asked_to_wait"),
            (400, "InvalidToken", .forbidden, "wire.refused"), (401, "AuthMissing", .forbidden, "wire.refused"),
            (401, "AccountTakedown", .forbidden, "networks.account_restricted"),
            (400, "BlobNotFound", .notFound, "networks.upload_lost"),
            (400, "BlobTooLarge", .tooLarge, "networks.media_too_large"),
            (413, "PayloadTooLarge", .tooLarge, "networks.media_too_large"),
            (400, "InvalidMimeType", .unusable, "networks.media_refused"),
            (400, "InvalidRequest", .unusable, "networks.refused"),
            (400, "InvalidSwap", .conflict, "networks.duplicate"),
            (429, "RateLimitExceeded", .tooMany, "wire.asked_to_wait"),
        ])
    func names(_ status: Int, _ name: String, _ kind: Failure.Kind, _ words: String) async throws {
        let sending = try await publish(.refused(status, #"{"error":"\#(name)","message":"so it is"}"#, wait: nil))
        let refusal = try #require(FediPieces.refusal(sending))
        #expect(refusal.failure.kind == kind && refusal.failure.words == words && refusal.said == "so it is")
        #expect(refusal.wait == (status == 429 ? 300 : name == "ExpiredToken" ? 5 : nil) && server.texts.isEmpty)
    }

    @Test(
        "a wait that is asked for is kept between a second and an hour",
        arguments: [(0.0, 1.0), (77, 77), (1e9, 3_600)])
    func waits(_ asked: Double, _ kept: Double) async throws {
        let sending = try await publish(.refused(429, #"{"error":"RateLimitExceeded"}"#, wait: asked))
        #expect(FediPieces.refusal(sending)?.wait == kept)
    }

    @Test("a page of four megabytes that is no JSON becomes one short line")
    func huge() async throws {
        let sending = try await publish(.refused(400, String(repeating: "<html>", count: 700_000)))
        let refusal = try #require(FediPieces.refusal(sending))
        #expect(refusal.failure.cause.count < 200 && (refusal.said ?? "").count <= 300)
    }

    @Test("an account that is closed, or credentials of nobody, are said so")
    func closed() async throws {
        server.change { $0.closed = (401, "AccountTakedown") }
        let connector = try server.connector()
        let refusal = await failure(of: { try await connector.account() })
        #expect(refusal?.kind == .forbidden && refusal?.words == "networks.account_restricted")
        let nobody = await failure(of: {
            try BlueskyConnector(credentials: Credentials(access: "x"), http: server.http)
        })
        #expect(nobody?.words == "networks.sign_in_again")
    }
}
