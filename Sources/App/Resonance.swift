import ArgumentParser
import Foundation
import Kernel

/// `resonance`: the whole house in one binary. `--help` is the table of contents.
///
/// Exit status: 0 done; 1 something was found that must be acted on; 2 unusable input or an installation that cannot
/// work, said on one line.
@main
struct Resonance: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resonance",
        abstract: "A hospital's presence on social networks: listen, understand, answer, measure.",
        usage: "resonance <command> [options]",
        version: Version.text,
        subcommands: [
            ServeCommand.self, SampleCommand.self, AnalyseCommand.self, DeidentifyCommand.self, CheckCommand.self,
            FeedCommand.self, ImportCommand.self,
            TemperatureCommand.self, SourceCommand.self, ModelCommand.self, UserCommand.self, BackupCommand.self,
            RestoreCommand.self, LibraryCommand.self, MediaCommand.self, VerifyCommand.self, DoctorCommand.self,
            SettingsCommand.self,
        ])

    static func main() async {
        // A reader that goes away (`resonance feed … | head`) is told by EPIPE, not by a signal that kills us.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            exit(with: error)
        }
    }

    private static func exit(with error: any Error) -> Never {
        switch error {
        case let failure as Failure:
            Terminal.complain(failure.cause)
            Foundation.exit(2)
        case let code as ExitCode:
            Foundation.exit(code.rawValue)
        default:
            if exitCode(for: error) == .success {
                print(fullMessage(for: error))
                Foundation.exit(0)
            }
            Terminal.complain(oneLine(message(for: error)) + "; see resonance --help")
            Foundation.exit(2)
        }
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
    }
}

/// Which build this is.
enum Version {
    static let text = "0.1.0"
}
