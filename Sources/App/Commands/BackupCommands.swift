import ArgumentParser
import Foundation
import Kernel
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
        print("restored from \(file)")
    }
}
