import Deontology
import Foundation
import Kernel
import Wire

/// Uploads: each file is sent once, and a server that reads a video is asked until it has
/// (https://docs.joinmastodon.org/methods/media/).
extension MastodonConnector {
    /// One file a step, or one question about a file that the server is reading.
    ///
    /// - Throws: `.unusable` when the server cannot read a file; `.tooLarge` when it is larger than the server takes;
    ///   `.forbidden` (words `networks.sign_in_again`) when the token was given without the right `write:media`.
    public func prepare(_ piece: Piece, after before: Prepared?) async throws -> Preparation {
        var kept = before ?? Prepared(at: server.clock.now())
        for (index, attachment) in piece.attachments.enumerated() {
            let name = "media.\(index)"
            guard let upload = self.upload(name, in: kept, attachment) else {
                let made = try await send(attachment)
                (kept.values[name], kept.at) = (made.text, server.clock.now())
                if made.asked == nil, index == piece.attachments.count - 1 { break }
                return .wait(seconds: made.asked == nil ? 1 : made.pause, kept)
            }
            guard upload.asked != nil else { continue }
            let asked = try await ask(upload)
            kept.values[name] = asked?.text
            if let asked, asked.asked == nil { continue }
            return .wait(seconds: asked?.pause ?? 1, kept)
        }
        return .ready(kept)
    }

    /// Those that the server has read, in the order of the piece, up to the first that it has not.
    func uploads(in prepared: Prepared, _ piece: Piece) -> [MastodonUpload] {
        let all = piece.attachments.enumerated().map { upload("media.\($0)", in: prepared, $1) }
        return Array(all.prefix { $0.map { $0.asked == nil } ?? false }.compactMap { $0 })
    }

    private func upload(_ name: String, in kept: Prepared, _ attachment: Attachment) -> MastodonUpload? {
        guard let upload = kept.values[name].flatMap(MastodonUpload.init),
            upload.stands(for: attachment, at: server.clock.now())
        else { return nil }
        return upload
    }

    /// By the second version of the interface; by the first on servers that have no other.
    private func send(_ attachment: Attachment) async throws -> MastodonUpload {
        let fields = attachment.alt.map { [MutationField("description", .words(Wording($0)))] } ?? []
        let body = MutationBody.multipart(fields, name: "file", file: attachment.file)
        let json = try await send(body, to: ["/api/v2/media", "/api/v1/media"])
        guard let id = Fields.id(json["id"].identifier), Mark(id) != nil else {
            throw Failure(.unavailable, "\(line.host) took a file without a number", words: "networks.not_json")
        }
        return MastodonUpload(
            id: id, what: MastodonUpload.what(attachment), since: server.clock.now(),
            asked: Self.isRead(json) ? nil : 0)
    }

    private func send(_ body: MutationBody, to places: [String]) async throws -> JSON {
        for (index, place) in places.enumerated() {
            do {
                let document = try await line.prepare(.post, place, body, limits: NetworkLine.upload)
                return try JSON.parse(document.body, from: line.host)
            } catch let failure as Failure where failure.kind == .notFound && index < places.count - 1 {
                continue
            } catch let failure as Failure {
                throw Self.refusal(of: failure)
            }
        }
        throw Failure(.broken, "there is no place to upload to")
    }

    /// 202 and 206 say that the server is still reading; so does the address that it does not give yet.
    private static func isRead(_ json: JSON) -> Bool { json["url"].string != nil }

    private static func refusal(of failure: Failure) -> Failure {
        switch failure.words {
        // Connected before we asked for the right to upload: the account's owner says yes again.
        case "networks.needs_right": Failure(.forbidden, failure.cause, words: "networks.sign_in_again")
        case "networks.refused", "networks.no_status":
            Failure(.unusable, failure.cause, words: "networks.media_refused")
        case "networks.media_refused": Failure(.tooLarge, failure.cause, words: "networks.media_too_large")
        default: failure
        }
    }

    /// Nil when the server has forgotten the file.
    private func ask(_ upload: MastodonUpload) async throws -> MastodonUpload? {
        var upload = upload
        do {
            let json = try await server.api.get("/api/v1/media/\(API.escaped(upload.id))").json
            upload.asked = Self.isRead(json) ? nil : (upload.asked ?? 0) + 1
        } catch let failure as Failure where failure.kind == .notFound {
            return nil
        } catch let failure as Failure where failure.kind == .unusable {
            throw Failure(.unusable, failure.cause, words: "networks.media_refused")
        }
        guard upload.asked == nil || server.clock.now().seconds(since: upload.since) < MastodonUpload.patience else {
            throw Failure(
                .unusable, "\(line.host) has not read a file within an hour", words: "networks.media_refused")
        }
        return upload
    }
}
