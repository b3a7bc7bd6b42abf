import Foundation
import Kernel
import Storage
import Web

extension PeopleActions {
    static let invitationLife = 7.0 * 86_400

    // MARK: By an administrator

    /// Makes an account without a password and returns the token of the link by which its owner chooses one. Throws
    /// `Refusal` when a field is wrong or the address is taken.
    func invite(_ form: AccountForm, by person: Person) async throws -> (id: Int64, token: String) {
        try Self.require(.administer, of: person)
        let id = newID()
        let token = Secret.token()
        let now = clock.now()
        try await database.write { connection in
            let accounts = AccountStore(connection: connection)
            try Self.check(form, id: id, accounts)
            try accounts.insert(id, form, at: now)
            try accounts.invite(id, hash: Secret.hash(token), expires: now.adding(seconds: Self.invitationLife))
            try Trail.record("account.invited", "account", id, by: person.id, after: form.trail, at: now, connection)
        }
        return (id, token)
    }

    /// A new link for somebody who lost theirs, or their password. The old link dies; the password stays until then.
    func renewInvitation(_ id: Int64, by person: Person) async throws -> String {
        try Self.require(.administer, of: person)
        let token = Secret.token()
        let now = clock.now()
        try await database.write { connection in
            let accounts = AccountStore(connection: connection)
            guard try accounts.get(id).active else { throw Failure(.conflict, "the account is closed") }
            try accounts.invite(id, hash: Secret.hash(token), expires: now.adding(seconds: Self.invitationLife))
            try Trail.record("account.link_made", "account", id, by: person.id, at: now, connection)
        }
        return token
    }

    /// Changes name, address, language and roles. Whoever loses a role is signed out everywhere at once.
    func change(_ id: Int64, _ form: AccountForm, by person: Person) async throws {
        try Self.require(.administer, of: person)
        let now = clock.now()
        try await database.write { connection in
            let accounts = AccountStore(connection: connection)
            let before = try accounts.get(id)
            try Self.check(form, id: id, accounts)
            if !form.grants.contains(Grant(.administrator)), try !accounts.hasAdministrator(besides: id) {
                throw Refusal(fields: ["roles": "people.last_administrator"])
            }
            try accounts.update(id, form)
            if !before.grants.isSubset(of: form.grants) { try SessionStore(connection: connection).deleteAll(of: id) }
            let old = AccountForm(name: before.name, email: before.email, tongue: before.tongue, grants: before.grants)
            if old != form {
                try Trail.record(
                    "account.changed", "account", id, by: person.id, before: old.trail, after: form.trail, at: now,
                    connection)
            }
        }
    }

    /// Closes or reopens an account. A closed one is signed out at once; what it did stays in the trail.
    func setActive(_ active: Bool, _ id: Int64, by person: Person) async throws {
        try Self.require(.administer, of: person)
        let now = clock.now()
        try await database.write { connection in
            let accounts = AccountStore(connection: connection)
            guard try accounts.get(id).active != active else { return }
            if !active, try !accounts.hasAdministrator(besides: id) {
                throw Failure(.conflict, "the last administrator", words: "people.last_administrator")
            }
            try accounts.setActive(active, of: id)
            if !active {
                try SessionStore(connection: connection).deleteAll(of: id)
                try accounts.forgetInvitation(of: id)
            }
            let action = active ? "account.reopened" : "account.closed"
            try Trail.record(action, "account", id, by: person.id, at: now, connection)
            // Other rooms look after what that person had begun.
            try EventLog.append(action, subject: id, at: now, in: connection)
        }
    }

    static func check(_ form: AccountForm, id: Int64, _ accounts: AccountStore) throws {
        var errors = form.errors()
        if let other = try accounts.find(email: form.email), other.id != id { errors["email"] = "people.email_taken" }
        if !errors.isEmpty { throw Refusal(fields: errors) }
    }

    // MARK: By the owner

    /// Whom an invitation is for; nil when it is unknown, used or too old.
    func invited(_ token: String) async throws -> Account? {
        let now = clock.now()
        return try await database.read { try AccountStore(connection: $0).invited(Secret.hash(token), at: now) }
    }

    /// Chooses the first password, or another after a loss, and ends every session.
    func accept(_ token: String, password: String) async throws -> Account {
        guard let account = try await invited(token), account.active else {
            throw Failure(.notFound, "invitation unknown or old", words: "people.invitation_gone")
        }
        let stored = try await storedForm(of: password, account)
        let now = clock.now()
        try await database.write { connection in
            let accounts = AccountStore(connection: connection)
            guard try accounts.invited(Secret.hash(token), at: now)?.id == account.id else {
                throw Failure(.notFound, "invitation unknown or old", words: "people.invitation_gone")
            }
            try accounts.setPassword(stored, of: account.id)
            try accounts.forgetInvitation(of: account.id)
            try SessionStore(connection: connection).deleteAll(of: account.id)
            try Trail.record("account.password_chosen", "account", account.id, by: account.id, at: now, connection)
        }
        return account
    }

    /// Changes one's own password; every other session ends. Throws `Refusal` when the old one is wrong.
    func changePassword(from old: String, to new: String, of person: Person, session: Int64) async throws {
        let account = try await database.read { try AccountStore(connection: $0).get(person.id) }
        let keys = try await database.read { try AccountStore(connection: $0).keys(person.id) }
        guard try await attempt({ try await passwords.check(old, against: keys.password) }, account.email) else {
            throw Refusal(fields: ["old": "people.password_wrong"])
        }
        let stored = try await storedForm(of: new, account)
        let now = clock.now()
        try await database.write { connection in
            try AccountStore(connection: connection).setPassword(stored, of: person.id)
            try SessionStore(connection: connection).deleteAll(of: person.id, but: session)
            try Trail.record("account.password_changed", "account", person.id, by: person.id, at: now, connection)
        }
    }

    /// One's own preferences are not in the trail: they concern nobody else.
    func prefer(tongue: Tongue, of person: Person) async throws {
        try await database.write { try AccountStore(connection: $0).setTongue(tongue, of: person.id) }
    }

    func prefer(appearance: Appearance, of person: Person) async throws {
        try await database.write { try AccountStore(connection: $0).setAppearance(appearance, of: person.id) }
    }

    /// The stored form of an acceptable password. Throws `Refusal` with what is wrong.
    func storedForm(of password: String, _ account: Account) async throws -> String {
        if let word = PasswordRule.refusal(password, name: account.name, email: account.email) {
            throw Refusal(fields: ["password": word])
        }
        return try await passwords.store(password)
    }
}

extension AccountForm {
    /// What the trail keeps of it.
    var trail: [String: String] {
        let roles = grants.map { grant in grant.role.rawValue + (grant.service.map { "@\($0)" } ?? "") }
        return [
            "name": name, "email": email, "language": tongue.rawValue, "roles": roles.sorted().joined(separator: " "),
        ]
    }
}
