import Foundation
import Kernel
import Storage

/// What people do with press releases: right, rule, store, trail, in one transaction.
struct ReleaseActions: Sendable {
    let desk: PublishingDesk

    static let overtaken = Failure(.conflict, "somebody changed it meanwhile", words: "press.overtaken")

    func find(_ id: Int64, for person: Person) async throws -> Release {
        let scope = try PostActions.reading(person)
        return try await desk.database.read { try Self.find(id, scope, $0) }
    }

    static func find(_ id: Int64, _ scope: Scope, _ connection: any Connection) throws -> Release {
        let release = try ReleaseStore.find(id, in: connection)
        guard scope.reaches(release) else { throw Failure(.notFound, "no such release") }
        return release
    }

    // MARK: Writing

    /// - Parameter id: given with the form, so that pressing twice writes one release.
    @discardableResult
    func create(_ content: ReleaseContent, id: Int64? = nil, by person: Person) async throws -> Int64 {
        let service = Self.place(try PostActions.reading(person))
        try Self.usable(content)
        let (fresh, now) = (id ?? desk.newID(), desk.clock.now())
        return try await desk.database.write { connection in
            if let known = try ReleaseStore.look(fresh, in: connection) {
                guard known.author == person.id else { throw Failure(.notFound, "no such release") }
                return fresh
            }
            try ReleaseStore.insert(
                fresh, content, author: person.id, service: service, at: now, in: connection)
            try Self.record("press.written", fresh, person.id, at: now, connection)
            return fresh
        }
    }

    private static func usable(_ content: ReleaseContent) throws {
        try content.bounded()
        guard !content.title.isEmpty else {
            throw Failure(.unusable, "a release without a title", words: "press.no_title")
        }
    }

    private static func place(_ scope: Scope) -> Int64? {
        guard case .services(let mine) = scope else { return nil }
        return mine.min()
    }

    /// New words. What was approved is approved no more, and posts that were made of it are read again.
    func save(_ id: Int64, _ content: ReleaseContent, seen: Int, by person: Person) async throws {
        let scope = try PostActions.reading(person)
        try Self.usable(content)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let release = try Self.find(id, scope, connection)
            guard release.content != content else { return }
            guard release.version == seen, release.isOpen,
                try ReleaseStore.rewrite(release, content, by: person.id, at: now, in: connection)
            else { throw Self.overtaken }
            try ReleasePosts.sendBack(of: id, by: person.id, at: now, in: connection)
            try Self.record("press.changed", id, person.id, at: now, connection)
        }
    }

    /// Gives up what nobody has seen yet.
    func cancel(_ id: Int64, by person: Person) async throws {
        try await change(id, "press.cancelled", by: person) { release, now, connection in
            guard release.publishedAt == nil, release.isOpen,
                try ReleaseStore.move(release, to: .cancelled, at: now, in: connection)
            else { return false }
            try ReleasePosts.sendBack(of: id, by: person.id, at: now, in: connection)
            return true
        }
    }

    // MARK: Showing

    /// Puts the approved version in the press room, from its embargo on. Twice is once.
    func publish(_ id: Int64, seen: Int, by person: Person) async throws {
        try Self.answers(person)
        try await change(id, "press.published", by: person) { release, now, connection in
            guard release.version == seen, release.state == .approved else { return false }
            if release.publicVersion == release.version { return nil }
            return try ReleaseStore.publish(
                release, slug: Self.slug(release.content.title, release.id), at: now, in: connection)
        }
    }

    /// Takes it back for good: its page says so, and nothing made of it leaves.
    func withdraw(_ id: Int64, by person: Person) async throws {
        try Self.answers(person)
        try await change(id, "press.withdrawn", by: person) { release, now, connection in
            if release.state == .withdrawn { return nil }
            guard try ReleaseStore.withdraw(id, at: now, in: connection) else { return false }
            try ReleasePosts.sendBack(of: id, by: person.id, at: now, in: connection)
            try MailingStore.cancel(release: id, at: now, in: connection)
            return true
        }
    }

    /// What the public reads, and what leaves for the press, is the whole organisation's.
    static func answers(_ person: Person) throws {
        guard person.scope(of: .approve) == .everything else {
            throw Failure(.forbidden, "what the press reads is for the whole organisation", words: "press.not_yours")
        }
    }

    /// `nil` from the body says that it was so already.
    private func change(
        _ id: Int64, _ action: String, by person: Person,
        _ body: @escaping @Sendable (Release, Instant, any Connection) throws -> Bool?
    ) async throws {
        let scope = try PostActions.reading(person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let release = try Self.find(id, scope, connection)
            guard let done = try body(release, now, connection) else { return }
            guard done else { throw Self.overtaken }
            try Self.record(action, id, person.id, at: now, connection)
        }
    }

    static func record(
        _ action: String, _ id: Int64, _ who: Int64?, after: String? = nil, at now: Instant,
        _ connection: any Connection
    ) throws {
        try Audit.record(who: who, action: action, subject: "release", id: id, after: after, at: now, in: connection)
        try EventLog.append(action, subject: id, at: now, in: connection)
    }

    /// `ouverture-de-la-maternite-7f3a`: plain letters, and the number, so that no two are alike.
    static func slug(_ title: String, _ id: Int64) -> String {
        let plain = String(
            FactScanner.folded(title).unicodeScalars.map { scalar -> Character in
                let isPlain = (97...122).contains(scalar.value) || (48...57).contains(scalar.value)
                return isPlain ? Character(scalar) : "-"
            })
        let words = plain.split(separator: "-").joined(separator: "-").prefix(60).split(separator: "-")
        return ((words.isEmpty ? ["communique"] : words) + [Substring(String(UInt64(bitPattern: id), radix: 36))])
            .joined(separator: "-")
    }
}
