import Foundation
import Kernel
import Media
import Networks
import Storage

/// The register of image releases: right, rule, store, trail, in one transaction.
struct ImageReleaseActions: Sendable {
    let desk: PublishingDesk

    static func right(_ person: Person) throws {
        guard FaceActions.mayRelease(person) else { throw Failure(.forbidden, "keeps no releases") }
    }

    func find(_ id: Int64, for person: Person) async throws -> ImageRelease {
        try Self.right(person)
        return try await desk.database.read { connection in
            guard let found = try ImageReleaseStore.find(id, in: connection) else {
                throw Failure(.notFound, "no such release")
            }
            return found
        }
    }

    // MARK: Keeping

    static let longest = 300
    /// Bytes of a proof: a signed page, photographed or scanned.
    static let proofLimit: Int64 = 30_000_000

    /// What somebody signed: read by type, kept as it is.
    func proof(_ path: String) async throws -> (digest: String, mime: String) {
        let facts = try await Probe(try LibraryFolder(desk.library).bench()).facts(of: path)
        guard ["application/pdf", "image/jpeg", "image/png"].contains(facts.mime) else {
            throw Failure(.unusable, "a proof of another kind", words: "library.proof_wrong")
        }
        let digest = try LibraryFolder.digest(of: path)
        try await desk.files.keep(path, as: .kept(digest))
        return (digest, facts.mime)
    }

    /// Writes one down, or puts right one on which nothing rests yet. Pressing twice keeps one.
    func keep(_ release: ImageRelease, by person: Person) async throws {
        try Self.right(person)
        try Self.check(release)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            guard let known = try ImageReleaseStore.find(release.id, in: connection) else {
                try ImageReleaseStore.insert(release, by: person.id, at: now, in: connection)
                return try Self.record("release.kept", release.id, person.id, at: now, connection)
            }
            var fresh = release
            if fresh.proof == nil { (fresh.proof, fresh.proofMime) = (known.proof, known.proofMime) }
            guard fresh != known else { return }
            var paper = known
            (paper.proof, paper.proofMime) = (fresh.proof, fresh.proofMime)
            // A proof may be added at any time; what was agreed may not be changed under what rests on it.
            let isFree = try ImageReleaseStore.items(of: release.id, in: connection).isEmpty
            guard known.withdrawnAt == nil, isFree || paper == fresh else {
                throw Failure(.conflict, "something rests on the release", words: "library.release_in_use")
            }
            try ImageReleaseStore.update(fresh, in: connection)
            try Self.record("release.changed", release.id, person.id, at: now, connection)
        }
    }

    private static func check(_ release: ImageRelease) throws {
        guard !release.person.isEmpty, release.person.count <= longest else { throw wrong("person_wrong") }
        guard !release.contact.isEmpty, release.contact.count <= longest else { throw wrong("contact_wrong") }
        guard !release.purpose.isEmpty, release.purpose.count <= 1_000 else { throw wrong("purpose_wrong") }
        guard release.beginsAt < release.endsAt else { throw wrong("period_wrong") }
        // Both holders of parental authority, or one who says that they hold it alone.
        guard !release.isMinor || !release.holders.isEmpty, release.holders.count <= 1_000 else {
            throw wrong("holders_wrong")
        }
    }

    static func wrong(_ key: String) -> Failure { Failure(.unusable, "a release: \(key)", words: "library.\(key)") }

    // MARK: Withdrawing

    /// Its person agrees no more. What shows them and has not left is held; what has left is taken back.
    /// - Returns: the posts that are concerned.
    @discardableResult
    func withdraw(_ id: Int64, because reason: String, by person: Person) async throws -> [Int64] {
        try Self.right(person)
        let (now, desk) = (desk.clock.now(), desk)
        return try await desk.database.write { connection in
            guard try ImageReleaseStore.find(id, in: connection) != nil else {
                throw Failure(.notFound, "no such release")
            }
            guard try ImageReleaseStore.withdraw(id, by: person.id, at: now, in: connection) else { return [] }
            var touched: [Int64] = []
            for (post, channels) in try Self.showing(id, in: connection) {
                let held = try Self.hold(post, channels, at: now, in: connection)
                let asked = try Withdrawals.ask(
                    post.id, because: reason, by: person.id, at: now, desk: desk, channels: channels, in: connection)
                if held || asked { touched.append(post.id) }
            }
            let list = touched.map(String.init).joined(separator: ",")
            try Self.record("release.withdrawn", id, person.id, after: "{\"posts\":[\(list)]}", at: now, connection)
            return touched
        }
    }

    /// Posts that show its person, each with the accounts whose face shows them.
    static func showing(_ id: Int64, in connection: any Connection) throws -> [(post: Post, channels: Set<Int64>)] {
        var found: [Int64: (post: Post, channels: Set<Int64>)] = [:]
        for item in try ImageReleaseStore.items(of: id, in: connection) {
            for post in try LibraryStore.posts(showing: item.id, in: connection) {
                let faces = post.content.faces.filter { face in
                    post.content.media(of: face).contains { $0.media == item.id }
                }
                found[post.id, default: (post, [])].channels.formUnion(faces.map(\.channel))
            }
        }
        return found.values.sorted { $0.post.id < $1.post.id }
    }

    private static func hold(
        _ post: Post, _ channels: Set<Int64>, at now: Instant, in connection: any Connection
    ) throws -> Bool {
        var held = false
        for parcel in try ParcelStore.of(post.id, in: connection)
        where parcel.state == .ready && channels.contains(parcel.channel) {
            guard try ParcelStore.move(parcel, to: .held, because: .release, at: now, in: connection) else { continue }
            held = true
            try Audit.record(
                who: nil, action: "post.held", subject: "post", id: post.id, after: "{\"reason\":\"release\"}", at: now,
                in: connection)
        }
        return held
    }

    private static func record(
        _ action: String, _ id: Int64, _ who: Int64, after: String? = nil, at now: Instant,
        _ connection: any Connection
    ) throws {
        try Audit.record(
            who: who, action: action, subject: "image_release", id: id, after: after, at: now, in: connection)
    }
}
