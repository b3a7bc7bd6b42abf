import Foundation
import Kernel
import Storage

/// What people do with the library: right, rule, store, trail, in one transaction.
struct LibraryActions: Sendable {
    let desk: PublishingDesk
    var folder: LibraryFolder { LibraryFolder(desk.library) }

    // MARK: Rights

    /// Whoever writes posts sees the whole library: a picture belongs to no service.
    static func reading(_ person: Person) throws {
        guard person.scope(of: .compose) != .nothing else { throw Failure(.forbidden, "writes no posts") }
    }

    /// Whoever brought a file looks after it; who writes for the whole house looks after all.
    static func mayChange(_ item: LibraryItem, _ person: Person) -> Bool {
        person.scope(of: .compose) == .everything || item.createdBy == person.id
    }

    func find(_ id: Int64, for person: Person) async throws -> LibraryItem {
        try Self.reading(person)
        return try await desk.database.read { try LibraryStore.find(id, in: $0) }
    }

    // MARK: Bringing

    /// Takes a file in. It is cleaned in the background; the same file is the same item.
    func bring(_ path: String, name: String, by person: Person) async throws -> LibraryItem {
        try Self.reading(person)
        let source = try LibraryFolder.digest(of: path)
        let size = LibraryFolder.size(path) ?? 0
        let (id, now) = (desk.newID(), desk.clock.now())
        // There whole before anybody hears of it: a node that dies here leaves a file for the sweep, never a promise.
        let known = try await desk.database.read { try LibraryStore.brought(source, in: $0) }
        let waits = known.map { [.failed, .working].contains($0.state) && $0.sameAs == nil } ?? true
        if waits { try await desk.files.keep(path, as: .brought(source)) }
        let item = try await desk.database.write { connection in
            try LibraryStore.bring(
                id, source: source, bytes: size, title: Self.title(name), by: person.id, at: now, in: connection)
        }
        // One that was refused, or taken out of the library, is tried again.
        guard item.id == id || [.failed, .retired, .working].contains(item.state) else { return item }
        if item.state == .failed, let known = item.sameAs { return try await find(known, for: person) }
        if item.state == .retired { return try await revive(item, person) }
        return try await desk.database.write { connection in
            if item.state == .failed { try LibraryStore.move(item.id, to: .working, at: now, in: connection) }
            try JobQueue.enqueue(LibraryIntake.kind, key: String(item.id), in: connection)
            if item.id == id || item.state == .failed {
                try Self.record("library.brought", item.id, person.id, at: now, connection)
            }
            return try LibraryStore.find(item.id, in: connection)
        }
    }

    private func revive(_ item: LibraryItem, _ person: Person) async throws -> LibraryItem {
        let now = desk.clock.now()
        return try await desk.database.write { connection in
            try LibraryStore.move(item.id, to: .ready, at: now, in: connection)
            try Self.record("library.brought", item.id, person.id, at: now, connection)
            return try LibraryStore.find(item.id, in: connection)
        }
    }

    /// `IRM_salle-2.JPG` → `IRM salle-2`: a name that was given by a person or a camera, without its ending.
    static func title(_ name: String) -> String {
        let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name[...]
        let plain = stem.replacing("_", with: " ").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return plain.isEmpty ? "?" : String(plain.prefix(200))
    }

    // MARK: Describing

    static let longest = 2_000

    /// - Parameter seen: the change that the form was made of.
    func describe(_ id: Int64, _ said: LibraryStore.Description, seen: Int64, by person: Person) async throws {
        guard !said.title.isEmpty, said.title.count <= 200 else {
            throw Failure(.unusable, "no title, or a long one", words: "library.title_wrong")
        }
        guard !said.alt.isEmpty, said.alt.count <= Self.longest else {
            throw Failure(.unusable, "no description, or a long one", words: "library.alt_wrong")
        }
        guard [said.credit, said.licence, said.series ?? ""].allSatisfy({ $0.count <= 300 }) else {
            throw Failure(.tooLarge, "a long credit, licence or series", words: "library.too_long")
        }
        try await change(id, seen: nil, by: person) { item, now, connection in
            // Pressed twice: it is said already.
            guard LibraryStore.Description(item) != said else { return }
            try Self.check(item, seen)
            try LibraryStore.describe(id, said, at: now, in: connection)
            try Self.record("library.described", id, person.id, at: now, connection)
        }
    }

    /// Takes it out of the library. What shows it already goes on showing it, and what has not left is held.
    func retire(_ id: Int64, by person: Person) async throws {
        try await change(id, seen: nil, by: person) { item, now, connection in
            guard item.state != .retired else { return }
            try LibraryStore.move(id, to: .retired, at: now, in: connection)
            try Self.record("library.retired", id, person.id, at: now, connection)
        }
    }

    /// - Parameter seen: nil where nothing rests on what was seen.
    func change(
        _ id: Int64, seen: Int64?, by person: Person,
        _ body: @escaping @Sendable (LibraryItem, Instant, any Connection) throws -> Void
    ) async throws {
        try Self.reading(person)
        let clock = desk.clock.now()
        try await desk.database.write { connection in
            let item = try LibraryStore.find(id, in: connection)
            guard Self.mayChange(item, person) else {
                throw Failure(.forbidden, "looks after other files", words: "library.not_yours")
            }
            if let seen { try Self.check(item, seen) }
            // Later than what was seen, also where the clock stands.
            try body(item, max(clock, Instant(microseconds: item.seen + 1)), connection)
        }
    }

    static func check(_ item: LibraryItem, _ seen: Int64) throws {
        guard item.state != .working else {
            throw Failure(.conflict, "the file is being worked on", words: "library.busy")
        }
        guard seen == item.seen else {
            throw Failure(.conflict, "somebody changed it meanwhile", words: "library.overtaken")
        }
    }

    static func record(
        _ action: String, _ id: Int64, _ who: Int64?, after: String? = nil, at now: Instant,
        _ connection: any Connection
    ) throws {
        try Audit.record(who: who, action: action, subject: "media", id: id, after: after, at: now, in: connection)
    }
}

extension LibraryItem {
    /// The item that holds the same picture already, where that is why this one was refused.
    var sameAs: Int64? {
        guard let error, error.hasPrefix("same:") else { return nil }
        return Int64(error.dropFirst("same:".count))
    }
}

extension LibraryStore.Description {
    init(_ item: LibraryItem) {
        self.init(
            title: item.title, alt: item.alt, credit: item.credit, licence: item.licence,
            licenceUntil: item.licenceUntil, series: item.series, isMadeByMachine: item.isMadeByMachine)
    }
}
