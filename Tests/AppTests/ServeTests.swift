import Foundation
import FoundationNetworking
import Kernel
import Listening
import Storage
import TestKit
import Testing

@testable import App

@Suite(.serialized, .timeLimit(.minutes(8))) struct ServeTests {
    private func get(_ address: String) async throws -> (Int, String) {
        guard let url = URL(string: address) else { throw Failure(.unusable, address) }
        let (data, response) = try await URLSession.shared.data(from: url)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
    }

    /// Tells a server to stop, and sees that it ends well; what it said is shown when it does not.
    private static func stops(_ server: Running, by number: Int32 = SIGTERM) async throws {
        server.signal(number)
        let ended = try await server.ended()
        #expect(ended.status == 0 && !ended.signalled, "status \(ended.status): \(ended.errors)")
    }

    @Test("a server told to stop while it starts ends well too, at any moment", arguments: [SIGTERM, SIGINT])
    func early(_ number: Int32) async throws {
        try await Installation.onBoth { here in
            // The secret is made once the schema is there and before the model is read: long before it listens.
            for _ in 0..<3 {
                try? FileManager.default.removeItem(atPath: here.data + "/secret.key")
                let server = try here.begin("serve", "--port", "0")
                while !FileManager.default.fileExists(atPath: here.data + "/secret.key"), server.isRunning {
                    try await Task.sleep(for: .milliseconds(1))
                }
                try await Self.stops(server, by: number)
            }
        }
    }

    @Test("the sample hospital starts, answers, and stops gracefully when told to, twice")
    func sample() async throws {
        try await Installation.onBoth { here in
            let server = try here.begin("serve", "--sample", "--port", "0")
            let address = try await server.address()
            #expect(try await get(address + "/healthz").0 == 200)
            let (status, page) = try await get(address + "/today")
            #expect(status == 200 && page.contains("<form"))
            #expect(try await get(address + "/nowhere").0 == 404)
            try await Self.stops(server)
            #expect(try await here.number("SELECT COUNT(*) AS n FROM mention") >= 600)

            let again = try here.begin("serve", "--sample", "--port", "0")
            #expect(try await get(again.address() + "/healthz").0 == 200)
            try await Self.stops(again)
            let said = try await here.run("temperature", "--json").json()
            #expect(!(said["temperature"] is NSNull))
        }
    }

    @Test("a port that is taken is said in one line, with status 2")
    func taken() async throws {
        try await inTemporaryFolder { folder in
            let here = Installation(folder: folder, database: nil)
            let server = try here.begin("serve", "--port", "0")
            let port = try #require(try await server.address().split(separator: ":").last)
            let second = try await Installation(folder: folder + "/data", database: nil).run(
                "serve", "--port", String(port))
            #expect(second.status == 2)
            #expect(second.errors.split(separator: "\n").last?.hasPrefix("resonance: ") == true, "\(second.errors)")
            try await Self.stops(server)
        }
    }

    @Test("two nodes on one PostgreSQL do each job once; one is killed -9 and the other goes on")
    func twoNodes() async throws {
        try await onPostgreSQL { _, url in
            try await inTemporaryFolder { folder in
                let here = Installation(folder: folder, database: url)
                let house = try await here.house()
                let person = Person(id: 1, name: "A", email: "a@b.fr", grants: [Grant(.communication)], tongue: .french)
                var runs: [Int64] = []
                for part in 0..<6 {
                    let content = InventedOpinions.lines(
                        1_500, from: part * 1_500, until: Instant(seconds: 1_790_000_000))
                    let run = try await house.imports.receive(
                        try here.write("part\(part).jsonl", content), name: "part\(part).jsonl", by: person)
                    try await house.imports.start(run.id, mapping: nil, purpose: "essai", retentionDays: 30, by: person)
                    runs.append(run.id)
                }
                let one = try here.begin("serve", "--port", "0")
                let two = try here.begin("serve", "--port", "0")
                _ = try await one.address()
                _ = try await two.address()
                _ = try await one.wait {
                    try await house.database.read {
                        try $0.one("SELECT SUM(read) AS n FROM import_run", [])?.optionalInt("n")
                    }
                    .flatMap { $0 >= 1_000 ? $0 : nil }
                }
                one.signal(SIGKILL)
                #expect(try await one.ended().signalled)
                _ = try await two.wait(seconds: 240) {
                    let left = try await house.database.read {
                        try $0.one("SELECT COUNT(*) AS n FROM import_run WHERE state <> 'done'", [])?.int("n")
                    }
                    return left == 0 ? true : nil
                }
                let ended = try await house.imports.recent()
                #expect(Set(ended.map(\.id)) == Set(runs))
                for run in ended {
                    #expect((run.count.read, run.count.new, run.count.duplicate) == (1_500, 1_500, 0), "\(run.name)")
                }
                #expect(try await here.number("SELECT COUNT(*) AS n FROM mention") == 9_000)
                #expect(
                    try await here.number(
                        "SELECT COUNT(*) AS n FROM job WHERE kind LIKE 'import.run%' AND state = 'dead'")
                        == 0)
                try await Self.stops(two)
                try await house.close()
            }
        }
    }

    @Test("a server told to stop in mid-import goes on with it at its next start")
    func handover() async throws {
        try await Installation.onBoth { here in
            let house = try await here.house()
            let person = Person(id: 1, name: "A", email: "a@b.fr", grants: [Grant(.communication)], tongue: .french)
            let content = InventedOpinions.lines(6_000, until: Instant(seconds: 1_790_000_000))
            let run = try await house.imports.receive(try here.write("a.jsonl", content), name: "a.jsonl", by: person)
            try await house.imports.start(run.id, mapping: nil, purpose: "essai", retentionDays: 30, by: person)
            let server = try here.begin("serve", "--port", "0")
            _ = try await server.wait {
                let read = try await house.imports.find(run.id).count.read
                return read >= 500 ? read : nil
            }
            try await Self.stops(server)
            let between = try await house.imports.find(run.id)
            #expect(between.state == .running || between.state == .done)
            let again = try here.begin("serve", "--port", "0")
            // The import may be done already: the server must be there before it can be told to stop.
            _ = try await again.address()
            _ = try await again.wait(seconds: 240) {
                try await house.imports.find(run.id).state == .done ? true : nil
            }
            let ended = try await house.imports.find(run.id)
            #expect((ended.count.read, ended.count.new, ended.count.duplicate) == (6_000, 6_000, 0))
            try await Self.stops(again)
            try await house.close()
        }
    }
}
