import Foundation
import Kernel
import Networks
import Storage

/// Connects an account by its own server's page: begun by one person, ended by the same within a quarter of an hour.
struct ChannelSignIn: Sendable {
    let desk: DialogueDesk

    /// Seconds that somebody has to say yes.
    static let patience = 900.0

    struct Begun: Sendable {
        let server: String
        let page: String
    }

    private struct Row: Sendable {
        let server: String
        let application: MastodonSignIn.Application
        let person: Int64
        let begunAt: Instant
    }

    /// Registers our application at the server and keeps what the way back needs. Gives the `state`.
    func begin(server typed: String, callback: String, by person: Person) async throws -> String {
        try ChannelActions.right(person)
        let server = try ServerAddress.origin(typed)
        let name = try await desk.staff.organisation()
        let application = try await MastodonSignIn(on: server, http: desk.http).register(
            name: "Résonance · \(name)", site: desk.site ?? callback, callback: callback)
        let state = Secret.word()
        let now = desk.clock.now()
        let sealed = try desk.sealer.seal(Array(application.secret.utf8), for: Self.place(state))
        try await desk.database.write { connection in
            try connection.execute(
                """
                INSERT INTO channel_sign_in (state, server, client, secret, person, begun_at)
                VALUES ($1, $2, $3, $4, $5, $6)
                """, [state, server, application.id, sealed, person.id, now])
        }
        return state
    }

    /// The server's page for a sign-in that was begun.
    func page(_ state: String, callback: String, for person: Person) async throws -> Begun {
        let row = try await find(state, person)
        let signIn = try MastodonSignIn(on: row.server, http: desk.http)
        return Begun(server: row.server, page: signIn.page(row.application, callback: callback, state: state))
    }

    /// Ends it with the code that the server gave. The state serves once, whatever comes of it.
    func finish(_ state: String, code: String, callback: String, by person: Person) async throws -> Int64 {
        let row = try await find(state, person)
        let taken = try await desk.database.write {
            try $0.execute("DELETE FROM channel_sign_in WHERE state = $1", [state])
        }
        guard taken == 1 else { throw Self.over }
        let token = try await MastodonSignIn(on: row.server, http: desk.http).token(
            row.application, code: code, callback: callback)
        return try await ChannelActions(desk: desk).connect(server: row.server, token: token, by: person)
    }

    private func find(_ state: String, _ person: Person) async throws -> Row {
        try ChannelActions.right(person)
        let (now, sealer) = (desk.clock.now(), desk.sealer)
        let found = try await desk.database.read { connection -> Row? in
            guard let row = try connection.one("SELECT * FROM channel_sign_in WHERE state = $1", [state]) else {
                return nil
            }
            let secret = try sealer.open(row.optionalBytes("secret") ?? [], for: Self.place(state))
            return Row(
                server: try row.text("server"),
                application: .init(id: try row.text("client"), secret: String(decoding: secret, as: UTF8.self)),
                person: try row.int64("person"), begunAt: try row.instant("begun_at"))
        }
        // Another person's state is a way to have somebody connect an account that is not theirs.
        guard let found, found.person == person.id, now.seconds(since: found.begunAt) < Self.patience else {
            throw Self.over
        }
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
