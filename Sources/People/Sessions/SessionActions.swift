public import Kernel
import Storage
public import Web

/// How a sign-in went on.
struct Opened: Sendable {
    let token: String
    /// Whether a second factor is still asked for.
    let half: Bool
}

extension PeopleActions {
    // MARK: Opening

    /// Signs in with a password. Wrong address and wrong password are told apart neither by words nor by time.
    func signIn(email: String, password: String, address: String, agent: String) async throws -> Opened {
        let email = String(email.lowercased().prefix(254))
        let keys = [Throttle.Key.account(email), .address(address)]
        let now = clock.now()
        try await database.write { try Throttle(connection: $0).begin(keys, at: now) }
        let found = try await database.read { connection -> (account: Account, keys: AccountStore.Keys)? in
            let accounts = AccountStore(connection: connection)
            guard let account = try accounts.find(email: email) else { return nil }
            return (account, try accounts.keys(account.id))
        }
        let right = try await passwords.check(String(password.prefix(1024)), against: found?.keys.password)
        guard right, let found, found.account.active else {
            throw Refusal(fields: ["email": "people.sign_in_wrong"])
        }
        let half = found.keys.factor != nil
        return try await open(found.account.id, half: half, agent: agent) { connection in
            try Throttle(connection: connection).succeed(account: keys[0], address: keys[1])
        }
    }

    /// Makes a session for an account whose identity was just proved.
    func open(
        _ account: Int64, half: Bool, agent: String,
        _ also: @escaping @Sendable (any Connection) throws -> Void = { _ in }
    ) async throws -> Opened {
        let token = Secret.token()
        let now = clock.now()
        let session = Session(
            id: newID(), account: account, complete: !half, device: Session.device(agent), created: now, seen: now,
            expires: now.adding(seconds: half ? Session.half : Session.longest))
        try await database.write { connection in
            try also(connection)
            let sessions = SessionStore(connection: connection)
            try sessions.sweep(at: now)
            try sessions.insert(session, hash: Secret.hash(token))
            if !half {
                try Trail.record("session.opened", "session", session.id, by: account, at: now, connection)
            }
        }
        return Opened(token: token, half: half)
    }

    /// The second step: a code of the application, or a recovery code. The session gets a new token, so that the one
    /// from before the proof is worth nothing.
    func completeSignIn(token: String, code: String, address: String, agent: String) async throws -> Opened {
        let now = clock.now()
        let hash = Secret.hash(token)
        let session = try await database.read { try SessionStore(connection: $0).find(hash: hash) }
        guard let session, !session.complete, session.isAlive(at: now) else {
            throw Failure(.signedOut, "no half-open session")
        }
        let keys = [Throttle.Key.account("factor \(session.account)"), .address(address)]
        try await database.write { try Throttle(connection: $0).begin(keys, at: now) }
        let right = try await database.write { connection in
            try useCode(code, of: session.account, at: now, AccountStore(connection: connection))
        }
        guard right else { throw Refusal(fields: ["code": "people.code_wrong"]) }
        return try await open(session.account, half: false, agent: agent) { connection in
            try SessionStore(connection: connection).delete(hash: hash)
            try Throttle(connection: connection).succeed(account: keys[0], address: keys[1])
        }
    }

    /// A recovery code is tried first: it needs no key, and opens when the key cannot be unsealed any more.
    private func useCode(_ code: String, of id: Int64, at now: Instant, _ accounts: AccountStore) throws -> Bool {
        let keys = try accounts.keys(id)
        guard keys.factor != nil, try accounts.get(id).active else { return false }
        if try accounts.useRecoveryCode(SecondFactor.recoveryHash(code), of: id) { return true }
        guard let secret = try opened(keys.factor, of: id) else { return false }
        if let counter = SecondFactor.accept(code, secret: secret, at: now, after: keys.factorCounter) {
            return try accounts.useFactor(counter: counter, of: id)
        }
        return false
    }

    /// Guesses a secret of somebody who is signed in, under the same limits as at the door.
    func attempt(_ guess: () async throws -> Bool, _ email: String) async throws -> Bool {
        let key = Throttle.Key.account(email)
        let now = clock.now()
        try await database.write { try Throttle(connection: $0).begin([key], at: now) }
        guard try await guess() else { return false }
        try await database.write { try Throttle(connection: $0).succeed(account: key, address: key) }
        return true
    }

    // MARK: Recognising

    /// The gate of the site: who a cookie's token belongs to.
    public func gate(
        badges: @escaping @Sendable (Person) async throws -> [String: Int] = { _ in [:] },
        notices: @escaping @Sendable (Person) async throws -> [Notice] = { _ in [] }, noticesAddress: String? = nil
    ) -> Gate {
        Gate(
            recognise: { token in try await recognise(token) }, badges: badges, notices: notices,
            noticesAddress: noticesAddress)
    }

    func recognise(_ token: String) async throws -> SignedIn? {
        let now = clock.now()
        let hash = Secret.hash(token)
        let found = try await database.read { connection -> (Session, Account, String)? in
            guard let session = try SessionStore(connection: connection).find(hash: hash), session.complete,
                session.isAlive(at: now), let account = try AccountStore(connection: connection).find(session.account),
                account.active
            else { return nil }
            return (session, account, try OrganisationStore(connection: connection).name() ?? "")
        }
        guard let (session, account, organisation) = found else { return nil }
        if now.seconds(since: session.seen) > Session.precision {
            try await database.write { try SessionStore(connection: $0).touch(session.id, at: now) }
        }
        return SignedIn(
            person: account.person, session: session.id, appearance: account.appearance, organisation: organisation)
    }

    // MARK: Ending

    func signOut(_ person: Person, session: Int64) async throws {
        try await end(session, of: person)
    }

    /// Ends one of one's own sessions.
    func end(_ session: Int64, of person: Person) async throws {
        let now = clock.now()
        try await database.write { connection in
            guard try SessionStore(connection: connection).delete(session, of: person.id) else {
                throw Failure(.notFound, "no such session")
            }
            try Trail.record("session.ended", "session", session, by: person.id, at: now, connection)
        }
    }

    /// Ends all of one's sessions but this one.
    func endOthers(of person: Person, but session: Int64) async throws {
        let now = clock.now()
        try await database.write { connection in
            let ended = try SessionStore(connection: connection).deleteAll(of: person.id, but: session)
            try Trail.record(
                "session.others_ended", "account", person.id, by: person.id, after: ["sessions": String(ended)],
                at: now,
                connection)
        }
    }

    // MARK: Second factor

    /// Proposes a key; it counts only once `confirmFactor` has seen a code made with it.
    func proposeFactor(to person: Person) async throws -> [UInt8] {
        let keys = try await database.read { try AccountStore(connection: $0).keys(person.id) }
        if let pending = try opened(keys.pendingFactor, of: person.id) { return pending }
        let secret = Secret.bytes(20)
        let kept = try sealed(secret, of: person.id)
        try await database.write { try AccountStore(connection: $0).setPendingFactor(kept, of: person.id) }
        return secret
    }

    /// Turns the second factor on and returns the recovery codes, which are shown once.
    func confirmFactor(_ code: String, of person: Person, session: Int64) async throws -> [String] {
        let codes = SecondFactor.makeRecoveryCodes()
        let now = clock.now()
        try await database.write { connection in
            let accounts = AccountStore(connection: connection)
            let keys = try accounts.keys(person.id)
            guard let pending = keys.pendingFactor, let secret = try opened(pending, of: person.id),
                let counter = SecondFactor.accept(code, secret: secret, at: now, after: 0)
            else { throw Refusal(fields: ["code": "people.code_wrong"]) }
            try accounts.setFactor(pending, counter: counter, of: person.id)
            try accounts.setRecoveryCodes(codes.map(SecondFactor.recoveryHash), of: person.id)
            try SessionStore(connection: connection).deleteAll(of: person.id, but: session)
            try Trail.record("account.factor_on", "account", person.id, by: person.id, at: now, connection)
        }
        return codes
    }

    /// Turns it off; the password is asked for again.
    func removeFactor(password: String, of person: Person) async throws {
        let keys = try await database.read { try AccountStore(connection: $0).keys(person.id) }
        guard try await attempt({ try await passwords.check(password, against: keys.password) }, person.email) else {
            throw Refusal(fields: ["password": "people.password_wrong"])
        }
        let now = clock.now()
        try await database.write { connection in
            let accounts = AccountStore(connection: connection)
            try accounts.setFactor(nil, counter: 0, of: person.id)
            try accounts.setRecoveryCodes([], of: person.id)
            try Trail.record("account.factor_off", "account", person.id, by: person.id, at: now, connection)
        }
    }
}

// Long because what may happen to a session is read top to bottom.
