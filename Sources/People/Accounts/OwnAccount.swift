import Kernel
import Storage

/// What one sees of one's own account.
struct OwnAccount: Sendable {
    let account: Account
    let sessions: [Session]
    let codesLeft: Int
    let services: [Service]
}

extension PeopleActions {
    func own(_ person: Person) async throws -> OwnAccount {
        let now = clock.now()
        return try await database.read { connection in
            let accounts = AccountStore(connection: connection)
            return OwnAccount(
                account: try accounts.get(person.id),
                sessions: try SessionStore(connection: connection).all(of: person.id).filter { $0.isAlive(at: now) },
                codesLeft: try accounts.recoveryCodesLeft(of: person.id),
                services: try OrganisationStore(connection: connection).services())
        }
    }

    /// One account and what its form needs, for an administrator.
    func member(_ id: Int64, by person: Person) async throws -> OwnAccount {
        try Self.require(.administer, of: person)
        return try await own(Person(id: id, name: "", email: "", grants: [], tongue: .french))
    }
}
