import Deontology
import Foundation
import Kernel
import Wire

/// Brings an attachment to LinkedIn: a picture in two short steps
/// (https://learn.microsoft.com/linkedin/marketing/community-management/shares/images-api), a video in parts that LinkedIn
/// cuts (…/shares/videos-api).
struct LinkedInMedia: Sendable {
    /// Seconds before the end of an upload's address at which it is asked for anew.
    static let margin = 600.0
    /// Parts of one video, at four megabytes each.
    static let parts = 2_000

    let linkedin: LinkedInInterface
    let file: Cleared<Media>
    let place: String

    private var line: NetworkLine { linkedin.line }
    private var isVideo: Bool { file.content.kind == .video }

    /// One part of a video as LinkedIn cuts it.
    private struct Part: Codable {
        let url: String
        let first: Int64
        let last: Int64
    }

    /// One step. Gives the seconds to wait before the next one; nil when this attachment can be published.
    func step(_ prepared: inout Prepared) async throws -> Double? {
        if prepared.values[place + "ready"] != nil { return nil }
        forgetIfOld(&prepared)
        guard let id = prepared.values[place + "id"] else {
            try await isVideo ? beginVideo(&prepared) : picture(&prepared)
            return 0
        }
        if isVideo, prepared.values[place + "sent"] == nil { return try await send(id, &prepared) }
        return try await look(id, &prepared)
    }

    private func forgetIfOld(_ prepared: inout Prepared) {
        guard prepared.values[place + "sent"] == nil, let until = prepared.values[place + "until"].flatMap(Double.init),
            until - linkedin.clock.now().seconds < Self.margin
        else { return }
        prepared.values = prepared.values.filter { !$0.key.hasPrefix(place) }
    }

    // MARK: Pictures

    private func picture(_ prepared: inout Prepared) async throws {
        let value = try await begin("images", [])
        guard let id = Fields.id(value["image"].string), let address = Fields.link(value["uploadUrl"].string) else {
            throw strange
        }
        _ = try await line.prepare(.put, address, .file(file), limits: NetworkLine.upload)
        prepared.values[place + "id"] = id
        prepared.values[place + "sent"] = "1"
    }

    // MARK: Videos

    private func beginVideo(_ prepared: inout Prepared) async throws {
        let value = try await begin(
            "videos",
            [
                MutationField("fileSizeBytes", .number(file.content.bytes)),
                MutationField("uploadCaptions", .truth(false)), MutationField("uploadThumbnail", .truth(false)),
            ])
        let parts = value["uploadInstructions"].elements.compactMap { part -> Part? in
            guard let url = Fields.link(part["uploadUrl"].string), let first = part["firstByte"].int,
                let last = part["lastByte"].int
            else { return nil }
            return Part(url: url, first: Int64(first), last: Int64(last))
        }
        guard let id = Fields.id(value["video"].string), Self.cover(parts, file.content.bytes) else { throw strange }
        prepared.values[place + "id"] = id
        prepared.values[place + "token"] = value["uploadToken"].string
        prepared.values[place + "parts"] = String(decoding: try JSONEncoder().encode(parts), as: UTF8.self)
        if let until = value["uploadUrlsExpireAt"].int { prepared.values[place + "until"] = String(until / 1_000) }
    }

    /// Whether the parts are the file, one after the other.
    private static func cover(_ parts: [Part], _ bytes: Int64) -> Bool {
        var next: Int64 = 0
        for part in parts {
            guard part.first == next, part.last >= part.first else { return false }
            next = part.last + 1
        }
        return next == bytes && !parts.isEmpty && parts.count <= Self.parts
    }

    private func send(_ id: String, _ prepared: inout Prepared) async throws -> Double? {
        let parts = try JSONDecoder().decode([Part].self, from: Data((prepared.values[place + "parts"] ?? "[]").utf8))
        var tags = (prepared.values[place + "tags"] ?? "").split(separator: " ").map(String.init)
        guard tags.count < parts.count else { return try await finish(id, tags, &prepared) }
        let part = parts[tags.count]
        let document = try await line.prepare(
            .put, part.url, .file(file, range: part.first..<(part.last + 1)), limits: NetworkLine.upload)
        let tag = (document.headers["etag"] ?? "").filter { $0 != "\"" }
        guard Mark(tag) != nil else {
            throw Failure(.unavailable, "\(line.host) took a part and gave it no name", words: "networks.not_json")
        }
        tags.append(tag)
        prepared.values[place + "tags"] = tags.joined(separator: " ")
        return 0
    }

    private func finish(_ id: String, _ tags: [String], _ prepared: inout Prepared) async throws -> Double? {
        var fields = [MutationField("uploadedPartIds", .list(tags.compactMap { MutationValue.marked($0) }))]
        if let id = MutationValue.marked(id) { fields.append(MutationField("video", id)) }
        // An empty token cannot be written: it is left out.
        if let token = MutationValue.marked(prepared.values[place + "token"]) {
            fields.append(MutationField("uploadToken", token))
        }
        let body = MutationValue.fields([MutationField("finalizeUploadRequest", .fields(fields))])
        _ = try await line.prepare(.post, "/videos?action=finalizeUpload", .json(body))
        prepared.values[place + "sent"] = "1"
        for name in ["parts", "tags", "token", "until"] { prepared.values[place + name] = nil }
        return 5
    }

    // MARK: What LinkedIn makes of it

    private func look(_ id: String, _ prepared: inout Prepared) async throws -> Double? {
        let json = try await line.get("/\(isVideo ? "videos" : "images")/\(API.escaped(id))").json
        switch json["status"].string {
        case "AVAILABLE":
            prepared.values[place + "ready"] = "1"
            return nil
        case "PROCESSING_FAILED":
            throw Failure(.unusable, "LinkedIn could not read the file", words: "networks.media_refused")
        case "WAITING_UPLOAD" where !isVideo:
            prepared.values = prepared.values.filter { !$0.key.hasPrefix(place) }
            return 1
        default: return 10
        }
    }

    private func begin(_ kind: String, _ more: [MutationField]) async throws -> JSON {
        guard let owner = MutationValue.marked(linkedin.organisation) else { throw strange }
        let request = MutationValue.fields([
            MutationField("initializeUploadRequest", .fields([MutationField("owner", owner)] + more))
        ])
        let document = try await line.prepare(.post, "/\(kind)?action=initializeUpload", .json(request))
        return try JSON.parse(document.body, from: line.host)["value"]
    }

    private var strange: Failure {
        Failure(.unavailable, "\(line.host) began an upload as it should not", words: "networks.not_json")
    }
}
