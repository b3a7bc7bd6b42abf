import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import App

/// What a command answered.
struct Outcome: Sendable {
    let status: Int32
    let signalled: Bool
    let output: String
    let errors: String

    /// The last line of standard output, as JSON.
    func json() throws -> [String: Any] {
        let line = output.split(separator: "\n").last.map(String.init) ?? ""
        return try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    func integer(_ key: String) throws -> Int { try #require(try json()[key] as? Int) }
}

/// The built binary, as a person starts it, on an installation that is gone after the test.
struct Installation: Sendable {
    /// Found beside the test bundle.
    static let binary = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "resonance")
    /// Real files, which are not part of the project: tests that need them are left out without them.
    static let shared = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/data")

    static func real(_ path: String) -> URL { shared.appending(path: path) }
    static func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: real(path).path) }

    let folder: String
    /// Nil for the SQLite inside.
    let database: String?

    var data: String { folder + "/data" }

    /// Runs a test on an installation with each engine.
    static func onBoth(_ test: @escaping @Sendable (Installation) async throws -> Void) async throws {
        try await inTemporaryFolder { try await test(Installation(folder: $0, database: nil)) }
        try await onPostgreSQL { _, url in
            try await inTemporaryFolder { try await test(Installation(folder: $0, database: url)) }
        }
    }

    func write(_ name: String, _ content: String) throws -> String {
        let path = folder + "/" + name
        try Data(content.utf8).write(to: URL(filePath: path))
        return path
    }

    private var place: [String] { ["--data", data] + (database.map { ["--set", "database=\($0)"] } ?? []) }

    /// A command that works on this installation.
    func run(_ arguments: String...) async throws -> Outcome {
        try await start(arguments + place).ended()
    }

    /// A command as it stands.
    func plain(_ arguments: [String], input: String? = nil) async throws -> Outcome {
        try await start(arguments, input: input).ended()
    }

    func begin(_ arguments: String...) throws -> Running { try start(arguments + place) }

    private func start(_ arguments: [String], input: String? = nil) throws -> Running {
        let name = folder + "/" + UUID().uuidString
        for suffix in [".out", ".err", ".in"] {
            let content = suffix == ".in" ? Data((input ?? "").utf8) : Data()
            guard FileManager.default.createFile(atPath: name + suffix, contents: content) else {
                throw Failure(.broken, "cannot write \(name)\(suffix)")
            }
        }
        let process = Process()
        process.executableURL = Self.binary
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder)
        var environment = ["PATH": "/usr/bin:/bin", "HOME": folder, "TZ": "UTC"]
        // A debug build is slow at it: only what says more with it reads meanings.
        if arguments.first != "check" { environment["RESONANCE_ENCODER"] = "none" }
        process.environment = environment
        let given = FileHandle(forReadingAtPath: name + ".in")
        let answered = FileHandle(forWritingAtPath: name + ".out")
        let complained = FileHandle(forWritingAtPath: name + ".err")
        (process.standardInput, process.standardOutput, process.standardError) = (given, answered, complained)
        let running = try Running(process, name)
        // The command has its own by now; hundreds of commands must not use up what one process may open.
        for ours in [given, answered, complained] { try? ours?.close() }
        return running
    }

    /// The same rooms in this process, to look at what a command left.
    func house() async throws -> House {
        var flags = ["data": data]
        if let database { flags["database"] = database }
        return try await House.open(try await Settings.load(flags: flags))
    }

    /// One number out of the store.
    func number(_ sql: String) async throws -> Int {
        let house = try await house()
        let number = try await house.database.read { try $0.one(sql, [])?.int("n") ?? -1 }
        try await house.close()
        return number
    }
}

/// A command at work.
final class Running: @unchecked Sendable {
    // The process is started before anybody else sees it, and is only waited for and signalled afterwards.
    private let process: Process
    private let name: String
    private let exits: AsyncStream<Void>

    init(_ process: Process, _ name: String) throws {
        let (exits, bell) = AsyncStream<Void>.makeStream()
        self.exits = exits
        self.name = name
        self.process = process
        process.terminationHandler = { _ in bell.finish() }
        try process.run()
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    var isRunning: Bool { process.isRunning }
    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    func text(_ suffix: String) -> String {
        String(decoding: FileManager.default.contents(atPath: name + suffix) ?? Data(), as: UTF8.self)
    }

    func ended() async throws -> Outcome {
        for await _ in exits {}
        return Outcome(
            status: process.terminationStatus, signalled: process.terminationReason == .uncaughtSignal,
            output: text(".out"), errors: text(".err"))
    }

    /// Waits until `found` gives something, or the command ends.
    func wait<T>(seconds: Double = 60, for found: () async throws -> T?) async throws -> T {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if let thing = try await found() { return thing }
            guard process.isRunning else { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Failure(.broken, "the command did not come to it: \(text(".out")) \(text(".err"))")
    }

    /// The address that `serve` says it is at; a debug build writes a sample hospital first for a minute or two.
    func address() async throws -> String {
        try await wait(seconds: 240) {
            text(".err").firstMatch(of: /is at (http:\/\/[0-9.]+:[0-9]+)/).map { String($0.1) }
        }
    }
}

/// Invented opinions in canonical JSON Lines.
enum InventedOpinions {
    /// One every ten minutes up to `end`; every `bad`th line cannot be read.
    static func lines(_ count: Int, from first: Int = 0, bad: Int = .max, until end: Instant) -> String {
        let praise = [
            "Équipe formidable, merci pour tout", "Très bien accueillie, personnel adorable", "Bravo aux infirmières",
        ]
        let anger = [
            "Six heures d'attente, une honte", "Personnel odieux, à fuir", "Repas froid et chambre sale, lamentable",
        ]
        return (0..<count).map { index in
            let number = first + index
            if index % bad == bad - 1 { return "{\"id\": \(number), pas du JSON" }
            let said = number % 3 == 0 ? anger[number % 7 % 3] : praise[number % 5 % 3]
            let at = end.adding(seconds: -600 * Double(count - index)).iso8601
            return
                "{\"id\":\"o\(number)\",\"network\":\"google\",\"kind\":\"review\",\"author\":\"a\(number % 50)\",\"text\":\"\(said), avis \(number)\",\"published_at\":\"\(at)\"}"
        }.joined(separator: "\n") + "\n"
    }
}
