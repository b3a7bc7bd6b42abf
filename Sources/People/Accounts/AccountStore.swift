import Kernel
import Storage
import Web

/// SQL of accounts, grants and invitations.
struct AccountStore {
    let connection: any Connection

    /// What sign-in must know beyond the account itself. Factors are sealed (`PeopleActions.opened`).
    struct Keys: Sendable {
        let password: String?
        let factor: [UInt8]?
        let pendingFactor: [UInt8]?
        let factorCounter: Int64
    }

    func find(_ id: Int64) throws -> Account? {
        try connection.one("SELECT * FROM account WHERE id = $1", id).map { try account($0) }
    }

    func find(email: String) throws -> Account? {
        try connection.one("SELECT * FROM account WHERE email = $1", email).map { try account($0) }
    }

    /// Throws `notFound` when there is no such account.
    func get(_ id: Int64) throws -> Account {
        guard let account = try find(id) else { throw Failure(.notFound, "no such account") }
        return account
    }

    /// Everybody by name, `active` first. An organisation has hundreds of them, not millions.
    func all() throws -> [Account] {
        let grants = try grants("SELECT * FROM account_grant")
        return try connection.query("SELECT * FROM account ORDER BY active DESC, name, id").map { row in
            try Account(row, grants: grants[try row.int64("id")] ?? [])
        }
    }

    func keys(_ id: Int64) throws -> Keys {
        guard let row = try connection.one("SELECT * FROM account WHERE id = $1", id) else {
            throw Failure(.notFound, "no such account")
        }
        return Keys(
            password: try row.optionalText("password"), factor: try row.optionalBytes("factor"),
            pendingFactor: try row.optionalBytes("factor_pending"), factorCounter: try row.int64("factor_counter"))
    }

    func isEmpty() throws -> Bool { try connection.one("SELECT id FROM account LIMIT 1") == nil }

    /// Whether somebody besides `id` could still give rights to others.
    func hasAdministrator(besides id: Int64) throws -> Bool {
        try connection.one(
            """
            SELECT a.id FROM account a JOIN account_grant g ON g.account = a.id
            WHERE a.active = 1 AND a.id <> $1 AND g.role = $2 AND g.service IS NULL LIMIT 1
            """, id, Role.administrator) != nil
    }

    func insert(_ id: Int64, _ form: AccountForm, at: Instant) throws {
        try connection.execute(
            "INSERT INTO account (id, email, name, tongue, created) VALUES ($1, $2, $3, $4, $5)",
            id, form.email, form.name, form.tongue, at)
        try setGrants(form.grants, of: id)
    }

    func update(_ id: Int64, _ form: AccountForm) throws {
        try connection.execute(
            "UPDATE account SET email = $2, name = $3, tongue = $4 WHERE id = $1", id, form.email, form.name,
            form.tongue)
        try setGrants(form.grants, of: id)
    }

    func setGrants(_ grants: Set<Grant>, of id: Int64) throws {
        try connection.execute("DELETE FROM account_grant WHERE account = $1", id)
        for grant in grants {
            try connection.execute(
                "INSERT INTO account_grant (account, role, service) VALUES ($1, $2, $3)", id, grant.role, grant.service)
        }
    }

    func setPassword(_ stored: String, of id: Int64) throws {
        try connection.execute("UPDATE account SET password = $2 WHERE id = $1", id, stored)
    }

    func setActive(_ active: Bool, of id: Int64) throws {
        try connection.execute("UPDATE account SET active = $2 WHERE id = $1", id, active)
    }

    func setTongue(_ tongue: Tongue, of id: Int64) throws {
        try connection.execute("UPDATE account SET tongue = $2 WHERE id = $1", id, tongue)
    }

    func setAppearance(_ appearance: Appearance, of id: Int64) throws {
        try connection.execute("UPDATE account SET appearance = $2 WHERE id = $1", id, appearance.rawValue)
    }

    // MARK: Second factor

    /// Accounts that have a key, or were proposed one.
    func withFactors() throws -> [Int64] {
        try connection.query(
            "SELECT id FROM account WHERE factor IS NOT NULL OR factor_pending IS NOT NULL ORDER BY id"
        ).map { try $0.int64("id") }
    }

    /// Writes keys in another form; nothing else about them changes.
    func replaceFactors(_ factor: [UInt8]?, pending: [UInt8]?, of id: Int64) throws {
        try connection.execute(
            "UPDATE account SET factor = $2, factor_pending = $3 WHERE id = $1", id, factor, pending)
    }

    func setPendingFactor(_ secret: [UInt8]?, of id: Int64) throws {
        try connection.execute("UPDATE account SET factor_pending = $2 WHERE id = $1", id, secret)
    }

    func setFactor(_ secret: [UInt8]?, counter: Int64, of id: Int64) throws {
        try connection.execute(
            "UPDATE account SET factor = $2, factor_pending = NULL, factor_counter = $3 WHERE id = $1",
            id, secret, counter)
    }

    /// False when another request used this step or a later one meanwhile.
    func useFactor(counter: Int64, of id: Int64) throws -> Bool {
        try connection.execute(
            "UPDATE account SET factor_counter = $2 WHERE id = $1 AND factor_counter < $2", id, counter) == 1
    }

    func setRecoveryCodes(_ hashes: [[UInt8]], of id: Int64) throws {
        try connection.execute("DELETE FROM recovery_code WHERE account = $1", id)
        for hash in hashes {
            try connection.execute("INSERT INTO recovery_code (account, hash) VALUES ($1, $2)", id, hash)
        }
    }

    /// Uses a recovery code up; false when it is not one.
    func useRecoveryCode(_ hash: [UInt8], of id: Int64) throws -> Bool {
        try connection.execute("DELETE FROM recovery_code WHERE account = $1 AND hash = $2", id, hash) == 1
    }

    func recoveryCodesLeft(of id: Int64) throws -> Int {
        try connection.one("SELECT COUNT(*) AS n FROM recovery_code WHERE account = $1", id)?.int("n") ?? 0
    }

    // MARK: Invitations

    func invite(_ id: Int64, hash: [UInt8], expires: Instant) throws {
        try connection.execute("DELETE FROM invitation WHERE account = $1", id)
        try connection.execute(
            "INSERT INTO invitation (token, account, expires) VALUES ($1, $2, $3)", hash, id, expires)
    }

    func invited(_ hash: [UInt8], at: Instant) throws -> Account? {
        let row = try connection.one("SELECT account FROM invitation WHERE token = $1 AND expires > $2", hash, at)
        return try row.flatMap { try find($0.int64("account")) }
    }

    func forgetInvitation(of id: Int64) throws {
        try connection.execute("DELETE FROM invitation WHERE account = $1", id)
    }

    // MARK: Rows

    private func account(_ row: Row) throws -> Account {
        let id = try row.int64("id")
        return try Account(row, grants: grants("SELECT * FROM account_grant WHERE account = $1", id)[id] ?? [])
    }

    private func grants(_ sql: String, _ arguments: any SQLBindable...) throws -> [Int64: Set<Grant>] {
        var grants: [Int64: Set<Grant>] = [:]
        for row in try connection.query(sql, arguments) {
            let grant = Grant(try row.value("role", Role.self), service: try row.optionalInt64("service"))
            grants[try row.int64("account"), default: []].insert(grant)
        }
        return grants
    }
}

extension Account {
    init(_ row: Row, grants: Set<Grant>) throws {
        id = try row.int64("id")
        email = try row.text("email")
        name = try row.text("name")
        tongue = try row.value("tongue")
        appearance = try row.value("appearance")
        active = try row.bool("active")
        self.grants = grants
        hasPassword = try row.optionalText("password") != nil
        hasFactor = try row.optionalBytes("factor") != nil
        created = try row.instant("created")
    }
}
