import ArgumentParser
import Feeds
import Foundation
import Kernel
import Wire

/// Reads feeds and prints what they say.
struct FeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feed", abstract: "Parse feeds (files, URLs or standard input) and print them as JSON.",
        discussion: """
            Text is plain, links are absolute, nothing of the feed's HTML survives but our own safe rich text. Several \
            sources answer one line each, {"source","feed"} or {"source","error"}; exit status 1 when one has an \
            error. The environment may say what HTTP would have: CONTENT_TYPE, CONTENT_LOCATION, DOC_URL.
            """)

    @Argument(help: "Files or http(s) addresses; standard input when missing.")
    var sources: [String] = []

    @Flag(help: "Print in the shape of the universal feed parser.")
    var feedparser = false

    @Flag(help: "Print what was found in a few figures, instead of the whole feed.")
    var summary = false

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        guard sources.count > 1 else { return try FeedLine.write(try await answer(sources.first ?? "-")) }
        let failed = try await inOrder(sources) { source in
            do {
                return try FeedLine.bytes(source: source, feed: try await answer(source))
            } catch let failure as Failure {
                return try FeedLine.bytes(source: source, error: failure.cause)
            }
        }
        if failed { throw ExitCode(1) }
    }

    /// Reads the sources on every processor, a few ahead of what is written, and writes their lines in their order.
    /// - Returns: whether one of them has an error.
    private func inOrder(
        _ sources: [String], _ line: @escaping @Sendable (String) async throws -> (bytes: Data, failed: Bool)
    ) async throws -> Bool {
        let ahead = 2 * ProcessInfo.processInfo.activeProcessorCount
        return try await withThrowingTaskGroup(of: (Int, (bytes: Data, failed: Bool)).self) { group in
            var begun = 0, written = 0, failed = false
            var waiting: [Int: Data] = [:]
            while written < sources.count {
                while begun < sources.count, begun < written + ahead {
                    let index = begun
                    group.addTask { (index, try await line(sources[index])) }
                    begun += 1
                }
                guard let (index, answer) = try await group.next() else { break }
                waiting[index] = answer.bytes
                failed = failed || answer.failed
                while let next = waiting.removeValue(forKey: written) {
                    try FeedLine.write(next)
                    written += 1
                }
            }
            return failed
        }
    }

    /// One feed as one line of JSON, without its end.
    private func answer(_ source: String) async throws -> Data {
        let environment = ProcessInfo.processInfo.environment.filter { !$0.value.isEmpty }
        var headers: [String: String] = [:]
        headers["content-type"] = environment["CONTENT_TYPE"]
        headers["content-location"] = environment["CONTENT_LOCATION"]
        headers["x-url"] = environment["DOC_URL"]
        let bytes: [UInt8]
        if source.hasPrefix("http://") || source.hasPrefix("https://") {
            let document = try await fetch(source)
            bytes = document.body
            headers["content-type"] = document.headers["content-type"]
            headers["x-url"] = document.finalURL
        } else {
            bytes = try Self.read(source)
        }
        if feedparser { return Data(FeedparserShape.json(bytes, headers: headers).utf8) }
        let feed = try FeedParser.parse(
            bytes, contentType: headers["content-type"], location: headers["content-location"] ?? headers["x-url"])
        return try summary ? JSONLine.bytes(FeedSummary(feed)) : JSONLine.bytes(feed)
    }

    private func fetch(_ url: String) async throws -> Document {
        let settings = try await installation.load()
        switch try await HTTP.live(try Wiring.settings(settings)).fetch(Fetch(url)) {
        case .fresh(let document): return document
        case .notModified, .gone: throw Failure(.unusable, "\(url): the server says that it is gone")
        }
    }

    private static func read(_ path: String) throws -> [UInt8] {
        let limit = FeedLimits.standard.bytes
        let handle: FileHandle
        if path != "-" {
            guard let opened = FileHandle(forReadingAtPath: path) else {
                throw Failure(.unusable, "\(path): no such file, or it may not be read")
            }
            handle = opened
        } else {
            handle = .standardInput
        }
        var bytes: [UInt8] = []
        while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
            bytes.append(contentsOf: piece)
            guard bytes.count <= limit else { throw Failure(.tooLarge, "the feed is over \(limit >> 20) MiB") }
        }
        return bytes
    }
}

/// A feed in a few figures: is it read, and read well?
private struct FeedSummary: Encodable {
    let title: String?
    let format: String
    let entries: Int
    /// Unicode scalars of the entries' texts, once their markup is read.
    let scalars: Int
    let newest: Instant?
    let mended: [String]

    init(_ feed: Feed) {
        title = feed.title
        format = feed.format.rawValue
        entries = feed.entries.count
        scalars = feed.entries.reduce(0) { sum, entry in
            sum + [entry.summary, entry.content].reduce(0) { $0 + ($1.map { Self.scalars(of: $0.plain) } ?? 0) }
        }
        newest = feed.entries.compactMap { $0.published ?? $0.updated }.max()
        mended = feed.mended
    }

    /// Every scalar has one byte in UTF-8 that continues none.
    private static func scalars(of text: String) -> Int {
        var text = text
        return text.withUTF8 { bytes in bytes.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) } }
    }
}

/// The lines that the command writes.
private enum FeedLine {
    private struct Refused: Encodable {
        let source: String
        let error: String
    }

    static func write(_ feed: Data) throws {
        try FileHandle.standardOutput.write(contentsOf: feed + Data("\n".utf8))
    }

    /// The feed is JSON already: it is put between the braces as it is.
    static func bytes(source: String, feed: Data) throws -> (bytes: Data, failed: Bool) {
        let name = try JSONLine.bytes(source)
        return (Data("{\"source\":".utf8) + name + Data(",\"feed\":".utf8) + feed + Data("}".utf8), false)
    }

    static func bytes(source: String, error: String) throws -> (bytes: Data, failed: Bool) {
        (try JSONLine.bytes(Refused(source: source, error: error)), true)
    }
}
