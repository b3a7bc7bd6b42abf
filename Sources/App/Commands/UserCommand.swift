import ArgumentParser
import Foundation
import Kernel
import People

/// Accounts from the command line: the first one, and those who lost their password.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Add, list and mend accounts.",
        subcommands: [UserAddCommand.self, UserListCommand.self, UserPasswordCommand.self])
}

struct UserAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add an account; its password is read from standard input.")

    @Argument(help: "E-mail address.")
    var email: String

    @Option(help: "Name.")
    var name: String

    @Option(help: "Role: \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
    var role = Role.communication.rawValue

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        guard let role = Role(rawValue: role) else { throw ValidationError("no role is called \(role)") }
        let house = try await House.open(try await installation.load())
        _ = try await house.people.createUser(name: name, email: email, password: try Password.read(), role: role)
        try await house.close()
        print("\(email) may sign in")
    }
}

struct UserListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List accounts and their roles.")

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        let house = try await House.open(try await installation.load())
        for account in try await house.people.users() {
            let roles = account.grants.map { $0.role.rawValue + ($0.service.map { "@\($0)" } ?? "") }.sorted()
            print(
                "\(account.email)\t\(account.name)\t\(roles.joined(separator: " "))\t\(account.active ? "" : "closed")")
        }
        try await house.close()
    }
}

struct UserPasswordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password", abstract: "Set a password, read from standard input, and end every session.")

    @Argument(help: "E-mail address.")
    var email: String

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        let house = try await House.open(try await installation.load())
        try await house.people.setPassword(email: email, password: try Password.read())
        try await house.close()
        print("password set; every session of \(email) has ended")
    }
}

/// A password or another secret from standard input: never an argument, which other users of the machine can see.
enum Password {
    static func read(_ prompt: String = "Password") throws -> String {
        if isatty(STDIN_FILENO) == 1 { Terminal.progress("\(prompt): ") }
        var state = termios()
        let hidden = tcgetattr(STDIN_FILENO, &state) == 0
        if hidden {
            var quiet = state
            quiet.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(STDIN_FILENO, TCSANOW, &quiet)
        }
        defer { if hidden { tcsetattr(STDIN_FILENO, TCSANOW, &state) } }
        guard let line = readLine(), !line.isEmpty else {
            throw Failure(.unusable, "no \(prompt.lowercased()) was given on standard input")
        }
        return line
    }
}
