import Kernel
import Media
import Storage
import Web

/// The library, as publishing adds it to its site and its jobs.
struct LibraryServices: Sendable {
    let desk: PublishingDesk

    func add(to pages: Pages) {
        ImageReleaseRoutes(desk: desk).add(to: pages)
        LibraryRoutes(desk: desk).add(to: pages)
        CaptionRoutes(desk: desk).add(to: pages)
        SharedRoutes(desk: desk).add(to: pages)
    }

    var handlers: [String: JobRunner.Handler] {
        [
            LibraryIntake.kind: LibraryIntake(desk: desk).handle, BlurJob.kind: BlurJob(desk: desk).handle,
            RenditionJob.kind: RenditionJob(desk: desk).handle, LibrarySweep.kind: LibrarySweep(desk: desk).run,
        ]
    }

    /// Has made what posts on their way will need.
    func look() async throws {
        let missing = try await desk.database.read { try RenditionJob.missing(desk, in: $0) }
        guard !missing.isEmpty else { return }
        try await desk.database.write { connection in
            for key in missing.sorted() { try JobQueue.enqueue(RenditionJob.kind, key: key, in: connection) }
        }
    }

    /// What a killed node left of its work. Other nodes may be at work in the same folder: no work lasts three hours.
    func sweep() throws {
        try LibraryFolder(desk.library).bench().sweep(olderThan: 3 * 3_600)
    }

    /// Looks every day for files that nothing needs.
    func plan() async throws { try await LibrarySweep(desk: desk).plan() }
}
