import Deontology
import Kernel
import Privacy
import Web

/// Something in a text for the public that somebody has to see before it goes out.
enum PublicFinding: Sendable, Equatable {
    /// A rule of law or of medical ethics.
    case rule(Finding)
    /// What tells who somebody is.
    case identity(String)
    /// Weak clues that point at one person together.
    case together([String])

    /// Whether it may not be published so.
    var stops: Bool {
        switch self {
        case .rule(let finding): finding.severity == .block
        case .identity, .together: true
        }
    }

    var excerpt: String {
        switch self {
        case .rule(let finding): finding.excerpt
        case .identity(let text): text
        case .together(let texts): texts.joined(separator: ", ")
        }
    }

    func message(_ context: some Viewing) -> String {
        switch self {
        case .rule(let finding): finding.message.in(context.tongue)
        case .identity: context.word("improvement.finding_identity")
        case .together: context.word("improvement.finding_together")
        }
    }

    func advice(_ context: some Viewing) -> String {
        switch self {
        case .rule(let finding): finding.advice.in(context.tongue)
        case .identity, .together: context.word("improvement.finding_advice")
        }
    }

    func source(_ context: some Viewing) -> String {
        switch self {
        case .rule(let finding): finding.article
        case .identity, .together: context.word("improvement.finding_source")
        }
    }
}

/// Reads what the public will read: what identifies anybody stops it, and so does what the rules block.
enum PublicText {
    static let limit = 1_000

    /// - Throws: `.unusable` when one of them says nothing, or too much.
    static func checked(_ text: String) throws -> String {
        let text = text.bounded(limit + 1)
        guard (10...limit).contains(text.unicodeScalars.count) else {
            throw Failure(
                .unusable, "a text for the public has 10 to 1000 signs", words: "improvement.public_too_short")
        }
        return text
    }

    static func findings(_ texts: [String], checker: Checker, privacy: PrivacyReader) -> [PublicFinding] {
        texts.flatMap { text in
            let reading = privacy.read(text)
            let rules = checker.findings(Draft(text, kind: .post, author: .hospital)).map(PublicFinding.rule)
            let identities = reading.clues.map { PublicFinding.identity($0.text) }
            let together =
                reading.singlingOut >= 0.5 && reading.clues.isEmpty
                ? [PublicFinding.together(reading.weak.map(\.text))] : []
            return identities + together + rules
        }
    }
}
