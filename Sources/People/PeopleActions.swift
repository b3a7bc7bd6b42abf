public import Kernel
public import Storage

/// What can be done with accounts, sessions and the organisation: right, rule, store and audit, in one transaction.
/// Split by what they act on: `AccountActions`, `SessionActions`, `OrganisationActions`.
public struct PeopleActions: Sendable {
    let database: Database
    let identifiers: IdentifierSource
    let clock: Clock
    let passwords: PasswordKeeper
    /// Keys of second factors lie sealed.
    let sealer: Sealer

    public init(
        database: Database, identifiers: IdentifierSource, sealer: Sealer, clock: Clock = .system,
        passwords: PasswordKeeper = PasswordKeeper()
    ) {
        self.database = database
        self.identifiers = identifiers
        self.clock = clock
        self.passwords = passwords
        self.sealer = sealer
    }

    func newID() -> Int64 { identifiers.next(PeopleActions.self).value }

    /// Refuses unless `person` holds the right for the whole organisation: accounts are nobody's service.
    static func require(_ right: Right, of person: Person) throws {
        guard person.scope(of: right) == .everything else {
            throw Failure(.forbidden, "the right is not held for the organisation")
        }
    }
}

/// A form that was understood and refused: field → word of what is wrong.
struct Refusal: Error, Equatable {
    let fields: [String: String]
}
