import Kernel
import Storage

extension PeopleActions {
    private static let setupKey = "people.setup"

    // MARK: First run

    /// The token that lets a browser make the first administrator, to be printed on the console; nil once anybody has
    /// an account. Each start makes a new one.
    public func setupToken() async throws -> String? {
        let token = Secret.token()
        let hash = Secret.base32(Secret.hash(token))
        return try await database.write { connection in
            guard try AccountStore(connection: connection).isEmpty() else { return nil }
            try Settings.set(Self.setupKey, "\"\(hash)\"", in: connection)
            return token
        }
    }

    func isSetupToken(_ token: String) async throws -> Bool {
        try await database.read { connection in
            guard try AccountStore(connection: connection).isEmpty() else { return false }
            return try Settings.value(Self.setupKey, in: connection) == "\"\(Secret.base32(Secret.hash(token)))\""
        }
    }

    /// Makes the organisation and its first administrator, once.
    func setUp(_ token: String, organisation: String, _ form: AccountForm, password: String) async throws -> Int64 {
        guard try await isSetupToken(token) else { throw Failure(.notFound, "wrong or old set-up token") }
        var errors = form.errors()
        if organisation.isEmpty { errors["organisation"] = "people.organisation_missing" }
        if let word = PasswordRule.refusal(password, name: form.name, email: form.email) { errors["password"] = word }
        if !errors.isEmpty { throw Refusal(fields: errors) }
        let stored = try await passwords.store(password)
        let id = newID()
        let place = newID()
        let now = clock.now()
        try await database.write { connection in
            let accounts = AccountStore(connection: connection)
            guard try accounts.isEmpty() else { throw Failure(.conflict, "somebody was set up meanwhile") }
            try accounts.insert(id, form, at: now)
            try accounts.setPassword(stored, of: id)
            try OrganisationStore(connection: connection).setName(organisation)
            try OrganisationStore(connection: connection).insertEstablishment(place, organisation)
            try Settings.set(Self.setupKey, nil, in: connection)
            try Trail.record(
                "organisation.set_up", "organisation", 1, by: id,
                after: form.trail.merging(["organisation": organisation]) { $1 },
                at: now, connection)
        }
        return id
    }

    // MARK: Reading

    /// The organisation's name; nil before it is set up.
    public func organisationName() async throws -> String? {
        try await database.read { try OrganisationStore(connection: $0).name() }
    }

    public func establishments() async throws -> [Establishment] {
        try await database.read { try OrganisationStore(connection: $0).establishments() }
    }

    /// Every service, closed ones last: what the binary hands to the rooms that must know them.
    public func services() async throws -> [Service] {
        try await database.read { try OrganisationStore(connection: $0).services() }
    }

    // MARK: Changing

    /// Makes the organisation by hand of the machine: the sample hospital, the command line. Synonyms may be empty.
    public func found(
        organisation: String, establishment: String, services: [(name: String, synonyms: [String])]
    ) async throws -> [Int64] {
        let place = newID()
        let made = services.map { (id: newID(), name: $0.name, synonyms: $0.synonyms) }
        let now = clock.now()
        try await database.write { connection in
            let store = OrganisationStore(connection: connection)
            try store.setName(organisation)
            try store.insertEstablishment(place, establishment)
            for service in made {
                try store.insert(
                    service.id, ServiceForm(establishment: place, name: service.name, synonyms: service.synonyms))
            }
            try Trail.record(
                "organisation.founded", "organisation", 1, by: nil,
                after: ["name": organisation, "services": String(made.count)], at: now, connection)
        }
        return made.map(\.id)
    }

    func rename(organisation name: String, by person: Person) async throws {
        try Self.require(.administer, of: person)
        if name.isEmpty { throw Refusal(fields: ["organisation": "people.organisation_missing"]) }
        let now = clock.now()
        try await database.write { connection in
            let store = OrganisationStore(connection: connection)
            let before = try store.name() ?? ""
            try store.setName(name)
            try Trail.record(
                "organisation.renamed", "organisation", 1, by: person.id, before: ["name": before],
                after: ["name": name],
                at: now, connection)
        }
    }

    func addEstablishment(_ name: String, by person: Person) async throws {
        try Self.require(.administer, of: person)
        if name.isEmpty { throw Refusal(fields: ["establishment_name": "people.name_missing"]) }
        let id = newID()
        let now = clock.now()
        try await database.write { connection in
            let store = OrganisationStore(connection: connection)
            if try store.establishments().contains(where: { $0.name == name }) {
                throw Refusal(fields: ["establishment_name": "people.name_taken"])
            }
            try store.insertEstablishment(id, name)
            try Trail.record(
                "establishment.added", "establishment", id, by: person.id, after: ["name": name], at: now, connection)
        }
    }

    /// Adds a service when `id` is nil, else changes it.
    func keep(_ id: Int64?, _ form: ServiceForm, by person: Person) async throws {
        try Self.require(.administer, of: person)
        let made = id ?? newID()
        let now = clock.now()
        try await database.write { connection in
            let store = OrganisationStore(connection: connection)
            let before = try id.map { try store.service($0) }
            try Self.check(form, made, store)
            try id == nil ? store.insert(made, form) : store.update(made, form)
            let old = before.map {
                ServiceForm(establishment: $0.establishment, name: $0.name, synonyms: $0.synonyms, active: $0.active)
            }
            try Trail.record(
                id == nil ? "service.added" : "service.changed", "service", made, by: person.id, before: old?.trail,
                after: form.trail, at: now, connection)
        }
    }

    private static func check(_ form: ServiceForm, _ id: Int64, _ store: OrganisationStore) throws {
        if form.name.isEmpty || form.name.count > ServiceForm.limit {
            throw Refusal(fields: ["name": "people.name_missing"])
        }
        guard try store.establishments().contains(where: { $0.id == form.establishment }) else {
            throw Refusal(fields: ["establishment": "people.establishment_missing"])
        }
        let twin = try store.services().contains {
            $0.id != id && $0.establishment == form.establishment && $0.name == form.name
        }
        if twin { throw Refusal(fields: ["name": "people.name_taken"]) }
    }
}
