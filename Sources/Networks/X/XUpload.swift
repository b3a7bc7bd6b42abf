import Deontology
import Foundation
import Kernel
import Wire

/// Brings an attachment to X (https://docs.x.com/x-api/media/quickstart/media-upload-chunked): a picture at once, an
/// animation or a video in segments, then what it shows and its subtitles. Each call does one step or a few short ones.
struct XUpload: Sendable {
    /// Bytes of one segment: X takes up to five million.
    static let segment: Int64 = 4 << 20
    /// Bytes of a picture.
    static let picture: Int64 = 5_000_000

    let x: XInterface
    let attachment: Attachment
    let language: String
    /// Before the names of what is kept for this attachment.
    let place: String

    private var file: Media { attachment.file.content }

    private var category: StaticString {
        switch file.kind {
        case .video: "tweet_video"
        case .animation: "tweet_gif"
        default: "tweet_image"
        }
    }

    /// One step. Gives the seconds to wait before the next one; nil when this attachment can be published.
    func step(_ prepared: inout Prepared) async throws -> Double? {
        if prepared.values[place + "ready"] != nil { return nil }
        guard let id = prepared.values[place + "id"] else {
            return file.kind == .image ? try await whole(&prepared) : try await begin(&prepared)
        }
        if let next = prepared.values[place + "next"].flatMap(Int.init) { return try await append(next, id, &prepared) }
        if prepared.values[place + "closed"] == nil { return try await finish(id, &prepared) }
        if prepared.values[place + "seen"] == nil { return try await look(id, &prepared) }
        if let wait = try await subtitle(id, &prepared) { return wait }
        try await describe(id)
        prepared.values[place + "ready"] = "1"
        return nil
    }

    // MARK: Pictures

    private func whole(_ prepared: inout Prepared) async throws -> Double? {
        guard file.bytes <= Self.picture else {
            throw Failure(.tooLarge, "X takes pictures of five million bytes", words: "networks.media_refused")
        }
        let document = try await x.line.prepare(
            .post, "/media/upload",
            .multipart([MutationField("media_category", try mark(category))], name: "media", file: attachment.file),
            limits: NetworkLine.upload)
        try keep(document, &prepared)
        try await describe(prepared.values[place + "id"] ?? "")
        prepared.values[place + "ready"] = "1"
        return nil
    }

    // MARK: Segments

    static func segments(of bytes: Int64) -> [Range<Int64>] {
        stride(from: 0, to: bytes, by: Int64.Stride(segment)).map { $0..<min(bytes, $0 + segment) }
    }

    private func begin(_ prepared: inout Prepared) async throws -> Double? {
        _ = try body(of: file.bytes, number: 0)
        let document = try await x.line.prepare(
            .post, "/media/upload/initialize",
            .json(
                .fields([
                    MutationField("media_category", try mark(category)),
                    MutationField("media_type", try mark(file.mime)),
                    MutationField("total_bytes", .number(file.bytes)),
                ])))
        try keep(document, &prepared)
        prepared.values[place + "next"] = "0"
        return 0
    }

    private func append(_ number: Int, _ id: String, _ prepared: inout Prepared) async throws -> Double? {
        _ = try await x.line.prepare(
            .post, "/media/upload/\(API.escaped(id))/append", try body(of: file.bytes, number: number),
            limits: NetworkLine.upload)
        let isLast = number + 1 >= Self.segments(of: file.bytes).count
        prepared.values[place + "next"] = isLast ? nil : String(number + 1)
        return 0
    }

    /// The segment as it travels.
    private func body(of bytes: Int64, number: Int) throws -> MutationBody {
        let parts = Self.segments(of: bytes)
        guard parts.indices.contains(number) else {
            throw Failure(.broken, "a segment that the file does not have")
        }
        return .multipart(
            [MutationField("segment_index", .number(Int64(number)))], name: "media", file: attachment.file,
            range: parts[number])
    }

    private func finish(_ id: String, _ prepared: inout Prepared) async throws -> Double? {
        let document = try await x.line.prepare(.post, "/media/upload/\(API.escaped(id))/finalize", .empty)
        prepared.values[place + "closed"] = "1"
        return try state((try? JSON.parse(document.body, from: x.line.host)) ?? .null, &prepared)
    }

    private func look(_ id: String, _ prepared: inout Prepared) async throws -> Double? {
        try state(
            try await x.line.get("/media/upload", [("command", "STATUS"), ("media_id", id)]).json, &prepared)
    }

    /// `pending`, `in_progress`, `succeeded` or `failed`; no state at all says that there is nothing to wait for.
    private func state(_ json: JSON, _ prepared: inout Prepared) throws -> Double? {
        let info = json["data"]["processing_info"]
        switch info["state"].string {
        case nil, "succeeded":
            prepared.values[place + "seen"] = "1"
            return 0
        case "failed":
            throw Failure(.unusable, "X could not read the file", words: "networks.media_refused")
        default: return NetworkRefusal.clamped(Double(info["check_after_secs"].int ?? 5))
        }
    }

    // MARK: What goes with it

    private func describe(_ id: String) async throws {
        guard let alt = attachment.alt, !alt.content.text.isEmpty else { return }
        _ = try await x.line.prepare(
            .post, "/media/metadata",
            .json(
                .fields([
                    MutationField("id", try mark(id)),
                    MutationField(
                        "metadata",
                        .fields([
                            MutationField("alt_text", .fields([MutationField("text", .words(Wording(alt)))]))
                        ])),
                ])))
    }

    private func subtitle(_ id: String, _ prepared: inout Prepared) async throws -> Double? {
        guard file.kind == .video, let captions = attachment.captions, prepared.values[place + "subtitles"] == nil
        else {
            return nil
        }
        let track = try await x.line.prepare(
            .post, "/media/upload",
            .multipart(
                [MutationField("media_category", try mark("subtitles" as StaticString))], name: "media", file: captions),
            limits: NetworkLine.upload)
        let code = language.prefix(2).uppercased()
        _ = try await x.line.prepare(
            .post, "/media/subtitles",
            .json(
                .fields([
                    MutationField("id", try mark(id)), MutationField("media_category", try mark("TweetVideo")),
                    MutationField(
                        "subtitles",
                        .fields([
                            MutationField("id", try mark(try number(track))),
                            MutationField("language_code", try mark(code)),
                            MutationField("display_name", try mark(code)),
                        ])),
                ])))
        prepared.values[place + "subtitles"] = "1"
        return 0
    }

    // MARK: Answers

    private func keep(_ document: Document, _ prepared: inout Prepared) throws {
        prepared.values[place + "id"] = try number(document)
        let json = (try? JSON.parse(document.body, from: x.line.host)) ?? .null
        let life = json["data"]["expires_after_secs"].int ?? 86_400
        let end = x.clock.now().adding(seconds: Double(min(max(life, 0), 1_296_000)))
        prepared.values[place + "until"] = String(Int(end.seconds))
    }

    private func number(_ document: Document) throws -> String {
        let json = try JSON.parse(document.body, from: x.line.host)
        guard let id = json["data"]["id"].identifier, id.wholeMatch(of: /[0-9]{1,19}/) != nil else {
            throw Failure(.unavailable, "X took a file and gave it no number", words: "networks.not_json")
        }
        return id
    }

    private func mark(_ text: StaticString) throws -> MutationValue { try mark("\(text)") }

    private func mark(_ text: String) throws -> MutationValue {
        guard let mark = Mark(text) else { throw Failure(.broken, "a mark that is none") }
        return .mark(mark)
    }
}
