import Foundation
import Kernel
import Media
import Storage

/// What stands for each face of a picture: a release, a cover, or a person's word that it is none.
struct FaceActions: Sendable {
    let desk: PublishingDesk
    private var library: LibraryActions { LibraryActions(desk: desk) }

    static let most = 500

    enum Choice: Sendable, Equatable {
        /// Its person agreed.
        case cover(release: Int64)
        /// To be made unrecognisable, for good.
        case blur
        /// "No face", says the person.
        case none
        /// Nothing stands for it any more.
        case open
    }

    /// Who may say by which release somebody is shown: those who keep the register.
    static func mayRelease(_ person: Person) -> Bool { person.scope(of: .protect) == .everything }

    func choose(_ choice: Choice, face index: Int, of id: Int64, seen: Int64, by person: Person) async throws {
        if case .cover = choice, !Self.mayRelease(person) {
            throw Failure(.forbidden, "keeps no releases", words: "library.no_releases")
        }
        let now = desk.clock.now()
        try await library.change(id, seen: seen, by: person) { item, at, connection in
            guard item.state == .ready, item.faces.indices.contains(index) else {
                throw Failure(.notFound, "no such face")
            }
            var faces = item.faces
            guard !faces[index].isBlurred else { return }
            faces[index].by = person.id
            switch choice {
            case .cover(let release):
                guard let found = try ImageReleaseStore.find(release, in: connection), found.isGood(at: now) else {
                    throw Failure(.unusable, "a release that is over", words: "library.release_over")
                }
                (faces[index].release, faces[index].isNone) = (release, false)
            case .none: (faces[index].release, faces[index].isNone) = (nil, true)
            case .open: (faces[index].release, faces[index].isNone, faces[index].by) = (nil, false, nil)
            case .blur: return try Self.ask(index, item, person, at: at, connection)
            }
            guard faces != item.faces else { return }
            try LibraryStore.faces(item, faces, at: at, in: connection)
            try LibraryActions.record(
                "library.face_\(choice.word)", id, person.id, after: "{\"face\":\(index + 1)}", at: at, connection)
        }
    }

    /// Covering takes a moment, in which nothing shows the picture.
    private static func ask(
        _ index: Int, _ item: LibraryItem, _ person: Person, at now: Instant, _ connection: any Connection
    ) throws {
        guard item.faces[index].canBeCovered(in: item) else {
            throw Failure(.unusable, "a face of no known place or seconds", words: "library.no_blur")
        }
        try LibraryStore.move(item.id, to: .working, at: now, in: connection)
        let order = BlurJob.Order(face: index, by: person.id)
        try JobQueue.enqueue(
            BlurJob.kind, key: String(item.id),
            payload: String(decoding: try JSONEncoder().encode(order), as: UTF8.self), in: connection)
        try LibraryActions.record(
            "library.face_blur", item.id, person.id, after: "{\"face\":\(index + 1)}", at: now, connection)
    }

    /// A face that the finder missed, in pixels of the master.
    func add(_ box: PixelRect, to id: Int64, seen: Int64, by person: Person) async throws {
        try await library.change(id, seen: seen, by: person) { item, at, connection in
            guard item.state == .ready, item.kind != "document", item.faces.count < Self.most, box.width >= 4,
                box.height >= 4, box.left >= 0, box.top >= 0, box.width <= item.width, box.height <= item.height,
                box.left <= item.width - box.width, box.top <= item.height - box.height
            else {
                throw Failure(.unusable, "a face beside the picture", words: "library.face_outside")
            }
            let face = LibraryItem.FaceBox(
                x: box.left, y: box.top, width: box.width, height: box.height, score: 1, by: nil, isAdded: true)
            try LibraryStore.faces(item, item.faces + [face], at: at, in: connection)
            try LibraryActions.record("library.face_added", id, person.id, at: at, connection)
        }
    }

    /// Somebody who is shown without a face that a finder finds: from behind, by the voice, later in a video.
    func show(_ release: Int64, in id: Int64, _ isShown: Bool, seen: Int64, by person: Person) async throws {
        guard Self.mayRelease(person) else {
            throw Failure(.forbidden, "keeps no releases", words: "library.no_releases")
        }
        let now = desk.clock.now()
        try await library.change(id, seen: seen, by: person) { item, at, connection in
            if isShown {
                guard let found = try ImageReleaseStore.find(release, in: connection), found.isGood(at: now) else {
                    throw Failure(.unusable, "a release that is over", words: "library.release_over")
                }
                try LibraryStore.link(id, release, in: connection)
            } else {
                guard !item.faces.contains(where: { $0.release == release }) else {
                    throw Failure(.conflict, "a face rests on it", words: "library.release_used")
                }
                try LibraryStore.unlink(id, release, in: connection)
            }
            try LibraryStore.faces(item, item.faces, at: at, in: connection)
            try LibraryActions.record(
                isShown ? "library.person_added" : "library.person_removed", id, person.id,
                after: "{\"release\":\(release)}", at: at, connection)
        }
    }
}

extension FaceActions.Choice {
    var word: String {
        switch self {
        case .cover: "cover"
        case .blur: "blur"
        case .none: "none"
        case .open: "open"
        }
    }
}
