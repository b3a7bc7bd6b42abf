import Foundation
import Kernel
import Storage
import TestKit
import Testing
import Wire

@testable import Publishing

/// The library's files in moto, an S3-compatible store that others wrote.
private struct BucketPeer: Decodable, Sendable {
    let url: String
    let bucket: String
    let key: String
    let secret: String

    private struct All: Decodable { let s3: BucketPeer? }
    static let started: BucketPeer? = {
        let text = ProcessInfo.processInfo.environment["RESONANCE_PEERS"] ?? ""
        return (try? JSONDecoder().decode(All.self, from: Data(text.utf8)))?.s3
    }()

    func store(_ prefix: String, secret: String? = nil) throws -> LibraryStoreSettings {
        let place = try ObjectPlace(
            endpoint: url, region: "us-east-1", bucket: bucket, prefix: prefix, key: key,
            secret: secret ?? self.secret)
        return LibraryStoreSettings(
            try ObjectStore(place, WireSettings(contact: "a@b.fr", product: "Resonance/0.1"), pause: { _, _ in }),
            room: 10_000_000_000)
    }
}

@Suite(
    "Publishing: the library in an object store",
    .enabled(if: BucketPeer.started != nil && LibraryAtelier.isEquipped, "start Tests/interop/peers; install ffmpeg"))
struct LibraryBucketTests {
    private func each(
        _ body:
            @escaping @Sendable (PublishingHouse, PublishingHouse, LibraryStoreSettings, LibraryAtelier) async throws
            -> Void
    ) async throws {
        let peer = try #require(BucketPeer.started)
        let atelier = try LibraryAtelier()
        defer { atelier.close() }
        try await onBothEngines(PublishingHouse.migrations) { database in
            let store = try peer.store("test-\(UUID().uuidString.lowercased())")
            // Two nodes: two folders of their own, one store.
            let (one, two) = (try PublishingHouse(database, store: store), try PublishingHouse(database, store: store))
            defer {
                for house in [one, two] { try? FileManager.default.removeItem(atPath: house.library) }
            }
            try await body(one, two, store, atelier)
        }
    }

    @Test("what one node takes in, another shows, renders and keeps whole; nothing else lies in the store")
    func nodes() async throws {
        try await each { one, two, store, atelier in
            let item = try await one.brought(try atelier.photo(), as: "mur.jpg")
            #expect(item.state == .ready)
            let keys = try await store.store.list().map(\.key)
            #expect(keys.contains("\(item.digest.prefix(2))/\(item.digest)"))
            #expect(!keys.contains { $0.hasPrefix("incoming/") })
            let file = try await two.visit { try await $0.get("/library/\(item.id)/file") }
            #expect(file.status == 200)
            let path = try await two.desk.files.copy(.kept(item.digest))
            #expect(path.hasPrefix(two.library))
            #expect(try LibraryFolder.digest(of: path) == item.digest)
            let report = try await LibraryInventory(PublishingServices(two.desk)).check()
            #expect(report.isWhole && report.whole == keys.count)
        }
    }

    @Test("an object that somebody changed or took away is said, and is never published")
    func changed() async throws {
        try await each { one, two, store, atelier in
            let item = try await one.brought(try atelier.photo(), as: "mur.jpg")
            let key = "\(item.digest.prefix(2))/\(item.digest)"
            let other = atelier.folder + "/other"
            try Data("autre chose".utf8).write(to: URL(filePath: other))
            try await store.store.put(
                other, as: key, digest: LibraryFolder.digest(of: Data("autre chose".utf8)))
            await #expect(throws: Failure.self) { try await two.desk.files.copy(.kept(item.digest)) }
            let inventory = LibraryInventory(PublishingServices(two.desk))
            #expect(try await inventory.check().changed == [item.digest])
            try await store.store.remove(key)
            #expect(try await inventory.check().missing == [item.digest])
            // The node that made it has its copy: it carries it back.
            let near = atelier.folder + "/near"
            try FileManager.default.copyItem(
                atPath: try await one.desk.files.copy(.kept(item.digest)), toPath: near)
            try await two.desk.files.keep(near, as: .kept(item.digest))
            #expect(try await inventory.check().isWhole)
        }
    }

    @Test("a store that refuses us loses nothing: what was brought is refused in one sentence, or waits")
    func away() async throws {
        let peer = try #require(BucketPeer.started)
        try await onBothEngines(PublishingHouse.migrations) { database in
            let house = try PublishingHouse(
                database, store: try peer.store("test-\(UUID().uuidString)", secret: "wrong-secret-of-ours"))
            defer { try? FileManager.default.removeItem(atPath: house.library) }
            let file = FileManager.default.temporaryDirectory.path + "/brought-\(UUID().uuidString)"
            try Data("x".utf8).write(to: URL(filePath: file))
            let failure = await #expect(throws: Failure.self) {
                try await LibraryActions(desk: house.desk).bring(
                    file, name: "x.jpg", by: try PublishingHouse.person("communication"))
            }
            #expect(failure?.words == "library.store_away" && failure?.cause.contains("wrong-secret") == false)
            #expect(FileManager.default.fileExists(atPath: file))
            let rows = try await database.read { try $0.query("SELECT id FROM media", []).count }
            #expect(rows == 0)
            try FileManager.default.removeItem(atPath: file)
        }
    }

    @Test("orphans go after a day, what is needed or young stays; files are carried into a store and back")
    func sweepAndMove() async throws {
        let peer = try #require(BucketPeer.started)
        let atelier = try LibraryAtelier()
        defer { atelier.close() }
        try await onBothEngines(PublishingHouse.migrations) { database in
            let store = try peer.store("test-\(UUID().uuidString)")
            let (folder, bucket) = (try PublishingHouse(database), try PublishingHouse(database, store: store))
            defer {
                for house in [folder, bucket] { try? FileManager.default.removeItem(atPath: house.library) }
            }
            let item = try await folder.brought(try atelier.photo(), as: "mur.jpg")
            let nothing = try await LibraryInventory(PublishingServices(bucket.desk)).move()
            #expect(nothing.carried == 0 && nothing.missing.contains(item.digest))
            // The files are in this node's folder from now on.
            let shelf = LibraryFolder(bucket.library)
            for digest in try await database.read({ try LibraryStore.needed(after: "", in: $0) }) {
                try FileManager.default.createDirectory(
                    atPath: URL(filePath: shelf.path(digest)).deletingLastPathComponent().path,
                    withIntermediateDirectories: true)
                try FileManager.default.copyItem(
                    atPath: LibraryFolder(folder.library).path(digest), toPath: shelf.path(digest))
            }
            let first = try await LibraryInventory(PublishingServices(bucket.desk)).move()
            #expect(first.isWhole && first.carried > 0)
            let again = try await LibraryInventory(PublishingServices(bucket.desk)).move()
            #expect(again.isWhole && again.carried == 0 && again.whole == first.carried)

            let orphan = atelier.folder + "/orphan"
            try Data("personne".utf8).write(to: URL(filePath: orphan))
            let name = LibraryName.kept(try LibraryFolder.digest(of: orphan))
            try await bucket.desk.files.keep(orphan, as: name)
            #expect(try await LibrarySweep(desk: bucket.desk).sweep() == 0)
            bucket.time.move(to: Instant(Date()).adding(days: 2))
            #expect(try await LibrarySweep(desk: bucket.desk).sweep() == 1)
            #expect(try await bucket.desk.files.bytes(name) == nil)
            #expect(try await bucket.desk.files.bytes(.kept(item.digest)) != nil)
            #expect(try await LibraryInventory(PublishingServices(bucket.desk)).check().isWhole)
        }
    }
}
