import ArgumentParser
import Deontology
import Foundation
import Kernel

/// Reads drafts before they leave: professional secrecy, medical ethics, advertising, image.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say what posts and replies violate, where, by which article, and what to do.",
        discussion: """
            JSON Lines in ({"id","text","kind","author","network","in_reply_to","facts"}), JSON Lines out. Text files \
            are one draft each and are answered for people: file:line:column: severity rule. It helps a reader; it is \
            no legal advice. Exit status: 0 nothing to act on, 1 something is blocked or needs a second reader, 2 \
            unusable input.
            """)

    @Argument(help: "Files: .jsonl, or texts; standard input when missing.")
    var files: [String] = []

    @Flag(help: "JSON Lines out, for text files too.")
    var json = false

    @Flag(help: "SARIF 2.1.0 out.")
    var sarif = false

    @Flag(help: "Propose the draft put right, when that can be done without its author.")
    var rewrite = false

    @Option(help: "Print a rule and leave.")
    var explain: String?

    @Option(help: "What a text file is: post or reply.", transform: Self.choice)
    var kind: DraftKind = .post

    @Option(
        help: "Who speaks in a text file: hospital, doctor, practice, other_professional.", transform: Self.choice)
    var author: Author = .hospital

    @Option(help: "Network that a text file is meant for.")
    var network: String?

    @Option(help: "Folder of the hospital's own rules (setting rules).")
    var rules: String?

    @Option(help: "Language of the answer: fr or en.")
    var language: String = "fr"

    @OptionGroup var installation: InstallationOptions

    private static func choice<Value: RawRepresentable & CaseIterable>(_ text: String) throws -> Value
    where Value.RawValue == String {
        if let value = Value(rawValue: text) { return value }
        throw ValidationError("expected \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
    }

    func validate() throws {
        guard Tongue(rawValue: language) != nil else { throw ValidationError("--language is fr or en") }
        if json, sarif { throw ValidationError("--json or --sarif, not both") }
    }

    func run() async throws {
        let settings = try await installation.load(["rules": rules])
        let tongue = Tongue(rawValue: language) ?? .french
        if let explain { return try explanation(of: explain, settings, tongue) }
        let checker = try EmbeddedChecker.load(settings)
        var output = CheckOutput(
            format: sarif ? .sarif : json ? .json : nil, checker: checker, tongue: tongue, rewrite: rewrite)
        do {
            for file in files.isEmpty ? ["-"] : files {
                var input = try CheckInput(
                    file, standard: Draft("", kind: kind, author: author, network: network))
                while let some = try input.some() { try output.add(some) }
            }
        } catch {
            // What stands before it is answered all the same.
            try output.finish()
            throw error
        }
        try output.finish()
        if !checker.understands {
            Terminal.complain("no sentence encoder (\(settings.encoder)): wordings alone were judged, which finds less")
        }
        if output.mustAct { throw ExitCode(1) }
    }

    private func explanation(of id: String, _ settings: Settings, _ tongue: Tongue) throws {
        let book = try EmbeddedChecker.rules(own: settings.rules)
        guard let rule = book.rules[id.uppercased()] else {
            throw Failure(
                .unusable, "no rule is called \(id); there are \(book.rules.keys.sorted().joined(separator: " "))")
        }
        print(RulePage(rule, tongue).text)
    }
}

/// One rule, said to a person.
struct RulePage {
    let text: String

    init(_ rule: Rule, _ tongue: Tongue) {
        let words: (found: String, clean: String, binds: String, status: String) =
            tongue == .french
            ? ("Enfreint", "Convient", "Lie", "Texte") : ("Violates", "Complies", "Binds", "Wording")
        let severities = Author.allCases.filter(rule.authors.contains).map { author in
            "\(author.rawValue) (\(rule.severity(for: author).rawValue))"
        }
        var lines = [
            "\(rule.id): \(rule.title.in(tongue))", rule.article, "", rule.reason.in(tongue), rule.advice.in(tongue),
            "",
            "\(words.binds): \(severities.joined(separator: ", "))", "\(words.status): \(rule.status.rawValue)", "",
        ]
        lines += rule.violates.map { "\(words.found): \($0.text)" }
        lines += rule.complies.map { "\(words.clean): \($0.text)" }
        text = lines.joined(separator: "\n")
    }
}
