import Foundation
import Kernel
import Media
import Storage

/// Cleans what was brought: everything is taken out of the file but the picture and the sound, faces and writing are
/// looked for, small pictures are made for the pages. Once a file, whatever dies meanwhile.
struct LibraryIntake: Sendable {
    static let kind = "library.take"
    /// Attempts of which the last one is told to people: what fails so often fails for good.
    static let patience = 3

    let desk: PublishingDesk
    var folder: LibraryFolder { LibraryFolder(desk.library) }

    @concurrent
    func handle(_ job: Job) async throws {
        guard let id = job.key.flatMap({ Int64($0) }) else { throw Failure(.unusable, "a job without a file") }
        let item = try await desk.database.read { try LibraryStore.find(id, in: $0) }
        guard item.state == .working else { return }
        do { try await take(item) } catch let failure as Failure {
            // The store of the files does not answer: whatever was brought waits for it, however long that takes.
            if failure.isOfTheStore { throw failure }
            // A tool that is missing, a disk that is full: it may be better in a while.
            let passing = [.unavailable, .broken].contains(failure.kind) && job.attempt < Self.patience
            if passing { throw failure }
            try await fail(item, failure.words ?? "library.failed")
        }
    }

    private func take(_ item: LibraryItem) async throws {
        let bench = try folder.bench()
        let clean = try await Cleaner(bench).clean(try await brought(item))
        let known = try await desk.database.read { connection in
            try connection.one(
                """
                SELECT id FROM media WHERE digest = $1 AND id <> $2 AND state NOT IN ('failed', 'retired')
                ORDER BY id LIMIT 1
                """, [clean.digest, item.id])?.int64("id")
        }
        if let known {
            try? FileManager.default.removeItem(atPath: clean.path)
            return try await fail(item, "same:\(known)")
        }
        let seen = try await LibraryLook(bench: bench).look(clean.path, clean.facts)
        let now = desk.clock.now()
        try await desk.files.keep(clean.path, as: .kept(clean.digest))
        for (made, path) in seen.pictures { try await desk.files.keep(path, as: .kept(made.digest)) }
        let facts = clean.facts
        let removed = Set(clean.before.traces).subtracting(facts.traces).sorted().map(\.rawValue)
        try await desk.database.write { connection in
            guard try LibraryStore.find(item.id, in: connection).state == .working else { return }
            try LibraryStore.settle(
                item.id,
                LibraryStore.Master(
                    digest: clean.digest, kind: facts.kind.rawValue, mime: facts.mime, bytes: facts.bytes,
                    width: facts.width, height: facts.height, seconds: facts.seconds), at: now, in: connection)
            try LibraryStore.note(
                item.id, faces: seen.faces, text: seen.text, removed: removed,
                machine: clean.before.traces.contains(.generated), in: connection)
            for (made, _) in seen.pictures { try LibraryStore.rendition(item.id, made, at: now, in: connection) }
            try Audit.record(
                who: nil, action: "library.cleaned", subject: "media", id: item.id, at: now, in: connection)
        }
        await forget(item)
    }

    /// The file on this machine, as it was brought.
    private func brought(_ item: LibraryItem) async throws -> String {
        let old = folder.incoming(item.id)
        if FileManager.default.fileExists(atPath: old) { return old }
        guard let source = try await source(item) else { throw Failure.gone }
        return try await desk.files.copy(.brought(source))
    }

    private func source(_ item: LibraryItem) async throws -> String? {
        try await desk.database.read { try LibraryStore.source(of: item.id, in: $0) }
    }

    /// What does not go now is swept later.
    private func forget(_ item: LibraryItem) async {
        try? FileManager.default.removeItem(atPath: folder.incoming(item.id))
        guard let source = try? await source(item) else { return }
        try? await desk.files.remove(.brought(source))
    }

    private func fail(_ item: LibraryItem, _ words: String) async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            guard try LibraryStore.find(item.id, in: connection).state == .working else { return }
            try LibraryStore.move(item.id, to: .failed, error: words, at: now, in: connection)
        }
        // What was refused is not kept: nobody knows what is in it.
        await forget(item)
    }
}
