import Channels
import Deontology
import Foundation
import Kernel
import Networks
import Storage

/// The files that go with a message, each checked at the moment when it leaves: by its bytes, by the releases of whoever
/// is shown, by its licence, by what is written in the picture.
struct Attachments: Sendable {
    let desk: PublishingDesk

    /// - Throws: `Held` when one cannot be shown there today; `Blocked` when the check stops one.
    func of(_ made: Composition) async throws -> [Attachment] {
        guard made.parcel.role == .post else { return [] }
        var out: [Attachment] = []
        for use in made.post.content.media(of: made.face) { out.append(try await one(use, made)) }
        return out
    }

    private struct Found: Sendable {
        let item: LibraryItem
        let rendition: Rendition?
        let refusal: String?
        let releases: [ImageRelease]
    }

    private func find(_ id: Int64, _ purpose: RenditionPurpose) async throws -> Found {
        do {
            return try await desk.database.read { connection in
                let item = try LibraryStore.find(id, in: connection)
                return Found(
                    item: item, rendition: try LibraryStore.rendition(item.id, purpose.text, in: connection),
                    refusal: try LibraryStore.refusals(of: item.id, in: connection)[purpose.text],
                    releases: try LibraryStore.releases(of: item, in: connection))
            }
        } catch let failure as Failure where failure.kind == .notFound { throw Held(.media, failure.cause) }
    }

    /// With what the network takes of it. A picture is made at once; a video takes its time, and is waited for.
    private func made(_ id: Int64, _ purpose: RenditionPurpose) async throws -> Found {
        let found = try await find(id, purpose)
        guard found.rendition == nil, found.refusal == nil, found.item.state == .ready else { return found }
        guard found.item.kind != "video" else {
            try await desk.database.write {
                try JobQueue.enqueue(RenditionJob.kind, key: "\(id):\(purpose.text)", in: $0)
            }
            throw Failure(.unavailable, "a video is being made for the network", words: "library.rendering")
        }
        do { try await RenditionJob(desk: desk).make(found.item, purpose) } catch let failure as Failure
            where failure.kind == .notFound
        { throw Held(.media, "a file of the library is gone") }
        return try await find(id, purpose)
    }

    private func one(_ use: PostContent.MediaUse, _ made: Composition) async throws -> Attachment {
        let network = made.channel.network
        var found = try await self.made(use.media, RenditionPurpose(network))
        let own = RenditionPurpose(made.channel, desk, isRefused: made.parcel.prepared?.isSmall == true)
        if own.isExceeded(by: found.rendition, of: found.item) {
            let smaller = try await self.made(use.media, own)
            // Where it cannot be made small enough, what the network takes is held against what the server said.
            if smaller.rendition != nil { found = smaller }
        }
        guard found.item.state == .ready else { throw Held(.media, "a file of the library is not ready") }
        let media = try await media(found, network)
        let draft = PostDraft(content: made.post.content, author: desk.author)
        let alt =
            use.alt.isEmpty
            ? nil : try made.clear(draft.draft(use.alt, on: network, withFacts: false), desk)
        let lifts =
            made.lifts.isEmpty
            ? []
            : try KeptPostLift.lifts(
                made.lifts, of: desk.checker.findings(Draft(media.readText, kind: .post, facts: media.facts)))
        let size =
            found.rendition.map { ($0.width, $0.height, $0.seconds) }
            ?? (found.item.width, found.item.height, found.item.seconds)
        return Attachment(
            try Deontology.clear(media, by: desk.checker, lifts: lifts), alt: alt,
            captions: try captions(found.item, made), width: size.0, height: size.1, seconds: size.2,
            pulledFrom: SharedFile(desk: desk).address(media.digest, media.ending))
    }

    /// The subtitles of the video that a message shows, checked anew; nil where it has none.
    func captions(of made: Composition) async throws -> Cleared<Media>? {
        for use in made.post.content.media(of: made.face) {
            let item = try await desk.database.read { try LibraryStore.find(use.media, in: $0) }
            if let captions = try captions(item, made) { return captions }
        }
        return nil
    }

    /// Subtitles, as a file of their own: what is said in them is checked like every text.
    private func captions(_ item: LibraryItem, _ made: Composition) throws -> Cleared<Media>? {
        guard item.kind == "video", let captions = item.captions else { return nil }
        let bytes = Data(captions.utf8)
        let digest = LibraryFolder.digest(of: bytes)
        // Made of the text again wherever it is needed: on this machine alone.
        let path = LibraryFolder(desk.library).captions(digest)
        try LibraryFolder.write(bytes, to: path)
        let media = Media(
            path: path, digest: digest, bytes: Int64(bytes.count), kind: .subtitles, mime: "text/vtt", isBare: true,
            facts: Facts([:]), readText: item.transcript ?? "")
        let lifts =
            made.lifts.isEmpty
            ? []
            : try KeptPostLift.lifts(
                made.lifts, of: desk.checker.findings(Draft(media.readText, kind: .post, facts: media.facts)))
        return try Deontology.clear(media, by: desk.checker, lifts: lifts)
    }

    private func path(_ digest: String) async throws -> String {
        do { return try await desk.files.copy(.kept(digest)) } catch let failure as Failure
            where failure.kind == .notFound || failure.words == Failure.changed.words
        { throw Held(.media, failure.cause) }
    }

    /// The file as it will leave, with what is known of it today.
    private func media(_ found: Found, _ network: Network) async throws -> Media {
        let (item, now) = (found.item, desk.clock.now())
        let digest = found.rendition?.digest ?? item.digest
        let path = try await path(digest)
        guard try LibraryFolder.digest(of: path) == digest else {
            throw Held(.media, "a file of the library is not what it was")
        }
        let shown = item.faces.filter { !$0.isBlurred && !$0.isNone }
        let covered = shown.allSatisfy { face in
            found.releases.contains { $0.id == face.release && $0.covers(network, at: now) }
        }
        // Whoever is shown otherwise than by a face has agreed, too.
        guard covered, found.releases.allSatisfy({ $0.covers(network, at: now) }) else {
            throw Held(.release, "somebody who is shown has not agreed to it there, today")
        }
        guard item.licenceUntil.map({ $0 > now }) ?? true else {
            throw Held(.release, "the licence of a file has ended")
        }
        return Media(
            path: path, digest: digest, bytes: found.rendition?.bytes ?? item.bytes,
            kind: Media.Kind(rawValue: item.kind(as: found.rendition)) ?? .document,
            mime: found.rendition?.mime ?? item.mime, isBare: true,
            facts: LibraryFacts.of(item), readText: item.readText)
    }
}

/// What the library knows of a file, in the words of the rules (docs/deontology.md).
enum LibraryFacts {
    static func of(_ item: LibraryItem) -> Facts {
        let faces = item.faces.count { !$0.isBlurred && !$0.isNone }
        var values: [String: Facts.Value] = ["media_licence": .text(item.licence)]
        if faces > 0 {
            values["faces"] = .number(Double(faces))
            values["release_per_face"] = .truth(true)
        }
        if item.isMadeByMachine { values["ai_generated"] = .truth(true) }
        if item.kind == "video" { values["captions_file"] = .truth(item.captions != nil) }
        return Facts(values)
    }
}
