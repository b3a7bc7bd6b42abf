import Deontology
import Foundation
import Kernel
import Wire

/// Brings a video to YouTube by a session (https://developers.google.com/youtube/v3/guides/using_resumable_upload_protocol):
/// all of it but its last part is sent while it is prepared, the last part, which makes the video, when it is published.
struct YouTubeUpload: Sendable {
    /// Bytes of one part: a multiple of 256 KiB.
    static let part: Int64 = 8 << 20
    /// Seconds that a session is trusted; YouTube keeps it for a week.
    static let life = 6 * 86_400.0
    /// Sessions that are begun for one file.
    static let tries = 3

    let line: NetworkLine
    let piece: Piece
    let clock: Clock

    private enum Place {
        static let (session, next, words, since, tries) = (
            "video.session", "video.next", "video.words", "video.since", "video.tries"
        )
    }

    /// Where the last part begins.
    static func last(of bytes: Int64) -> Int64 { (max(1, bytes) - 1) / part * part }

    func step(_ before: Prepared?) async throws -> Preparation {
        let video = YouTubeVideo(piece: piece)
        let file = try video.file().file
        var prepared = before ?? Prepared(at: clock.now())
        guard let session = session(prepared, video.digest) else { return try await begin(video, file, &prepared) }
        let next = prepared.values[Place.next].flatMap { Int64($0) } ?? 0
        let last = Self.last(of: file.content.bytes)
        guard next < last else { return .ready(prepared) }
        let range = next..<(next + Self.part)
        let mutation = line.mutation(.put, session, .file(file, range: range, said: true), limits: NetworkLine.upload)
        switch await line.http.mutate(mutation) {
        case .refused(let refused) where refused.status == 308:
            prepared.values[Place.next] = String(range.upperBound)
            return .wait(seconds: 0, prepared)
        case .refused(let refused): return try again(refused, &prepared)
        case .unknown(let cause): throw Failure(.unavailable, cause, words: "wire.unavailable")
        case .done: throw Failure(.unavailable, "YouTube took a part for the whole", words: "networks.not_json")
        }
    }

    /// The part that makes the video: one attempt.
    func publish(_ prepared: Prepared) async -> Sending {
        let video = YouTubeVideo(piece: piece)
        guard let file = try? video.file().file, let session = session(prepared, video.digest) else {
            return .refused(lost, said: nil, wait: nil)
        }
        let range = Self.last(of: file.content.bytes)..<file.content.bytes
        let mutation = line.mutation(.put, session, .file(file, range: range, said: true), limits: NetworkLine.upload)
        switch await line.http.mutate(mutation) {
        case .unknown(let cause): return .unknown(cause: cause)
        case .refused(let refused):
            // 308: parts are missing there. 404 and 410: the session is over.
            if let status = refused.status, [308, 404, 410].contains(status) {
                return .refused(lost, said: nil, wait: nil)
            }
            return line.sending(refused)
        case .done(let document):
            let json = (try? JSON.parse(document.body, from: line.host)) ?? .null
            guard let id = Fields.id(json["id"].string) else {
                return .unknown(cause: "\(line.host) said yes without saying what it published")
            }
            return .sent(Sent(id: id, url: YouTubeInterface.link(id)))
        }
    }

    private var lost: Failure {
        Failure(.notFound, "YouTube has not the whole upload any more", words: "networks.upload_lost")
    }

    // MARK: The session

    /// Nil where none was begun for these very words, or so long ago that it is over.
    private func session(_ prepared: Prepared, _ digest: String) -> String? {
        guard let session = prepared.values[Place.session], prepared.values[Place.words] == digest,
            let since = prepared.values[Place.since].flatMap(Double.init),
            clock.now().seconds - since < Self.life
        else { return nil }
        return session
    }

    private func begin(
        _ video: YouTubeVideo, _ file: Cleared<Media>, _ prepared: inout Prepared
    ) async throws -> Preparation {
        let type = Mark(file.content.mime).map { [("x-upload-content-type" as StaticString, $0)] } ?? []
        let length = Mark(String(file.content.bytes)).map { [("x-upload-content-length" as StaticString, $0)] } ?? []
        let document = try await line.prepare(
            .post, "/upload\(YouTubeInterface.root)/videos?uploadType=resumable&part=snippet,status",
            .json(video.whole), more: (type + length).map { (name: $0.0, value: $0.1) })
        guard let session = Fields.link(document.headers["location"]) else {
            throw Failure(.unavailable, "\(line.host) began an upload without a place", words: "networks.not_json")
        }
        prepared.values[Place.session] = session
        prepared.values[Place.words] = video.digest
        prepared.values[Place.since] = String(Int(clock.now().seconds))
        prepared.values[Place.next] = "0"
        prepared.at = clock.now()
        return Self.last(of: file.content.bytes) == 0 ? .ready(prepared) : .wait(seconds: 0, prepared)
    }

    /// A part that is refused where it should fit says that the session is over, or holds another number of bytes than
    /// ours: it is begun anew, a few times.
    private func again(_ refused: Outcome.Refused, _ prepared: inout Prepared) throws -> Preparation {
        let tries = prepared.values[Place.tries].flatMap { Int($0) } ?? 1
        guard let status = refused.status, [400, 404, 409, 410, 412, 416].contains(status), tries < Self.tries else {
            throw line.failure(refused)
        }
        prepared.values = prepared.values.filter { !$0.key.hasPrefix("video.") }
        prepared.values[Place.tries] = String(tries + 1)
        return .wait(seconds: 1, prepared)
    }
}
