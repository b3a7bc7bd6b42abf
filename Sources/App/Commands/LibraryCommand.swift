import ArgumentParser
import Kernel
import Publishing

/// The files of the library.
struct LibraryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "library", abstract: "Check the library's files, or carry them into an object store or back.",
        subcommands: [Check.self, Move.self])

    /// Reads every file and compares checksums.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Read every file that the library needs, and compare checksums.")

        @OptionGroup var installation: InstallationOptions

        func run() async throws {
            try await LibraryCommand.report(installation) { try await $0.check() }
        }
    }

    /// Brings files to where the settings say.
    struct Move: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "move", abstract: "Copy every file that is missing to where the settings say.",
            discussion: """
                With library.endpoint set: from this machine's folder into the object store. With --back and the same \
                settings: from the store into the folder; take the settings away afterwards. Nothing is removed where \
                it was, and what is there already is left: the command may be begun again at any time.
                """)

        @Flag(help: "From the object store into this machine's folder.")
        var back = false

        @OptionGroup var installation: InstallationOptions

        func run() async throws {
            var settings = try await installation.load()
            guard let store = try Wiring.library(settings) else {
                throw Failure(.unusable, "setting library.endpoint: names no object store to carry files to or from")
            }
            let back = back
            if back { settings.library = nil }
            try await LibraryCommand.report(settings) { try await $0.move(from: back ? store : nil) }
        }
    }

    private static func report(
        _ installation: InstallationOptions,
        _ body: @Sendable (LibraryInventory) async throws -> LibraryInventory.Report
    ) async throws { try await report(try await installation.load(), body) }

    private static func report(
        _ settings: Settings, _ body: @Sendable (LibraryInventory) async throws -> LibraryInventory.Report
    ) async throws {
        let house = try await House.open(settings)
        let inventory = LibraryInventory(try SendingRooms(house, try house.dialogue()).publishing)
        let report: LibraryInventory.Report
        do { report = try await body(inventory) } catch {
            try? await house.close()
            throw error
        }
        try await house.close()
        for digest in report.missing { Terminal.say("missing: \(digest)") }
        for digest in report.changed { Terminal.say("not what was kept: \(digest)") }
        print(
            "\(report.whole) in place, \(report.carried) carried, \(report.missing.count) missing, \(report.changed.count) changed"
        )
        guard report.isWhole else { throw Failure(.broken, "files of the library are missing or changed") }
    }
}
