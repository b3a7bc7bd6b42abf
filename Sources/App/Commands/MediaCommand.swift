import ArgumentParser
import CAssets
import Foundation
import Kernel
import Media
import Networks
import Publishing
import Web

/// Cleans files, and makes of them what networks take. No installation is opened.
struct MediaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "media", abstract: "Clean pictures and videos of what lies in them, and make what networks take.",
        discussion: """
            Without --network, writes FOLDER/name.clean.ending: the picture and the sound alone, upright, without place, \
            date, device or name. With it, what that network takes of it, as its limits say. One JSON line a result: \
            {"file", "kind", "mime", "bytes", "width", "height", …}, or {"error"}; exit status 1 when one has an error.
            """)

    @Argument(help: "Pictures and videos.")
    var files: [String]

    @Option(help: "A network (mastodon, bluesky, facebook, instagram, threads, x, youtube, linkedin, google), or all.")
    var network: [String] = []

    @Option(help: "The folder for what is made.")
    var output = "."

    func run() async throws {
        let networks = try Self.networks(network)
        let work = output + "/.resonance-" + UUID().uuidString.lowercased()
        do { try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true) } catch {
            throw Failure(.unusable, "\(output): cannot be written to")
        }
        defer { try? FileManager.default.removeItem(atPath: work) }
        let bench = Workbench(folder: work)
        let missing = bench.missing().map(\.rawValue)
        guard missing.isEmpty else {
            throw Failure(.broken, "not installed: \(missing.joined(separator: ", ")); see docs/media.md")
        }
        var isWhole = true
        for file in files {
            if networks.isEmpty {
                isWhole = try await line(file, nil) { try await clean(file, bench) } && isWhole
            }
            for (network, limits) in networks {
                isWhole = try await line(file, network) { try await render(file, network, limits, bench) } && isWhole
            }
        }
        if !isWhole { throw ExitCode(1) }
    }

    private static func networks(_ names: [String]) throws -> [(Network, NetworkLimits)] {
        let book = try LimitsBook.parse(Array(Embedded.bytes("networks/limits.json")))
        let known = Network.allCases.compactMap { network in book.limits(for: network).map { (network, $0) } }
            .filter { NetworkWish.of("image", $0.1) != nil || NetworkWish.of("video", $0.1) != nil }
        if names.contains("all") { return known }
        return try names.map { name in
            guard let one = known.first(where: { $0.0.rawValue == name }) else {
                throw Failure(
                    .unusable,
                    "\(name) is none of the networks: \(known.map(\.0.rawValue).joined(separator: ", ")), all")
            }
            return one
        }
    }

    // MARK: Making

    /// One result, as a line.
    private struct Result: Encodable {
        let source: String
        let network: String?
        var file: String?
        var facts: MediaFacts?
        /// What was found beside the picture, and is gone.
        var removed: [Trace]?
        /// The very samples of the source.
        var isSame: Bool?
        var error: String?

        private enum CodingKeys: String, CodingKey {
            case source, network, file, kind, mime, bytes, width, height, seconds, removed, same, error
        }

        func encode(to encoder: any Encoder) throws {
            var box = encoder.container(keyedBy: CodingKeys.self)
            try box.encode(source, forKey: .source)
            try box.encodeIfPresent(network, forKey: .network)
            try box.encodeIfPresent(file, forKey: .file)
            try box.encodeIfPresent(facts?.kind, forKey: .kind)
            try box.encodeIfPresent(facts?.mime, forKey: .mime)
            try box.encodeIfPresent(facts?.bytes, forKey: .bytes)
            try box.encodeIfPresent(facts?.width, forKey: .width)
            try box.encodeIfPresent(facts?.height, forKey: .height)
            try box.encodeIfPresent(facts?.seconds, forKey: .seconds)
            try box.encodeIfPresent(removed, forKey: .removed)
            try box.encodeIfPresent(isSame, forKey: .same)
            try box.encodeIfPresent(error, forKey: .error)
        }
    }

    /// Prints what came of it; false when it is an error.
    private func line(_ source: String, _ network: Network?, _ body: () async throws -> Result) async throws -> Bool {
        var result: Result
        do { result = try await body() } catch let failure as Failure {
            result = Result(source: source, network: network?.rawValue)
            result.error = failure.cause
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try FileHandle.standardOutput.write(contentsOf: encoder.encode(result) + Data("\n".utf8))
        return result.error == nil
    }

    private func clean(_ file: String, _ bench: Workbench) async throws -> Result {
        let clean = try await Cleaner(bench).clean(file)
        return Result(
            source: file, network: nil, file: try keep(clean.path, of: file, "clean"), facts: clean.facts,
            removed: clean.before.traces, isSame: clean.isLossless)
    }

    private func render(
        _ file: String, _ network: Network, _ limits: NetworkLimits, _ bench: Workbench
    ) async throws -> Result {
        let facts = try await Probe(bench).facts(of: file)
        guard let wish = NetworkWish.of(facts.kind.rawValue, limits) else {
            throw Failure(.unusable, "\(network.rawValue) takes no \(facts.kind.rawValue)")
        }
        let made = try await Renderer(bench).render(file, for: wish)
        return Result(
            source: file, network: network.rawValue, file: try keep(made.path, of: file, network.rawValue),
            facts: made.facts, isSame: made.isMaster)
    }

    /// Beside nothing of the caller's: what has that name already is left as it is.
    private func keep(_ path: String, of source: String, _ word: String) throws -> String {
        let (made, name) = (URL(filePath: path), URL(filePath: source).deletingPathExtension().lastPathComponent)
        let place = "\(output)/\(name).\(word).\(made.pathExtension)"
        guard !FileManager.default.fileExists(atPath: place) else {
            throw Failure(.conflict, "\(place) is there already")
        }
        do { try FileManager.default.moveItem(atPath: path, toPath: place) } catch {
            throw Failure(.unusable, "\(place): cannot be written")
        }
        return place
    }
}
