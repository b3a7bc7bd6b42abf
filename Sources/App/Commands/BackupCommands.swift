import ArgumentParser
import Dialogue
import Foundation
import Kernel
import Publishing
import Storage

/// A copy of everything, taken while the server runs.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy everything into one file, safely while the server runs.")

    @Argument(help: "File to write; it must not exist yet.")
    var file: String

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        let house = try await House.open(try await installation.load())
        let made = try await Backup.make(of: house.database, to: file)
        try await house.close()
        print("\(made.path): \(made.bytes) bytes; keep it with the secret file, which it does not hold")
    }
}

/// Puts a backup back.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup back into an empty installation.")

    @Argument(help: "File made by backup.")
    var file: String

    @OptionGroup var installation: InstallationOptions

    @Flag(help: "Replace what is there.")
    var force = false

    func run() async throws {
        let settings = try await installation.load()
        let location = settings.database.map(Database.Location.postgresql) ?? .folder(settings.data)
        try await Backup.restore(file, to: location, force: force)
        let held = try await hold(location, settings)
        print("restored from \(file)")
        if held > 0 { print("\(held) replies that were on their way are held: see /deliveries") }
    }

    /// No old reply leaves from a backup: it may have left long ago from the original.
    private func hold(_ location: Database.Location, _ settings: Settings) async throws -> Int {
        let database = try Database.open(location, logger: Log.quiet(settings))
        do {
            try await database.migrate(House.migrations)
            let now = Clock.system.now()
            let held =
                try await Dialogue.restored(database, at: now)
                + PublishingServices.restored(database, at: now)
            try await database.close()
            return held
        } catch {
            try? await database.close()
            throw error
        }
    }
}
