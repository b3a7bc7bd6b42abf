import Foundation
import Kernel
import Media
import Storage

/// Holds the files against the rows that name them, and carries them from a folder to an object store or back.
public struct LibraryInventory: Sendable {
    let desk: PublishingDesk

    public init(_ services: PublishingServices) { desk = services.desk }

    public struct Report: Sendable, Equatable {
        public var whole = 0
        public var carried = 0
        /// Digests of files that are gone, or are not what was kept.
        public var missing: [String] = []
        public var changed: [String] = []

        public var isWhole: Bool { missing.isEmpty && changed.isEmpty }
    }

    /// Reads every file that something needs, and compares checksums.
    public func check() async throws -> Report {
        var report = Report()
        try await each { name in
            do {
                let path = try await desk.files.copy(name)
                if try LibraryFolder.digest(of: path) == name.digest {
                    report.whole += 1
                } else {
                    report.changed.append(name.digest)
                }
            } catch let failure as Failure { try Self.note(failure, name, &report) }
        }
        return report
    }

    /// Brings to where the settings say what lies elsewhere: from this machine's folder into the store, or back. What is
    /// there already stays; nothing is taken away from where it was. May be begun again at any time.
    /// - Parameter source: where files come from; the folder of this machine when nil.
    public func move(from source: LibraryStoreSettings? = nil) async throws -> Report {
        let folder = LibraryFolder(desk.library)
        let place: any LibraryPlace = source.map { LibraryBucket($0.store, desk.library, room: $0.room) } ?? folder
        var report = Report()
        try await each { name in
            guard try await desk.files.bytes(name) == nil else { return report.whole += 1 }
            do {
                let path = try await place.copy(name)
                guard try LibraryFolder.digest(of: path) == name.digest else {
                    return report.changed.append(name.digest)
                }
                // Keeping takes the file away from where it was: a copy is given.
                let near = try folder.bench().folder + "/" + UUID().uuidString
                defer { try? FileManager.default.removeItem(atPath: near) }
                do { try FileManager.default.copyItem(atPath: path, toPath: near) } catch {
                    throw Failure(.broken, "no room for a copy of a file of the library")
                }
                try await desk.files.keep(near, as: name)
                report.carried += 1
            } catch let failure as Failure { try Self.note(failure, name, &report) }
        }
        return report
    }

    private static func note(_ failure: Failure, _ name: LibraryName, _ report: inout Report) throws {
        switch failure.words {
        case Failure.gone.words: report.missing.append(name.digest)
        case Failure.changed.words: report.changed.append(name.digest)
        default: throw failure
        }
    }

    private func each(_ body: (LibraryName) async throws -> Void) async throws {
        var after = ""
        while true {
            let last = after
            let some = try await desk.database.read { try LibraryStore.needed(after: last, in: $0) }
            for digest in some {
                try Task.checkCancellation()
                try await body(.kept(digest))
            }
            guard let last = some.last else { return }
            after = last
        }
    }
}
