import ArgumentParser

/// Which installation a command works on. Every setting may be given as `--set key=value`.
struct InstallationOptions: ParsableArguments {
    @Option(help: "Folder of everything that the server keeps (setting data; var by default).")
    var data: String?

    @Option(help: "Settings file, JSON (DATA/resonance.json by default, if it is there).")
    var settings: String?

    @Option(name: .customLong("set"), help: "Any setting: --set mail.host=smtp.chu.example. May be repeated.")
    var set: [String] = []

    func flags(_ more: [String: String?] = [:]) throws -> [String: String] {
        var flags: [String: String] = [:]
        for pair in set {
            guard let mark = pair.firstIndex(of: "=") else {
                throw ValidationError("--set expects key=value; the keys are listed by: resonance settings")
            }
            let key = String(pair[..<mark])
            guard Setting.all.contains(where: { $0.key == key }) else {
                throw ValidationError("no setting is called \(key); they are listed by: resonance settings")
            }
            flags[key] = String(pair[pair.index(after: mark)...])
        }
        if let data { flags["data"] = data }
        for case let (key, value?) in more { flags[key] = value }
        return flags
    }

    func load(_ more: [String: String?] = [:]) async throws -> Settings {
        try await Settings.load(flags: try flags(more), file: settings)
    }
}
