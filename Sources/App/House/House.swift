import Channels
import Crypto
import Dialogue
import Foundation
import Kernel
import Listening
import Logging
import Networks
import Opinion
import People
import Publishing
import Storage
import Wire

/// The rooms, composed by hand in one place: what commands and the server work with.
struct House: Sendable {
    let settings: Settings
    let database: Database
    let clock: Clock
    /// This process's number among those that work on the store.
    let node: NodeLease
    let zone: DayZone
    let model: OpinionModel
    let pseudonyms: Pseudonyms
    /// Encrypts the columns that open doors.
    let sealer: Sealer
    /// Signs what is preserved.
    let seal: SnapshotSeal
    /// Signs the addresses at which networks fetch files of the library.
    let shareKey: SymmetricKey
    /// The only way out. It opens no connection before it is asked to.
    private(set) var http: HTTP
    /// Where the networks answer: the real ones, but for a sample hospital.
    private(set) var endpoints = Endpoints.real
    /// Our own address, without a slash at its end; nil when nobody has said.
    private(set) var site: String?
    let logger: Logger

    /// Opens the installation and brings its schema up to date.
    /// - Throws: `Failure` that says on one line what is wrong with the folder, the database or the secret.
    static func open(_ settings: Settings, clock: Clock = .system, logger given: Logger? = nil) async throws -> House {
        let logger = given ?? Log.quiet(settings)
        let location = settings.database.map(Database.Location.postgresql) ?? .folder(settings.data)
        let database = try Database.open(location, logger: logger)
        try await database.migrate(Self.migrations)
        try makeFolder(settings.data)
        let secret = try Secret.load(settings.secretFile)
        return House(
            settings: settings, database: database, clock: clock,
            node: try await NodeLease.take(in: database, clock: clock),
            zone: try DayZone(settings.timeZone, clock: clock),
            model: try EmbeddedModel.load(encoder: try InstalledEncoder.load(settings)),
            pseudonyms: Pseudonyms(key: secret.key(for: "pseudonyms")), sealer: Sealer(key: secret.key(for: "columns")),
            seal: secret.seal, shareKey: secret.key(for: "shared files"),
            http: .live(try Wiring.settings(settings), clock: clock), site: site(settings), logger: logger)
    }

    private static func site(_ settings: Settings) -> String? {
        settings.publicAddress.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    }

    /// Where the secret and the uploads lie, whatever the engine: with PostgreSQL nobody else makes it.
    private static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw Failure(.unusable, "data folder \(path): it cannot be made; check the rights of its parent") }
    }

    /// Every room's tables, in the order in which they were built.
    static let migrations: [Migration] =
        PeopleSchema.migrations + ListeningSchema.migrations + Dialogue.migrations + ChannelServices.migrations
        + PublishingServices.migrations

    var ids: IdentifierSource { node.ids }

    var intake: Intake {
        Intake(
            database: database, model: model, clock: clock, zone: zone, ids: ids, pseudonyms: pseudonyms,
            services: services)
    }

    var importer: Importer { Importer(database: database, intake: intake, clock: clock, ids: ids) }
    var thermometer: Thermometer { Thermometer(database: database, clock: clock, zone: zone) }

    /// The same house, whose networks are those that are played at `address` (`http://127.0.0.1:8099`) and find us at
    /// `site` when nobody has said where we are.
    func playing(at address: String, site: String) throws -> House {
        var house = self
        house.site = self.site ?? site
        var settings = settings
        settings.wireAllow.append(String(address.trimmingPrefix("http://")))
        settings.wirePause = 0
        house.http = .live(try Wiring.settings(settings), clock: clock)
        house.endpoints = .simulated(at: address)
        return house
    }

    func close() async throws {
        await node.release()
        try await database.close()
    }
}

/// The installation's own 32 bytes, from which each use derives its own key (HKDF, RFC 5869).
struct Secret {
    private let root: SymmetricKey

    /// Reads the file, or makes it, readable by its owner alone.
    static func load(_ path: String) throws -> Secret {
        let manager = FileManager.default
        if let data = manager.contents(atPath: path) {
            guard data.count == 32 else {
                throw Failure(.unusable, "secret file \(path): expected 32 bytes, found \(data.count)")
            }
            return Secret(root: SymmetricKey(data: data))
        }
        let fresh = SymmetricKey(size: .bits256)
        let bytes = fresh.withUnsafeBytes { Array($0) }
        let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else {
            // Another process made it between our look and our attempt.
            if errno == EEXIST { return try load(path) }
            throw Failure(.unusable, "secret file \(path): \(String(cString: strerror(errno)))")
        }
        defer { Foundation.close(descriptor) }
        guard Foundation.write(descriptor, bytes, 32) == 32, fsync(descriptor) == 0 else {
            throw Failure(.unavailable, "secret file \(path): \(String(cString: strerror(errno)))")
        }
        return Secret(root: fresh)
    }

    /// Signs snapshots: always the same key for the same secret file.
    var seal: SnapshotSeal {
        let seed = key(for: "snapshots").withUnsafeBytes { Data($0) }
        return SnapshotSeal { try Curve25519.Signing.PrivateKey(rawRepresentation: seed) }
    }

    func key(for use: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: root, info: Data("resonance/\(use)".utf8), outputByteCount: 32)
    }
}
