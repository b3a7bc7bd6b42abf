import Calendars
import Foundation
import Kernel
import Testing

/// The checkout that these tests stand in, and the Python beside it.
enum Checkout {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appending(path: "Sources/CAssets/assets/calendars/\(name)")))
    }

    /// What the pages would say, in one language. A key that does not exist comes back between brackets.
    static func saying(_ tongue: Tongue) throws -> Saying {
        let words = try JSONDecoder().decode([String: [String: String]].self, from: Data(bytes("words.json")))
        return { key, values in
            guard key.hasPrefix("calendars."), let word = words[String(key.dropFirst(10))]?[tongue.rawValue] else {
                return "⟦\(key)⟧"
            }
            return values.reduce(word) { $0.replacingOccurrences(of: "{{\($1.key)}}", with: $1.value) }
        }
    }

    /// Python in `.venv` when it has these modules; nil where they were not installed.
    static func python(with modules: String) -> String? {
        let python = root.appending(path: ".venv/bin/python").path
        return (try? run(python, "import \(modules)", input: "")) == nil ? nil : python
    }

    /// What a program prints. Its input and output go through files, so that no pipe fills up.
    static func run(
        _ python: String, _ program: String, input: String, environment: [String: String] = [:]
    ) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "calendars-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (given, taken) = (folder.appending(path: "in"), folder.appending(path: "out"))
        try Data(input.utf8).write(to: given)
        try Data().write(to: taken)
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = ["-c", program]
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: given)
        process.standardOutput = try FileHandle(forWritingTo: taken)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(.broken, "python ended with an error") }
        return String(decoding: try Data(contentsOf: taken), as: UTF8.self)
    }
}

/// The same numbers on every run (S. Vigna, SplitMix64).
struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

func zone(_ name: String) throws -> TimeZone { try TimeZone.iana(name) }

func local(_ text: String) throws -> LocalMoment { try LocalMoment(text) }

func instant(_ text: String) throws -> Instant { try #require(Instant(iso8601: text)) }

func day(_ text: String) throws -> Day { try #require(Day(text)) }
