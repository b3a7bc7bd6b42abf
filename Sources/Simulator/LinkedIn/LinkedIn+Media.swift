import HTTPTypes
import Kernel

/// https://learn.microsoft.com/linkedin/marketing/community-management/shares/images-api , …/videos-api , …/documents-api
extension LinkedIn {
    /// Bytes of a part of a video.
    static let part = 4 << 20

    func open(_ call: Call, _ kind: String, _ world: inout World) throws -> Answer {
        switch call.query["action"] {
        case "initializeUpload": break
        case "finalizeUpload" where kind == "video": return try finalize(call, &world)
        default: throw refuse(.malformed("The action is unknown"), call)
        }
        let request = call.json["initializeUploadRequest"]
        let account = try organization(request["owner"].text, call, world)
        let urn = "urn:li:\(kind):C4E\(world.word(16))"
        var upload = Upload(id: urn, kind, on: account, at: call.now)
        upload.pollsLeft = call.stance.polls ?? (kind == "video" ? 1 : 0)
        if call.stance.rejects { upload.error = "PROCESSING_FAILED" }
        let secret = world.word(32)
        upload.fields = ["secret": .text(secret), "token": ""]
        let address = "\(call.origin)/linkedin/dms-uploads/\(secret)"
        guard kind == "video" else {
            world.add(upload)
            let end = call.now.adding(days: 1).milliseconds
            return Answer([
                "value": [
                    "uploadUrlExpiresAt": .number(end), "uploadUrl": .text("\(address)/0"), kind: .text(urn),
                ]
            ])
        }
        guard let size = request["fileSizeBytes"].number, size > 0, size <= 5 << 30 else {
            throw Self.invalid("/fileSizeBytes", "INVALID_VALUE", "fileSizeBytes is needed")
        }
        upload.total = size
        world.add(upload)
        return Answer(["value": .fields(Self.instructions(urn, size, address, request, call))])
    }

    /// Where each part of a video goes.
    private static func instructions(
        _ urn: String, _ size: Int, _ address: String, _ request: Value, _ call: Call
    ) -> [String: Value] {
        let end = call.now.adding(days: 1).milliseconds
        let parts = stride(from: 0, to: size, by: part).enumerated().map { index, first -> Value in
            [
                "uploadUrl": .text("\(address)/\(index)"), "firstByte": .number(first),
                "lastByte": .number(min(first + part, size) - 1),
            ]
        }
        var value: [String: Value] = [
            "uploadUrlsExpireAt": .number(end), "video": .text(urn), "uploadInstructions": .list(parts),
            "uploadToken": "",
        ]
        if request["uploadCaptions"].truth == true { value["captionsUploadUrl"] = .text("\(address)/captions") }
        if request["uploadThumbnail"].truth == true { value["thumbnailUploadUrl"] = .text("\(address)/thumbnail") }
        return value
    }

    /// The address is a secret itself; a part that comes again takes the place of the first.
    func put(_ call: Call, _ world: inout World) throws -> Answer {
        let secret = call.place("upload")
        guard
            var upload = world.uploads.values.first(where: {
                $0.network == .linkedin && $0.fields["secret"].text == secret
            }),
            call.now.seconds(since: upload.createdAt) < 86_400
        else { throw refuse(.missing("upload"), call) }
        guard !call.body.isEmpty else { throw refuse(.malformed("The upload is empty"), call) }
        let file = world.keep(call.body, type: call.headers[.contentType], at: call.now)
        if upload.purpose != "video" {
            (upload.file, upload.state) = (file, .working)
            if world.file(file)?.isPicture != true, upload.purpose == "image" { upload.error = "PROCESSING_FAILED" }
            if upload.pollsLeft == 0 { _ = upload.look() }
            world.uploads[upload.id] = upload
            return Answer(empty: 201)
        }
        return try put(file, into: &upload, call, &world)
    }

    private func put(
        _ file: String, into upload: inout Upload, _ call: Call, _ world: inout World
    ) throws -> Answer {
        guard let part = Int(call.place("part")) else {
            var fields = upload.fields.fields
            fields[call.place("part")] = .text(file)
            upload.fields = .fields(fields)
            world.uploads[upload.id] = upload
            return Answer(empty: 201)
        }
        let first = min(max(part, 0), 100_000) * Self.part
        guard part >= 0, first < upload.total ?? 0, call.body.count == min(Self.part, (upload.total ?? 0) - first)
        else {
            throw refuse(.malformed("The part is not as long as its instruction says"), call)
        }
        upload.pieces[part] = file
        world.uploads[upload.id] = upload
        return Answer(empty: 200, headers: [("ETag", Self.tag(file))])
    }

    private static func tag(_ file: String) -> String { "/ambry-video/signedId/\(file)" }

    private func finalize(_ call: Call, _ world: inout World) throws -> Answer {
        let request = call.json["finalizeUploadRequest"]
        guard let urn = request["video"].text, var upload = world.uploads[urn], upload.network == .linkedin else {
            throw refuse(.missing(request["video"].text ?? ""), call)
        }
        _ = try account(upload.account, call, world)
        let pieces = upload.pieces.sorted { $0.key < $1.key }.map(\.value)
        let said = request["uploadedPartIds"].list.compactMap(\.text)
        let parts = ((upload.total ?? 0) + Self.part - 1) / Self.part
        guard pieces.count == parts, said == pieces.map(Self.tag) else {
            throw refuse(.malformed("uploadedPartIds are not the ETags of the parts, in their order"), call)
        }
        let bytes = pieces.flatMap { world.files[$0]?.bytes.map { [UInt8]($0) } ?? [] }
        for piece in pieces { world.files[piece] = nil }
        upload.file = world.keep(bytes, type: "video/mp4", at: call.now)
        upload.pieces = [:]
        if world.file(upload.file)?.isVideo != true { upload.error = "PROCESSING_FAILED" }
        upload.state = .working
        if upload.pollsLeft == 0 { _ = upload.look() }
        world.uploads[urn] = upload
        return Answer(empty: 200, headers: [])
    }

    /// A look, which brings the file nearer to being ready.
    func status(_ call: Call, _ world: inout World) throws -> Answer {
        let urn = call.place("media")
        _ = try token(call, world)
        guard var upload = world.uploads[urn], upload.network == .linkedin else { throw refuse(.missing(urn), call) }
        _ = try account(upload.account, call, world)
        let state = upload.look()
        world.uploads[urn] = upload
        let said =
            switch state {
            case .open: "WAITING_UPLOAD"
            case .working: "PROCESSING"
            case .failed: "PROCESSING_FAILED"
            case .ready, .used: "AVAILABLE"
            }
        return Answer(
            Value(there: [
                "id": .text(urn), "owner": .text("urn:li:organization:\(upload.account)"), "status": .text(said),
                "downloadUrl": said == "AVAILABLE" ? Value(upload.file.map { "\(call.origin)/media/\($0)" }) : .null,
                "downloadUrlExpiresAt": said == "AVAILABLE" ? .number(call.now.adding(days: 1).milliseconds) : .null,
            ]))
    }
}
