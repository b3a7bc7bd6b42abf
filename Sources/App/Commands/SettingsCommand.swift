import ArgumentParser

/// The settings, what they mean, and how each is called in the environment.
struct SettingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "List every setting, its meaning and its default.")

    func run() async throws {
        for setting in Setting.all {
            print("\(setting.key)  (\(setting.environment))\(setting.secret ? "  secret" : "")")
            print("    \(setting.meaning)" + (setting.standard.map { " Default: \($0)." } ?? ""))
        }
    }
}
