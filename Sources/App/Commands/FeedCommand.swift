import ArgumentParser
import Feeds
import Foundation
import Kernel
import Wire

/// Reads one feed and prints what it says.
struct FeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feed", abstract: "Parse a feed (file, URL or standard input) and print it as JSON.",
        discussion: """
            Text is plain, links are absolute, nothing of the feed's HTML survives but our own safe rich text. The \
            environment may say what HTTP would have: CONTENT_TYPE, CONTENT_LOCATION, DOC_URL.
            """)

    @Argument(help: "File or http(s) address; standard input when missing.")
    var source: String?

    @Flag(help: "Print in the shape of the universal feed parser.")
    var feedparser = false

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment.filter { !$0.value.isEmpty }
        var headers: [String: String] = [:]
        headers["content-type"] = environment["CONTENT_TYPE"]
        headers["content-location"] = environment["CONTENT_LOCATION"]
        headers["x-url"] = environment["DOC_URL"]
        let bytes: [UInt8]
        if let source, source.hasPrefix("http://") || source.hasPrefix("https://") {
            let document = try await fetch(source)
            bytes = document.body
            headers["content-type"] = document.headers["content-type"]
            headers["x-url"] = document.finalURL
        } else {
            bytes = try Self.read(source)
        }
        if feedparser {
            print(FeedparserShape.json(bytes, headers: headers))
        } else {
            let feed = try FeedParser.parse(
                bytes, contentType: headers["content-type"],
                location: headers["content-location"] ?? headers["x-url"])
            print(String(decoding: try JSONLine.bytes(feed), as: UTF8.self))
        }
    }

    private func fetch(_ url: String) async throws -> Document {
        let settings = try await installation.load()
        switch try await HTTP.live(try Wiring.settings(settings)).fetch(Fetch(url)) {
        case .fresh(let document): return document
        case .notModified, .gone: throw Failure(.unusable, "\(url): the server says that it is gone")
        }
    }

    private static func read(_ path: String?) throws -> [UInt8] {
        let limit = FeedLimits.standard.bytes
        let handle: FileHandle
        if let path, path != "-" {
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
