import Foundation
import Kernel
import Networks
import Storage

/// Connects an account by its network's own page: begun by one person, ended by the same within a quarter of an hour.
/// Where that person speaks for several accounts there, one is chosen before anything is connected.
struct ChannelSignIn: Sendable {
    let desk: ChannelDesk

    /// Seconds that somebody has to say yes, and then to choose.
    static let patience = 900.0

    struct Begun: Sendable {
        let network: Network
        let server: String
        let page: String
    }

    /// What came of a code.
    enum Finished: Sendable {
        case connected(Int64)
        /// By the state, which opens `channels/choose/…`.
        case choose(String)
    }

    private struct Row: Sendable {
        let network: Network
        let server: String
        let application: NetworkApplication
        let verifier: String
    }

    private func door(_ network: Network, _ application: NetworkApplication, _ server: String) throws
        -> any NetworkSignIn
    {
        guard let make = desk.doors[network]?.signIn else {
            throw Failure(.unusable, "nobody signs in at \(network.rawValue)", words: "channels.no_door")
        }
        return try make(application, server, desk.endpoints, desk.http, desk.clock)
    }

    /// Keeps what the way back needs. Gives the `state`.
    func begin(_ network: Network, server typed: String, callback: String, by person: Person) async throws -> String {
        try ChannelActions.right(person)
        let server = network == .mastodon ? try ServerAddress.origin(typed) : ""
        let application = try await application(network, server, callback: callback)
        _ = try door(network, application, server)
        let (state, verifier) = (Secret.word(), Secret.word())
        let now = desk.clock.now()
        let secret = try desk.sealer.seal(Array(application.secret.utf8), for: Self.place(state))
        let sealed = try desk.sealer.seal(Array(verifier.utf8), for: Self.place(state))
        try await desk.database.write { connection in
            try connection.execute(
                """
                INSERT INTO channel_sign_in (state, server, client, secret, person, begun_at, network, verifier)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                """, [state, server, application.id, secret, person.id, now, network, sealed])
        }
        return state
    }

    /// Registered at a Mastodon server for the occasion; the hospital's own elsewhere.
    private func application(_ network: Network, _ server: String, callback: String) async throws -> NetworkApplication
    {
        guard network == .mastodon else { return try await NetworkApplications(desk: desk).find(network) }
        let name = try await desk.organisation()
        let made = try await MastodonSignIn(on: server, http: desk.http).register(
            name: "Résonance · \(name)", site: desk.site ?? callback, callback: callback)
        return NetworkApplication(id: made.id, secret: made.secret)
    }

    /// The network's page for a sign-in that was begun.
    func page(_ state: String, callback: String, for person: Person) async throws -> Begun {
        let row = try await find(state, person)
        let page = try door(row.network, row.application, row.server).page(
            callback: callback, state: state, verifier: row.verifier)
        return Begun(network: row.network, server: row.server, page: page)
    }

    /// Ends it with the code that the network gave. The state serves once, whatever comes of it.
    func finish(_ state: String, code: String, callback: String, by person: Person) async throws -> Finished {
        let row = try await find(state, person)
        let taken = try await desk.database.write {
            try $0.execute("DELETE FROM channel_sign_in WHERE state = $1", [state])
        }
        guard taken == 1 else { throw Self.over }
        let door = try door(row.network, row.application, row.server)
        let places = try await door.places(
            try await door.credentials(code: code, callback: callback, verifier: row.verifier))
        if let only = places.first, places.count == 1 {
            return .connected(
                try await ChannelActions(desk: desk).connect(only, on: row.network, server: row.server, by: person))
        }
        guard !places.isEmpty else {
            throw Failure(.unusable, "this person speaks for no account there", words: "channels.no_place")
        }
        return .choose(try await keep(Array(places.prefix(200)), row, person))
    }

    // MARK: Choosing

    private func keep(_ places: [NetworkPlace], _ row: Row, _ person: Person) async throws -> String {
        let (state, now) = (Secret.word(), desk.clock.now())
        let sealed = try desk.sealer.seal(Array(try JSONEncoder().encode(places)), for: Self.place(state))
        try await desk.database.write { connection in
            try connection.execute(
                """
                INSERT INTO channel_choice (state, network, server, places, person, begun_at)
                VALUES ($1, $2, $3, $4, $5, $6)
                """, [state, row.network, row.server, sealed, person.id, now])
        }
        return state
    }

    struct Choice: Sendable {
        let network: Network
        let server: String
        let places: [NetworkPlace]
    }

    func choice(_ state: String, for person: Person) async throws -> Choice {
        try ChannelActions.right(person)
        let (now, sealer) = (desk.clock.now(), desk.sealer)
        let found = try await desk.database.read { connection -> Choice? in
            guard
                let row = try connection.one(
                    "SELECT * FROM channel_choice WHERE state = $1 AND person = $2", [state, person.id]),
                now.seconds(since: try row.instant("begun_at")) < Self.patience
            else { return nil }
            let bytes = try sealer.open(row.optionalBytes("places") ?? [], for: Self.place(state))
            return Choice(
                network: try row.value("network"), server: try row.text("server"),
                places: try JSONDecoder().decode([NetworkPlace].self, from: Data(bytes)))
        }
        guard let found else { throw Self.over }
        return found
    }

    /// Connects the account that was chosen among those that were offered.
    func choose(_ subject: String, _ state: String, by person: Person) async throws -> Int64 {
        let choice = try await choice(state, for: person)
        guard let place = choice.places.first(where: { $0.credentials.subject == subject }) else {
            throw Failure(.unusable, "no such account was offered", words: "channels.no_place")
        }
        let taken = try await desk.database.write {
            try $0.execute("DELETE FROM channel_choice WHERE state = $1", [state])
        }
        guard taken == 1 else { throw Self.over }
        return try await ChannelActions(desk: desk).connect(
            place, on: choice.network, server: choice.server, by: person)
    }

    // MARK: The way back

    private func find(_ state: String, _ person: Person) async throws -> Row {
        try ChannelActions.right(person)
        let (now, sealer) = (desk.clock.now(), desk.sealer)
        let found = try await desk.database.read { connection -> Row? in
            // Another person's state is a way to have somebody connect an account that is not theirs.
            guard
                let row = try connection.one(
                    "SELECT * FROM channel_sign_in WHERE state = $1 AND person = $2", [state, person.id]),
                now.seconds(since: try row.instant("begun_at")) < Self.patience
            else { return nil }
            func opened(_ column: String) throws -> String {
                guard let sealed = try row.optionalBytes(column) else { return "" }
                return String(decoding: try sealer.open(sealed, for: Self.place(state)), as: UTF8.self)
            }
            return Row(
                network: try row.value("network"), server: try row.text("server"),
                application: NetworkApplication(id: try row.text("client"), secret: try opened("secret")),
                verifier: try opened("verifier"))
        }
        guard let found else { throw Self.over }
        return found
    }

    private static let over = Failure(.conflict, "no such sign-in is under way", words: "channels.sign_in_over")
    private static func place(_ state: String) -> String { "channel.sign_in:\(state)" }
}

/// Words that nobody can guess.
enum Secret {
    /// 256 bits, in letters that an address may hold.
    static func word() -> String {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        return Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}
