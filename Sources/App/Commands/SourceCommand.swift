import ArgumentParser
import Foundation
import Kernel
import Listening

/// Sources from the command line.
struct SourceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "source", abstract: "List, add and visit sources; OPML in and out.",
        subcommands: [
            SourceListCommand.self, SourceAddCommand.self, SourceTokenCommand.self, SourceVisitCommand.self,
            SourceImportCommand.self, SourceExportCommand.self,
        ])
}

struct SourceListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List sources and their state.")

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        let house = try await House.open(try await installation.load())
        for origin in try await house.origins.list() {
            let heard = origin.lastHeardAt?.iso8601 ?? "never heard"
            print(
                "\(origin.id)\t\(origin.kind.rawValue)\t\(origin.state.rawValue)\t\(heard)\t\(origin.address)\t\(origin.lastError ?? "")"
            )
        }
        try await house.close()
    }
}

struct SourceAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a source. It needs a purpose and a retention (GDPR, article 5).")

    @Argument(help: "Address: a URL, @name@server, #tag@server, a Bluesky handle, or words to search.")
    var address: String

    @Option(help: "Kind: \(Origin.Kind.allCases.filter(\.isAdded).map(\.rawValue).joined(separator: ", "))")
    var kind = Origin.Kind.feed.rawValue

    @Option(help: "Name of the source.")
    var label = ""

    @Option(help: "Why it is read.")
    var purpose: String

    @Option(help: "Days for which its texts are kept.")
    var retentionDays: Int

    @Option(help: "CSS selector of the part of a page that matters.")
    var selector: String?

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        guard let kind = Origin.Kind(rawValue: kind) else { throw ValidationError("no kind is called \(kind)") }
        let house = try await House.open(try await installation.load())
        let origin = try await house.origins.add(
            OriginDraft(
                kind: kind, network: kind.network ?? .other, address: address, label: label, purpose: purpose,
                retentionDays: retentionDays, selector: selector), by: nil)
        try await house.close()
        print("\(origin.id)\t\(origin.address)")
    }
}

struct SourceTokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Give a Mastodon source the access token that its server asks for, read from standard input.",
        discussion: "It is kept encrypted and shown to nobody. --forget takes it away.")

    @Argument(help: "Number of the source, as \"source list\" shows it.")
    var source: Int64

    @Flag(help: "Take the token away.")
    var forget = false

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        let house = try await House.open(try await installation.load())
        try await house.origins.setToken(forget ? nil : try Password.read("Token"), of: source, by: nil)
        try await house.close()
        print(forget ? "token forgotten" : "token kept")
    }
}

struct SourceVisitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "visit", abstract: "Visit every source whose hour has come, and stop.")

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        let house = try await House.open(try await installation.load())
        let visits = try await house.originJobs(logger: house.logger).visitAllDue()
        try await house.close()
        print("\(visits) visited")
    }
}

struct SourceImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import-opml", abstract: "Add the feeds of an OPML file.")

    @Argument(help: "OPML file.")
    var file: String

    @Option(help: "Why they are read.")
    var purpose: String

    @Option(help: "Days for which their texts are kept.")
    var retentionDays: Int

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw Failure(.unusable, "\(file): no such file, or it may not be read")
        }
        let house = try await House.open(try await installation.load())
        let outcome = try await house.origins.importOPML(
            Array(bytes), purpose: purpose, retentionDays: retentionDays, by: nil)
        try await house.close()
        for line in outcome.refused {
            Terminal.say("\(file): outline \(line.number): refused: \(line.refusal?.rawValue ?? "") \(line.address)")
        }
        print("\(outcome.accepted.count) added, \(outcome.refused.count) refused")
        if !outcome.refused.isEmpty { throw ExitCode(1) }
    }
}

struct SourceExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "export-opml", abstract: "Print the feeds as OPML.")

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        let house = try await House.open(try await installation.load())
        print(try await house.origins.exportOPML())
        try await house.close()
    }
}
