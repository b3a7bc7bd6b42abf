import Foundation
import Kernel
import Networks
import Storage

/// The hospital's own application on each network: a number and a secret, from the network's developer pages. The secret
/// is sealed, and shown to nobody.
struct NetworkApplications: Sendable {
    let desk: ChannelDesk

    /// - Throws: `.unusable` when nobody has said which application is ours.
    func find(_ network: Network) async throws -> NetworkApplication {
        let sealer = desk.sealer
        let found = try await desk.database.read { connection -> NetworkApplication? in
            guard let row = try connection.one("SELECT * FROM network_application WHERE network = $1", [network]) else {
                return nil
            }
            let secret = try sealer.open(row.optionalBytes("secret") ?? [], for: Self.place(network))
            return NetworkApplication(id: try row.text("client"), secret: String(decoding: secret, as: UTF8.self))
        }
        guard let found else {
            throw Failure(.unusable, "\(network.rawValue) has no application of ours", words: "channels.no_application")
        }
        return found
    }

    /// As `find`, but a network that registers applications by itself needs none to renew a token.
    func known(_ network: Network) async throws -> NetworkApplication {
        network == .mastodon || network == .bluesky ? NetworkApplication(id: "", secret: "") : try await find(network)
    }

    func known() async throws -> Set<Network> {
        try await desk.database.read { connection in
            Set(try connection.query("SELECT network FROM network_application", []).map { try $0.value("network") })
        }
    }

    func set(_ network: Network, id: String, secret: String, by person: Person) async throws {
        try ChannelActions.right(person)
        let (id, secret) = (try Self.checked(id), try Self.checked(secret))
        try await keep(network, NetworkApplication(id: id, secret: secret), by: person.id)
    }

    /// Also for the sample hospital, whose networks are simulated.
    func keep(_ network: Network, _ application: NetworkApplication, by person: Int64) async throws {
        let sealed = try desk.sealer.seal(Array(application.secret.utf8), for: Self.place(network))
        let now = desk.clock.now()
        try await desk.database.write { connection in
            try connection.execute(
                """
                INSERT INTO network_application (network, client, secret, changed_by, changed_at)
                VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (network) DO UPDATE SET client = excluded.client, secret = excluded.secret,
                  changed_by = excluded.changed_by, changed_at = excluded.changed_at
                """, [network, application.id, sealed, person, now])
            try Audit.record(
                who: person, action: "channel.application", subject: "network", id: nil,
                after: "{\"network\":\"\(network.rawValue)\"}", at: now, in: connection)
        }
    }

    private static func checked(_ text: String) throws -> String {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard (1...500).contains(text.utf8.count), text.utf8.allSatisfy({ (33...126).contains($0) }) else {
            throw Failure(.unusable, "no application is called so", words: "channels.wrong_application")
        }
        return text
    }

    private static func place(_ network: Network) -> String { "network.application:\(network.rawValue)" }
}
