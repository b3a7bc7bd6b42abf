import Foundation
import Kernel

/// What a file of the library is called, wherever it is kept: by what is in it.
enum LibraryName: Sendable, Hashable {
    /// A master, a rendition, a proof.
    case kept(String)
    /// Brought, and not clean yet.
    case brought(String)

    /// SHA-256 of the file.
    var digest: String {
        switch self {
        case .kept(let digest), .brought(let digest): digest
        }
    }

    /// Two letters first: no folder of a hundred thousand files.
    var key: String {
        switch self {
        case .kept(let digest): "\(digest.prefix(2))/\(digest)"
        case .brought(let digest): "incoming/\(digest)"
        }
    }

    /// Nil for what the library has not put there.
    init?(key: String) {
        let parts = key.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, parts[1].utf8.count == 64,
            parts[1].utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else { return nil }
        if parts[0] == "incoming" {
            self = .brought(parts[1])
        } else if parts[1].hasPrefix(parts[0]), parts[0].count == 2 {
            self = .kept(parts[1])
        } else {
            return nil
        }
    }
}

/// Where the library keeps its files: a folder, or an object store that several nodes share.
protocol LibraryPlace: Sendable {
    /// Puts a file where it belongs, and takes it away from where it was. When this returns it is there, whole.
    func keep(_ file: String, as name: LibraryName) async throws
    /// The file on this machine, for tools to read; good for three hours.
    /// - Throws: `.notFound` where it is gone; `Failure.changed` where it is not what was kept.
    func copy(_ name: LibraryName) async throws -> String
    /// Its size; nil where it is not there.
    func bytes(_ name: LibraryName) async throws -> Int64?
    /// A part of it.
    func read(_ name: LibraryName, _ range: Range<Int64>) async throws -> [UInt8]
    func remove(_ name: LibraryName) async throws
    /// A thousand at most, by key, after one; names of other software are not told.
    func list(after key: String?) async throws -> [LibraryEntry]
    /// What was begun before this moment and never finished is taken away.
    func tidy(before moment: Instant) async throws
    /// Bytes that are read at once.
    var piece: Int64 { get }
}

/// A file that lies in a place.
struct LibraryEntry: Sendable, Equatable {
    let name: LibraryName?
    let key: String
    let bytes: Int64
    let changed: Instant
}

extension Failure {
    /// Somebody else wrote to where the library keeps its files.
    static let changed = Failure(
        .broken, "a file of the library is not what was kept: its checksum differs", words: "library.file_changed")
    static let gone = Failure(.notFound, "a file of the library is gone", words: "library.file_gone")
    /// The store does not answer, or does not let us in: nothing is lost, everything is tried again.
    static func away(_ cause: String) -> Failure { Failure(.unavailable, cause, words: "library.store_away") }

    /// The place of the files is at fault, not the file.
    var isOfTheStore: Bool { words == "library.store_away" }
}
