import Foundation
import Kernel
import Storage

/// Takes away, once a day, files that nothing needs: what a node that died had put there before it could say so. A file is
/// put in its place before the row that names it, so what is young may still be named.
struct LibrarySweep: Sendable {
    let desk: PublishingDesk

    static let kind = "library.sweep"
    /// Seconds below which nothing is an orphan: no work lasts so long.
    static let young = 24 * 3_600.0

    func plan() async throws {
        let now = desk.clock.now()
        try await desk.database.write { try JobQueue.enqueue(Self.kind, key: "daily", runAt: now, in: $0) }
    }

    @Sendable func run(_ job: Job) async throws {
        _ = try await sweep()
        let next = desk.clock.now().adding(days: 1)
        try await desk.database.write { connection in
            try JobQueue.complete(job, in: connection)
            try JobQueue.enqueue(Self.kind, key: "daily", runAt: next, in: connection)
        }
    }

    /// Gives how many files went.
    func sweep() async throws -> Int {
        let limit = desk.clock.now().adding(seconds: -Self.young)
        try await desk.files.tidy(before: limit)
        var (after, count): (String?, Int) = (nil, 0)
        while true {
            let entries = try await desk.files.list(after: after)
            for entry in entries where entry.changed < limit {
                guard let name = entry.name, try await !isNeeded(name) else { continue }
                try await desk.files.remove(name)
                count += 1
            }
            guard let last = entries.last, entries.count >= 1_000 else { return count }
            after = last.key
            try Task.checkCancellation()
        }
    }

    private func isNeeded(_ name: LibraryName) async throws -> Bool {
        try await desk.database.read { connection in
            switch name {
            case .kept(let digest): try LibraryStore.needs(digest, in: connection)
            case .brought(let digest): try LibraryStore.waits(digest, in: connection)
            }
        }
    }
}
