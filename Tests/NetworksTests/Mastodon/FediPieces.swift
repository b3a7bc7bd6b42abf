import Deontology
import Foundation
import Kernel
import TestKit
import Testing
import Wire

@testable import Networks

/// What is published in the tests of Mastodon and Bluesky: texts that the check has cleared, and files that are there.
enum FediPieces {
    static func words(_ text: String) throws -> Cleared<Draft> { try cleared(Draft(text)) }

    static func reply(_ text: String) throws -> Cleared<Draft> { try cleared(Draft(text, kind: .reply)) }

    /// What the check thinks of these texts is the affair of its own tests.
    private static func cleared(_ draft: Draft) throws -> Cleared<Draft> {
        let checker = try HouseChecker.wordings.get()
        let lifts = try checker.findings(draft).map {
            try Lift($0, validator: 1, name: "Ann", reason: "a text of the tests", at: noon.now())
        }
        return try Deontology.clear(draft, by: checker, lifts: lifts)
    }

    static func piece(
        _ text: String, role: Networks.Piece.Role = .post, warning: String? = nil,
        _ attachments: [Networks.Attachment] = [], parent: Sent? = nil, root: Sent? = nil,
        visibility: Networks.Piece.Visibility = .everybody
    ) throws -> Networks.Piece {
        Networks.Piece(
            role, words: try words(text), warning: try warning.map(words), attachments: attachments, parent: parent,
            root: root, visibility: visibility)
    }

    /// A file of `bytes` that begins as one of its kind does.
    static func file(_ kind: Media.Kind, _ mime: String, bytes: Int) throws -> Cleared<Media> {
        let head: [UInt8] =
            switch mime {
            case "image/png": [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            case "image/jpeg": [0xFF, 0xD8, 0xFF, 0xE0]
            case "video/mp4": [0, 0, 0, 24] + Array("ftypisom".utf8)
            default: Array("WEBVTT\n\n00:00.000 --> 00:02.000\nBonjour\n".utf8)
            }
        let content = head + (head.count..<max(bytes, head.count)).map { _ in UInt8.random(in: 0...255) }
        let name = UUID().uuidString.replacing("-", with: "").lowercased()
        let path = FileManager.default.temporaryDirectory.appending(path: "resonance-\(name)").path
        try Data(content).write(to: URL(filePath: path))
        let media = Media(
            path: path, digest: name + name, bytes: Int64(content.count), kind: kind, mime: mime, isBare: true,
            facts: Facts(["media_licence": .text("own"), "captions_file": .text("a.vtt")]))
        return try Deontology.clear(media, by: try HouseChecker.wordings.get())
    }

    static func picture(_ alt: String? = "La façade du pavillon des enfants", bytes: Int = 900) throws
        -> Networks.Attachment
    {
        Networks.Attachment(
            try file(.image, "image/png", bytes: bytes), alt: try alt.map(words), width: 1_200, height: 800)
    }

    static func video(bytes: Int = 4_000, captions: Bool = false) throws -> Networks.Attachment {
        Networks.Attachment(
            try file(.video, "video/mp4", bytes: bytes), alt: try words("Une visite du pavillon"),
            captions: captions ? try file(.subtitles, "text/vtt", bytes: 60) : nil, width: 1_280, height: 720,
            seconds: 20)
    }

    /// Goes on until it is ready; what a store would keep goes through JSON between two steps.
    static func prepared(_ connector: some Connector, _ piece: Networks.Piece, from first: Prepared? = nil) async throws
        -> (prepared: Prepared, waits: [Double])
    {
        var (kept, waits) = (first, [Double]())
        for _ in 0..<100 {
            switch try await connector.prepare(piece, after: kept) {
            case .ready(let prepared): return (try stored(prepared), waits)
            case .wait(let seconds, let prepared):
                waits.append(seconds)
                kept = try stored(prepared)
            }
        }
        throw Failure(.broken, "it is never ready")
    }

    private static func stored(_ prepared: Prepared) throws -> Prepared {
        try JSONDecoder().decode(Prepared.self, from: try JSONEncoder().encode(prepared))
    }

    static func publish(_ connector: some Connector, _ piece: Networks.Piece, key: String = "key") async throws -> Sent
    {
        try sent(await connector.publish(piece, try await prepared(connector, piece).prepared, key: key))
    }

    static func sent(_ sending: Sending) throws -> Sent {
        guard case .sent(let sent) = sending else { throw Failure(.broken, "\(sending)") }
        return sent
    }

    static func refusal(_ sending: Sending) -> (failure: Failure, said: String?, wait: Double?)? {
        if case .refused(let failure, let said, let wait) = sending { (failure, said, wait) } else { nil }
    }

    static func cause(_ sending: Sending) -> String? {
        if case .unknown(let cause) = sending { cause } else { nil }
    }
}
