import Foundation
import Kernel
import Storage

/// SQL of the organisation, its establishments and its services.
struct OrganisationStore {
    let connection: any Connection

    func name() throws -> String? { try connection.one("SELECT name FROM organisation WHERE id = 1")?.text("name") }

    func setName(_ name: String) throws {
        try connection.execute(
            "INSERT INTO organisation (id, name) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET name = excluded.name",
            name)
    }

    func establishments() throws -> [Establishment] {
        try connection.query("SELECT * FROM establishment ORDER BY active DESC, name").map { row in
            Establishment(id: try row.int64("id"), name: try row.text("name"), active: try row.bool("active"))
        }
    }

    func insertEstablishment(_ id: Int64, _ name: String) throws {
        try connection.execute("INSERT INTO establishment (id, name) VALUES ($1, $2)", id, name)
    }

    func updateEstablishment(_ id: Int64, _ name: String, active: Bool) throws {
        try connection.execute("UPDATE establishment SET name = $2, active = $3 WHERE id = $1", id, name, active)
    }

    func services() throws -> [Service] {
        try connection.query("SELECT * FROM service ORDER BY active DESC, name, id").map(Self.service)
    }

    func service(_ id: Int64) throws -> Service {
        guard let row = try connection.one("SELECT * FROM service WHERE id = $1", id) else {
            throw Failure(.notFound, "no such service")
        }
        return try Self.service(row)
    }

    func insert(_ id: Int64, _ form: ServiceForm) throws {
        try connection.execute(
            "INSERT INTO service (id, establishment, name, synonyms) VALUES ($1, $2, $3, $4)",
            id, form.establishment, form.name, try Self.json(form.synonyms))
    }

    func update(_ id: Int64, _ form: ServiceForm) throws {
        try connection.execute(
            "UPDATE service SET establishment = $2, name = $3, synonyms = $4, active = $5 WHERE id = $1",
            id, form.establishment, form.name, try Self.json(form.synonyms), form.active)
    }

    private static func json(_ names: [String]) throws -> String {
        String(decoding: try JSONEncoder().encode(names), as: UTF8.self)
    }

    private static func service(_ row: Row) throws -> Service {
        let synonyms = try JSONDecoder().decode([String].self, from: Data(try row.text("synonyms").utf8))
        return Service(
            id: try row.int64("id"), establishment: try row.int64("establishment"), name: try row.text("name"),
            synonyms: synonyms, active: try row.bool("active"))
    }
}
