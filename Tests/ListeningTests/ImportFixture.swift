import Archives
import Foundation
import Hummingbird
import HummingbirdTesting
import Kernel
import Storage
import TestKit
import Testing
import Web

@testable import Listening

/// The room of imports over a house of `StreamFixture`: an importer, its job, its pages, a folder for what is uploaded.
struct ImportHouse: Sendable {
    let house: StreamHouse
    let importer: Importer
    let actions: ImportActions
    let application: Application<RouterResponder<RequestState>>
    let folder: String
    var database: Database { house.database }

    init(_ database: Database, folder: String) async throws {
        house = try await StreamHouse(database)
        self.folder = folder
        let clock = house.time.clock
        importer = Importer(database: database, intake: house.intake, clock: clock, ids: IdentifierSource(clock: clock))
        actions = ImportActions(
            database: database, importer: importer, clock: clock, folder: folder + "/uploads")
        let pages = Pages(
            try Site(
                gate: Gate { token in StreamHouse.people[token].map { SignedIn(person: $0, session: 1) } },
                clock: clock))
        ImportRoutes(actions).add(to: pages)
        application = Application(router: pages.router)
    }

    func number(_ sql: String) async throws -> Int {
        try await database.read { try $0.one(sql, [])?.int("n") ?? -1 }
    }

    func write(_ name: String, _ content: String) throws -> String {
        let path = folder + "/" + name
        try Data(content.utf8).write(to: URL(filePath: path))
        return path
    }

    /// Does the jobs that wait, as a node does; gives how many there were.
    @discardableResult
    func work(_ node: String = "node") async throws -> Int {
        let queue = JobQueue(database, clock: house.time.clock)
        let handlers = try actions.handlers()
        let waiting = try await queue.take(9, kinds: Array(handlers.keys), owner: node)
        for job in waiting {
            try await handlers[job.kind]?(job)
            try await database.write { try JobQueue.complete(job, in: $0) }
        }
        return waiting.count
    }

    func visit<T: Sendable>(
        as name: String = "communication", _ body: @escaping @Sendable (ImportVisitor) async throws -> T
    ) async throws -> T {
        try await application.test(.router) { client in
            try await body(ImportVisitor(visitor: Visitor(client: client, token: "\(name)-0123456789")))
        }
    }

    /// Everything that an import leaves, for comparison between two ways of getting there.
    func state() async throws -> [String] {
        let rows = try await database.read { connection in
            try connection.query(
                """
                SELECT id, network, external_id, kind, author, text, rating, day, polarity, urgency, folded_into
                FROM mention ORDER BY id
                """, [])
        }
        let mentions = try rows.map { row in
            try [
                String(row.int64("id")), row.text("network"), row.text("external_id"), row.text("kind"),
                row.optionalText("author") ?? "", row.text("text"), String(row.optionalReal("rating") ?? 0),
                String(row.int("day")), row.optionalText("polarity") ?? "", row.text("urgency"),
                String(row.optionalInt64("folded_into") ?? 0),
            ].joined(separator: "|")
        }
        return mentions + (try await MentionActionsTests.tallies(database)).map { "\($0.key) \($0.value)" }.sorted()
    }
}

/// A visitor who also sends files.
struct ImportVisitor: Sendable {
    let visitor: Visitor

    func upload(_ content: [UInt8], named name: String) async throws -> Visitor.Page {
        let shown = try await visitor.get("/imports").text
        let proof = shown.firstMatch(of: /data-csrf="([0-9a-f]+)"/).map { String($0.1) } ?? ""
        let boundary = "----frontier"
        var body = Data(
            """
            --\(boundary)\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n\(proof)\r\n\
            --\(boundary)\r\nContent-Disposition: form-data; name="file"; filename="\(name)"\r\n\
            Content-Type: application/octet-stream\r\n\r\n
            """.utf8)
        body.append(contentsOf: content)
        body.append(Data("\r\n--\(boundary)--\r\n".utf8))
        return try await visitor.client.execute(
            uri: "/imports", method: .post,
            headers: [
                .cookie: "resonance=\(visitor.token)", .accept: "text/html",
                .contentType: "multipart/form-data; boundary=\(boundary)",
            ], body: ByteBuffer(bytes: body)
        ) { response in
            Visitor.Page(
                status: Int(response.status.code), text: String(buffer: response.body),
                location: response.headers[.location], headers: response.headers)
        }
    }
}

/// Invented exports.
enum InventedExport {
    /// Canonical JSON Lines, one a minute; every `bad`th line lacks its text.
    static func canonical(_ count: Int, bad: Int = .max) -> String {
        (1...count).map { line in
            let minute = Instant(seconds: 1_793_000_000 + Double(line) * 60).iso8601
            let text =
                line % bad == 0
                ? ""
                : "Avis numéro \(line) : attente \(line % 7) heures, accueil \(line % 3 == 0 ? "parfait, merci" : "odieux, une honte")"
            return
                "{\"id\":\"c\(line)\",\"network\":\"google\",\"kind\":\"review\",\"author\":\"a\(line % 40)\",\"text\":\"\(text)\",\"published_at\":\"\(minute)\"}"
        }.joined(separator: "\n") + "\n"
    }

    static let table = """
        Commentaire;Note;Date;Auteur
        Accueil parfait, merci à toute l'équipe de cardiologie;5;03/04/2026;Marie
        Six heures d'attente aux urgences, une honte;1;04/04/2026;Paul
        Rien à dire;3;un jour;Personne
        Repas froid mais infirmières adorables;3;06/04/2026;Inès
        """
}
