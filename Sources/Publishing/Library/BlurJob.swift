import Foundation
import Kernel
import Media
import Storage

/// Covers a face of a picture, or the seconds of a film in which one is seen: a new master takes the place of the old one,
/// everywhere, for good.
struct BlurJob: Sendable {
    static let kind = "library.blur"

    struct Order: Codable, Sendable {
        let face: Int
        let by: Int64
    }

    let desk: PublishingDesk
    private var folder: LibraryFolder { LibraryFolder(desk.library) }

    @concurrent
    func handle(_ job: Job) async throws {
        guard let id = job.key.flatMap({ Int64($0) }),
            let order = try? JSONDecoder().decode(Order.self, from: Data(job.payload.utf8))
        else { throw Failure(.unusable, "a job without a face") }
        let item = try await desk.database.read { try LibraryStore.find(id, in: $0) }
        guard item.state == .working, item.faces.indices.contains(order.face) else { return }
        do { try await cover(item, order) } catch let failure as Failure {
            if failure.isOfTheStore { throw failure }
            let passing = [.unavailable, .broken].contains(failure.kind) && job.attempt < LibraryIntake.patience
            if passing { throw failure }
            // The picture is as it was, and nothing stands for the face.
            let now = desk.clock.now()
            try await desk.database.write { connection in
                try LibraryStore.move(
                    id, to: .ready, error: failure.words ?? "library.not_blurred", at: now, in: connection)
            }
        }
    }

    private func cover(_ item: LibraryItem, _ order: Order) async throws {
        let bench = try folder.bench()
        let (look, master) = (LibraryLook(bench: bench), try await desk.files.copy(.kept(item.digest)))
        let faces = Self.covered(order, item)
        let made: Cleaned
        let pictures: [(made: Rendition, path: String)]
        if item.kind == "video" {
            guard let span = item.faces[order.face].span else {
                throw Failure(.unusable, "a face of no known seconds", words: "library.no_blur")
            }
            made = try await Blur(bench).cover([span], ofFilm: master)
            pictures = try await FilmLook(look: look).pictures(of: made.path, made.facts, faces)
        } else {
            let face = item.faces[order.face]
            let region = PixelRect(left: face.x, top: face.y, width: face.width, height: face.height).widened
            made = try await Blur(bench).cover([region], of: master)
            pictures = [
                try await look.shown(made.path, "view", LibraryLook.view),
                try await look.shown(made.path, "thumbnail", LibraryLook.thumbnail),
            ]
        }
        try await desk.files.keep(made.path, as: .kept(made.digest))
        for (picture, path) in pictures { try await desk.files.keep(path, as: .kept(picture.digest)) }
        let (facts, now) = (made.facts, desk.clock.now())
        let unneeded = try await desk.database.write { connection -> [String] in
            guard try LibraryStore.find(item.id, in: connection).state == .working else { return [] }
            let before = [item.digest] + (try LibraryStore.renditions(of: item.id, in: connection).map(\.digest))
            try connection.execute("DELETE FROM media_rendition WHERE media = $1", [item.id])
            try connection.execute("DELETE FROM media_refusal WHERE media = $1", [item.id])
            try LibraryStore.settle(
                item.id,
                LibraryStore.Master(
                    digest: made.digest, kind: facts.kind.rawValue, mime: facts.mime, bytes: facts.bytes,
                    width: facts.width, height: facts.height, seconds: facts.seconds), at: now, in: connection)
            try LibraryStore.faces(item, faces, at: now, in: connection)
            for (picture, _) in pictures { try LibraryStore.rendition(item.id, picture, at: now, in: connection) }
            try Self.forgetUploads(item.id, in: connection)
            try LibraryActions.record("library.blurred", item.id, order.by, at: now, connection)
            return try Set(before).filter { try !LibraryStore.needs($0, in: connection) }
        }
        for digest in unneeded { try await desk.files.remove(.kept(digest)) }
    }

    /// The face, and of a film whoever else is seen in those seconds alone and for whom nothing stands.
    private static func covered(_ order: Order, _ item: LibraryItem) -> [LibraryItem.FaceBox] {
        let span = item.faces[order.face].span
        return item.faces.enumerated().map { index, face in
            var face = face
            let isWithin =
                if item.kind == "video", face.isOpen, let span, let own = face.span {
                    span.lowerBound <= own.lowerBound && own.upperBound <= span.upperBound
                } else { false }
            guard index == order.face || isWithin else { return face }
            (face.isBlurred, face.release, face.by) = (true, nil, order.by)
            return face
        }
    }

    /// A network may hold the old picture already, for a post that has not left: it is given the new one.
    private static func forgetUploads(_ item: Int64, in connection: any Connection) throws {
        for post in try LibraryStore.posts(showing: item, in: connection) {
            try connection.execute("UPDATE sending SET prepared = NULL WHERE post = $1 AND state = 'ready'", [post.id])
        }
    }
}

extension PixelRect {
    /// A tenth more on each side: hair and ears tell who somebody is, too.
    fileprivate var widened: PixelRect {
        let (more, higher) = (width / 10 + 1, height / 10 + 1)
        return PixelRect(
            left: left - more, top: top - higher, width: width + 2 * more, height: height + 2 * higher)
    }
}
