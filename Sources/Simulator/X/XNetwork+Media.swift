import Foundation
import Kernel

/// https://docs.x.com/x-api/media : in one go for pictures, in pieces for what is larger.
extension XNetwork {
    /// Bytes of a picture, of a GIF, of a video.
    private static let most = ["image": 5_000_000, "gif": 15_000_000, "video": 512_000_000]

    /// One go; or, with `command`, the same steps at this one address.
    func upload(_ call: Call, _ world: inout World) throws -> Answer {
        switch call.form["command"]?.uppercased() {
        case "INIT": return try open(call, &world)
        case "APPEND": return try append(call.form["media_id"] ?? "", call, &world)
        case "FINALIZE": return try finalize(call.form["media_id"] ?? "", call, &world)
        case .some: throw Refusal(Self.invalid("The command is unknown."))
        case nil: break
        }
        let account = try accounts(call, world)[0]
        try ration("upload", call, world)
        guard let category = call.form.filled("media_category") else {
            throw Refusal(Self.invalid("$.media_category: is missing but it is required"))
        }
        let bytes =
            call.file("media")?.bytes ?? call.json["media"].text.flatMap { Data(base64Encoded: $0).map { [UInt8]($0) } }
        guard let bytes, !bytes.isEmpty else { throw Refusal(Self.invalid("$.media: is missing but it is required")) }
        var upload = Upload(id: world.snowflake(call.now), "media", on: account, state: .ready, at: call.now)
        upload.file = world.keep(bytes, type: call.file("media")?.type, at: call.now)
        upload.total = bytes.count
        try settle(&upload, category: category, call, world)
        world.add(upload)
        return Answer(["data": shown(upload, world)])
    }

    func open(_ call: Call, _ world: inout World) throws -> Answer {
        let account = try accounts(call, world)[0]
        try ration("upload", call, world)
        guard let total = call.form.number("total_bytes"), total > 0, let type = call.form.filled("media_type") else {
            throw Refusal(Self.invalid("$.total_bytes and $.media_type: are required"))
        }
        let category = call.form["media_category"] ?? (type.hasPrefix("video/") ? "tweet_video" : "tweet_image")
        guard total <= Self.most[Self.kind(category)] ?? 0 else {
            throw Refusal(Self.invalid("$.total_bytes: the file is too large"))
        }
        var upload = Upload(id: world.snowflake(call.now), "media", on: account, at: call.now)
        upload.total = total
        upload.fields = ["category": .text(category), "type": .text(type)]
        world.add(upload)
        return Answer([
            "data": [
                "id": .text(upload.id), "media_key": .text("3_\(upload.id)"), "expires_after_secs": 86_400,
            ]
        ])
    }

    func append(_ id: String, _ call: Call, _ world: inout World) throws -> Answer {
        var upload = try mine(id, call, world)
        guard upload.state == .open else { throw Refusal(Self.invalid("The upload is over.")) }
        guard let index = call.form.number("segment_index"), (0...999).contains(index) else {
            throw Refusal(Self.invalid("$.segment_index: is missing but it is required"))
        }
        let bytes =
            call.file("media")?.bytes ?? call.json["media"].text.flatMap { Data(base64Encoded: $0).map { [UInt8]($0) } }
        guard let bytes, bytes.count <= 5 << 20 else { throw Refusal(Self.invalid("$.media: five megabytes at most")) }
        if let old = upload.pieces[index], let file = world.files.removeValue(forKey: old) {
            upload.received -= file.size
        }
        upload.pieces[index] = world.keep(bytes, type: nil, at: call.now)
        upload.received += bytes.count
        world.uploads[id] = upload
        return Answer(["data": ["expires_at": .number(call.now.adding(days: 1).wholeSeconds)]])
    }

    func finalize(_ id: String, _ call: Call, _ world: inout World) throws -> Answer {
        var upload = try mine(id, call, world)
        guard upload.state == .open else { return Answer(["data": shown(upload, world)]) }
        guard upload.received == upload.total, upload.pieces.keys.sorted() == Array(0..<upload.pieces.count) else {
            throw Refusal(Self.invalid("The media is not whole: \(upload.received) of \(upload.total ?? 0) bytes."))
        }
        let bytes = upload.pieces.sorted { $0.key < $1.key }.flatMap {
            world.files[$0.value]?.bytes.map { [UInt8]($0) } ?? []
        }
        for piece in upload.pieces.values { world.files[piece] = nil }
        upload.pieces = [:]
        upload.file = world.keep(bytes, type: upload.fields["type"].text, at: call.now)
        try settle(&upload, category: upload.fields["category"].text ?? "tweet_image", call, world)
        world.uploads[id] = upload
        return Answer(["data": shown(upload, world)])
    }

    private static func kind(_ category: String) -> String {
        category.hasSuffix("_gif")
            ? "gif" : category.hasSuffix("_video") ? "video" : category == "subtitles" ? "text" : "image"
    }

    /// Videos and GIFs are worked on; a file of another kind than was said is refused.
    private func settle(_ upload: inout Upload, category: String, _ call: Call, _ world: World) throws {
        let kind = Self.kind(category)
        guard let file = world.file(upload.file) else { return }
        guard kind == "text" || file.size <= Self.most[kind] ?? 0 else {
            throw Refusal(Self.invalid("$.media: the file is too large"))
        }
        let isSound = kind == "text" || (kind == "video" ? file.isVideo : file.isPicture)
        guard isSound else { throw Refusal(Self.invalid("$.media: the type of the file is not recognised")) }
        var fields = upload.fields.fields
        fields["kind"] = .text(kind)
        fields["category"] = .text(category)
        upload.fields = .fields(fields)
        let polls = call.stance.polls ?? (kind == "video" ? 1 : 0)
        (upload.pollsLeft, upload.state) = (polls, polls == 0 && !call.stance.rejects ? .ready : .working)
        if call.stance.rejects { upload.error = "InvalidMedia" }
    }

    private func mine(_ id: String, _ call: Call, _ world: World) throws -> Upload {
        let account = try accounts(call, world)[0]
        guard let upload = world.uploads[id], upload.network == .x, upload.account == account.id,
            call.now.seconds(since: upload.createdAt) < 86_400
        else { throw Refusal(Self.invalid("The media ID \(id.prefix(30)) is invalid.")) }
        return upload
    }

    func status(_ call: Call, _ world: inout World) throws -> Answer {
        let id = call.query["media_id"] ?? ""
        var upload = try mine(id, call, world)
        _ = upload.look()
        world.uploads[id] = upload
        return Answer(["data": shown(upload, world)])
    }

    private func shown(_ upload: Upload, _ world: World) -> Value {
        let file = world.file(upload.file)
        var fields: [String: Value] = [
            "id": .text(upload.id), "media_key": .text("3_\(upload.id)"), "expires_after_secs": 86_400,
            "size": .number(file?.size ?? upload.received),
        ]
        if let (width, height) = file?.pixels, let type = file?.type {
            fields["image"] = ["w": .number(width), "h": .number(height), "image_type": .text(type)]
        }
        guard upload.fields["kind"] == "video" || upload.state != .ready else { return .fields(fields) }
        switch upload.state {
        case .working:
            fields["processing_info"] = ["state": "in_progress", "check_after_secs": 1, "progress_percent": 40]
        case .failed:
            let error: Value = ["code": 1, "name": "InvalidMedia", "message": "The file could not be read."]
            fields["processing_info"] = ["state": "failed", "progress_percent": 40, "error": error]
        default: fields["processing_info"] = ["state": "succeeded", "progress_percent": 100]
        }
        return .fields(fields)
    }

    /// What a picture shows, for those who do not see it: up to a thousand characters.
    func describe(_ call: Call, _ world: inout World) throws -> Answer {
        let id = call.json["id"].text ?? ""
        var upload = try mine(id, call, world)
        guard let alt = call.json["metadata"]["alt_text"]["text"].text, (1...1_000).contains(alt.unicodeScalars.count)
        else {
            throw Refusal(Self.invalid("$.metadata.alt_text.text: 1 to 1000 characters"))
        }
        var fields = upload.fields.fields
        fields["alt"] = .text(alt)
        upload.fields = .fields(fields)
        world.uploads[id] = upload
        return Answer(["data": ["id": .text(id), "associated_metadata": ["alt_text": ["text": .text(alt)]]]])
    }

    func subtitle(_ call: Call, _ world: inout World) throws -> Answer {
        let id = call.json["id"].text ?? ""
        var upload = try mine(id, call, world)
        _ = try mine(call.json["subtitles"]["id"].text ?? "", call, world)
        var fields = upload.fields.fields
        fields["subtitles"] = call.json["subtitles"]
        upload.fields = .fields(fields)
        world.uploads[id] = upload
        return Answer([
            "data": [
                "id": .text(id), "media_category": "TweetVideo", "associated_subtitles": [call.json["subtitles"]],
            ]
        ])
    }
}
