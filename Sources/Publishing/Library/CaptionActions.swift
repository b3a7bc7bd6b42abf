import Foundation
import Kernel
import Media
import Storage

/// Captions of a video: what is said, for those who do not hear it.
struct CaptionActions: Sendable {
    let desk: PublishingDesk

    /// Bytes of a form with captions: a long film's.
    static let longest = 1_000_000
    /// Seconds by which captions are moved at a time.
    static let farthest = 36_000.0

    /// Reads WebVTT or SubRip, whichever it is.
    static func read(_ bytes: [UInt8]) throws -> WebVTT {
        guard bytes.count <= longest else {
            throw Failure(.tooLarge, "captions of \(bytes.count) bytes", words: "media.too_heavy")
        }
        let isWebVTT = String(decoding: bytes.prefix(16), as: UTF8.self).drop { $0 == "\u{FEFF}" }.hasPrefix("WEBVTT")
        return isWebVTT ? try WebVTT(reading: bytes) : try WebVTT(subRip: bytes)
    }

    /// Keeps them, and what can be read instead of seen.
    /// - Parameter seen: the change that the form was made of.
    /// - Throws: `.unusable` where a fault would hide some of them.
    func keep(_ captions: WebVTT, of id: Int64, seen: Int64, by person: Person) async throws {
        guard !captions.remarks.contains(where: \.kind.isFault) else {
            throw Failure(.unusable, "captions out of order", words: "library.captions_faulty")
        }
        let (text, transcript) = (captions.written, captions.transcript)
        try await LibraryActions(desk: desk).change(id, seen: nil, by: person) { item, now, connection in
            guard item.kind == "video" else {
                throw Failure(.unusable, "captions of what is no video", words: "library.no_video")
            }
            guard item.captions != text else { return }
            try LibraryActions.check(item, seen)
            try LibraryStore.caption(id, text, transcript, at: now, in: connection)
            try LibraryActions.record("library.captioned", id, person.id, at: now, connection)
        }
    }
}

extension LibraryStore {
    static func caption(
        _ id: Int64, _ captions: String, _ transcript: String, at now: Instant, in connection: any Connection
    ) throws {
        try connection.execute(
            "UPDATE media SET captions = $2, transcript = $3, changed_at = $4 WHERE id = $1",
            [id, captions, transcript, now])
        try refold(id, in: connection)
    }
}
