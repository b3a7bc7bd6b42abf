import Foundation
import HTTPTypes
import Kernel

/// Uploads: resumable (https://developers.google.com/youtube/v3/guides/using_resumable_upload_protocol), with what belongs
/// to it (`multipart`), or alone (`media`).
extension YouTube {
    static let grain = 256 << 10

    func open(_ call: Call, _ purpose: String, _ world: inout World) throws -> Answer {
        let channel = try self.channel(call, world)
        if purpose != "thumbnail" { _ = try parts(call) }
        let way = call.query["uploadType"] ?? "media"
        if call.header("X-Upload-Content-Type") == nil, way != "resumable" || purpose == "thumbnail" {
            guard way != "resumable" else { return try session(call, purpose, channel, [:], &world) }
            let (resource, bytes) = try whole(call)
            return try finish(purpose, channel, resource, bytes, call, &world)
        }
        let resource = call.json.isNull ? [:] : call.json
        if purpose == "video" { try check(resource, call) }
        return try session(call, purpose, channel, resource, &world)
    }

    private func whole(_ call: Call) throws -> (Value, (bytes: [UInt8], type: String?)) {
        guard call.query["uploadType"] == "multipart" else { return ([:], (call.body, call.headers[.contentType])) }
        guard call.parts.count == 2, let resource = Value(call.parts[0].bytes) else {
            throw Self.bad("badRequest", "A multipart upload has a resource and a file.")
        }
        return (resource, (call.parts[1].bytes, call.parts[1].type))
    }

    private func session(
        _ call: Call, _ purpose: String, _ channel: SimulatedAccount, _ resource: Value, _ world: inout World
    ) throws -> Answer {
        if purpose == "video" { try ration(call, &world) }
        var upload = Upload(id: world.word(40), "session-\(purpose)", on: channel, at: call.now)
        upload.total = call.header("X-Upload-Content-Length").flatMap { Int($0) }
        upload.fields = [
            "resource": resource, "type": Value(call.header("X-Upload-Content-Type")),
            "video": Value(call.query["videoId"]), "polls": call.stance.polls.map { .number($0) } ?? .null,
            "rejects": .truth(call.stance.rejects),
        ]
        world.add(upload)
        let path = ([network.rawValue] + call.path).joined(separator: "/")
        let query = "uploadType=resumable&upload_id=\(upload.id)"
        return Answer(
            empty: 200,
            headers: [
                ("Location", "\(call.origin)/\(path)?\(query)"), ("X-GUploader-UploadID", upload.id),
            ])
    }

    /// A day's videos.
    private func ration(_ call: Call, _ world: inout World) throws {
        let most = world.limits["youtube.videos"] ?? Self.mostVideos
        let use = world.use("youtube.videos", seconds: 86_400, at: call.now)
        if use.count > most { throw refuse(.tooOften(86_400), call) }
    }

    /// A piece, or the question how much is there (`Content-Range: bytes */…`). The address is a secret itself.
    func put(_ call: Call, _ world: inout World) throws -> Answer {
        guard let id = call.query["upload_id"], var upload = world.uploads[id], upload.network == .youtube,
            call.now.seconds(since: upload.createdAt) < 7 * 86_400
        else { throw GoogleError(404, "NOT_FOUND", "The upload session is not known.", reason: "notFound").refusal }
        if upload.state == .used, let made = upload.item { return done(made, upload, call, world) }
        let range = try Self.range(call)
        if let total = range.total { upload.total = total }
        if let piece = range.piece {
            guard piece.lowerBound == upload.received else { return more(upload) }
            guard piece.count == call.body.count else {
                throw Self.bad("badRequest", "The body is not as long as its Content-Range says.", domain: "global")
            }
            let isLast = upload.total == piece.upperBound
            guard isLast || piece.count.isMultiple(of: Self.grain) else {
                throw Self.bad("badRequest", "Pieces are multiples of 256 KiB, but for the last.", domain: "global")
            }
            if let file = upload.file {
                world.files[file]?.append(call.body)
            } else {
                upload.file = world.keep(call.body, type: upload.fields["type"].text, at: call.now)
            }
            upload.received += call.body.count
            world.makeRoom()
        }
        world.uploads[id] = upload
        guard let total = upload.total, upload.received >= total, total > 0 else { return more(upload) }
        return try end(upload, call, &world)
    }

    private func end(_ upload: Upload, _ call: Call, _ world: inout World) throws -> Answer {
        guard let channel = world.account(.youtube, upload.account) else { throw refuse(.notYours, call) }
        var settled = call
        if let polls = upload.fields["polls"].number { settled.stance.polls = polls }
        if upload.fields["rejects"].truth == true { settled.stance.rejects = true }
        let purpose = String(upload.purpose.dropFirst("session-".count))
        let answer = try finish(
            purpose, channel, upload.fields["resource"], nil, settled, &world, file: upload.file,
            video: upload.fields["video"].text)
        world.uploads[upload.id]?.state = .used
        world.uploads[upload.id]?.item = answer.json["id"].text ?? upload.fields["video"].text ?? ""
        return answer
    }

    /// Asked again after the end: the same video, never a second one.
    private func done(_ made: String, _ upload: Upload, _ call: Call, _ world: World) -> Answer {
        guard let item = world.item(.youtube, made) else { return Answer(["id": .text(made)]) }
        return Answer(resource(item, ["snippet", "status"], call, world))
    }

    private func more(_ upload: Upload) -> Answer {
        var headers = [("X-GUploader-UploadID", upload.id)]
        if upload.received > 0 { headers.append(("Range", "bytes=0-\(upload.received - 1)")) }
        return Answer(empty: 308, headers: headers)
    }

    private static func range(_ call: Call) throws -> (piece: Range<Int>?, total: Int?) {
        guard let text = call.header("Content-Range") else {
            return (call.body.isEmpty ? nil : 0..<call.body.count, call.body.isEmpty ? nil : call.body.count)
        }
        let parts = text.replacingOccurrences(of: "bytes ", with: "").split(separator: "/")
        guard parts.count == 2 else { throw bad("badRequest", "The Content-Range cannot be read.", domain: "global") }
        let total = Int(parts[1])
        if parts[0] == "*" { return (nil, total) }
        let ends = parts[0].split(separator: "-").compactMap { Int($0) }
        guard ends.count == 2, ends[0] >= 0, ends[1] >= ends[0], ends[1] < Int.max else {
            throw bad("badRequest", "The Content-Range cannot be read.", domain: "global")
        }
        return (ends[0]..<(ends[1] + 1), total)
    }

    /// What is made of a whole upload.
    private func finish(
        _ purpose: String, _ channel: SimulatedAccount, _ resource: Value, _ bytes: (bytes: [UInt8], type: String?)?,
        _ call: Call, _ world: inout World, file: String? = nil, video: String? = nil
    ) throws -> Answer {
        let file = file ?? bytes.map { world.keep($0.bytes, type: $0.type, at: call.now) }
        guard let file, let stored = world.files[file], stored.size > 0 else {
            throw Self.bad("mediaBodyRequired", "The request does not include the file.")
        }
        switch purpose {
        case "video":
            if bytes != nil { try ration(call, &world) }
            try check(resource, call)
            return publish(stored, channel, resource, call, &world)
        case "caption": return try caption(stored, resource, channel, call, &world)
        default: return try thumbnail(stored, video ?? call.query["videoId"] ?? "", channel, call, &world)
        }
    }
}
