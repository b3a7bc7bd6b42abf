import Crypto
import Foundation
import Kernel
import Wire

/// An object store as a place, for several nodes. Tools need files: this machine keeps copies of what it worked with, up
/// to a bound, each held against its checksum when it came.
struct LibraryBucket: LibraryPlace {
    let store: ObjectStore
    let copies: LibraryCopies

    init(_ store: ObjectStore, _ folder: String, room: Int64) {
        (self.store, copies) = (store, LibraryCopies(folder: folder + "/copies", room: room))
    }

    var piece: Int64 { 4 << 20 }

    func keep(_ file: String, as name: LibraryName) async throws {
        guard FileManager.default.fileExists(atPath: file) else {
            guard try await bytes(name) != nil else { throw Failure.gone }
            return
        }
        // Put even where it is there already: an orphan that is needed again becomes young, and is not swept.
        try await asking { try await store.put(file, as: name.key, digest: name.digest) }
        try copies.take(file, name)
    }

    func copy(_ name: LibraryName) async throws -> String {
        if let path = copies.find(name) { return path }
        guard let size = try await bytes(name) else { throw Failure.gone }
        try copies.makeRoom(size)
        return try await copies.fill(name, size, by: piece) { try await read(name, $0) }
    }

    func bytes(_ name: LibraryName) async throws -> Int64? { try await asking { try await store.bytes(name.key) } }

    func read(_ name: LibraryName, _ range: Range<Int64>) async throws -> [UInt8] {
        try await asking { try await store.read(name.key, range) }
    }

    func remove(_ name: LibraryName) async throws {
        copies.remove(name)
        try await asking { try await store.remove(name.key) }
    }

    func list(after key: String?) async throws -> [LibraryEntry] {
        try await asking { try await store.list(after: key) }.map {
            LibraryEntry(name: LibraryName(key: $0.key), key: $0.key, bytes: $0.bytes, changed: $0.changed)
        }
    }

    func tidy(before moment: Instant) async throws {
        copies.sweep()
        _ = try await asking { try await store.abandonUploads(before: moment) }
    }

    private func asking<T>(_ body: () async throws -> T) async throws -> T {
        do { return try await body() } catch let failure as Failure {
            switch failure.kind {
            case .notFound: throw Failure.gone
            case .broken: throw failure
            default: throw Failure.away(failure.cause)
            }
        }
    }
}
