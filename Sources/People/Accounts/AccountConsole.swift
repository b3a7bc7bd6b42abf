public import Kernel
import Storage

/// What `resonance user` does.
extension PeopleActions {
    /// Makes an account with a password, for `resonance user add`. The trail says that the machine did it.
    public func createUser(
        name: String, email: String, password: String, role: Role, tongue: Tongue = .french
    ) async throws -> Int64 {
        let form = AccountForm(name: name, email: email, tongue: tongue, grants: [Grant(role)])
        let id = newID()
        if let word = PasswordRule.refusal(password, name: name, email: email) {
            throw Failure(.unusable, "this password is refused (\(word.dropFirst("people.".count)))", words: word)
        }
        let stored = try await passwords.store(password)
        let now = clock.now()
        do {
            try await database.write { connection in
                let accounts = AccountStore(connection: connection)
                try Self.check(form, id: id, accounts)
                try accounts.insert(id, form, at: now)
                try accounts.setPassword(stored, of: id)
                try Trail.record("account.created", "account", id, by: nil, after: form.trail, at: now, connection)
            }
        } catch let refusal as Refusal {
            let word = refusal.fields.values.sorted().first
            throw Failure(
                .unusable, "the account is refused: \(refusal.fields.keys.sorted().joined(separator: ", "))",
                words: word)
        }
        return id
    }

    /// Sets a password and ends every session, for `resonance user password`. A second factor stays.
    public func setPassword(email: String, password: String) async throws {
        let email = email.lowercased()
        guard let account = try await database.read({ try AccountStore(connection: $0).find(email: email) }) else {
            throw Failure(.notFound, "no account has this address")
        }
        if let word = PasswordRule.refusal(password, name: account.name, email: email) {
            throw Failure(.unusable, "this password is refused (\(word.dropFirst("people.".count)))", words: word)
        }
        let stored = try await passwords.store(password)
        let now = clock.now()
        try await database.write { connection in
            try AccountStore(connection: connection).setPassword(stored, of: account.id)
            try SessionStore(connection: connection).deleteAll(of: account.id)
            try Trail.record("account.password_set", "account", account.id, by: nil, at: now, connection)
        }
    }

    /// Every account, for `resonance user list`.
    public func users() async throws -> [Account] {
        try await database.read { try AccountStore(connection: $0).all() }
    }
}
