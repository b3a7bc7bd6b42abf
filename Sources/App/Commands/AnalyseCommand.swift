import ArgumentParser
import Foundation
import Kernel
import Opinion
import Privacy

/// What a text says, whom it praises or blames, and how soon it must be read.
struct AnalyseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyse",
        abstract: "Judge texts: JSON Lines {\"id\",\"text\"} in, one judgement a line out.",
        discussion: """
            A text is judged by its language, polarity, themes and urgency, with the passages that say why under \
            "reasons" (--why). "identifiers" are what names or points at a patient or relative, and the weak clues when \
            they single somebody out together ("singling_out" of 0.5 and above).
            """)

    @Argument(help: "JSON Lines file; standard input when missing.")
    var file: String?

    @Flag(help: "Add the passages that weighed most, in Unicode scalars.")
    var why = false

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        let model = try EmbeddedModel.load(encoder: try InstalledEncoder.load(try await installation.load()))
        let analyst = Analyst(model: model, privacy: try PrivacyReader(), why: why)
        var reader = try LineReader(path: file)
        var writer = LineWriter()
        var number = 0
        var waiting: [Input] = []
        // A line that cannot be read ends the command once those before it are answered.
        var fault: (any Error)?
        let most = Analyst.together * ProcessInfo.processInfo.activeProcessorCount
        while fault == nil, let line = try reader.next() {
            number += 1
            if line.allSatisfy({ $0 <= 32 }) { continue }
            do { waiting.append(try Self.input(line, number)) } catch { fault = error }
            if waiting.count == most {
                for answer in try await analyst.answers(waiting) { try writer.write(answer) }
                waiting = []
            }
        }
        for answer in try await analyst.answers(waiting) { try writer.write(answer) }
        try writer.flush()
        if let fault { throw fault }
    }

    /// Reads many texts on every processor.
    private struct Analyst: Sendable {
        /// Texts whose meanings are looked at together.
        static let together = 48

        let model: OpinionModel
        let privacy: PrivacyReader
        let why: Bool

        /// One line a text, in their order.
        func answers(_ given: [Input]) async throws -> [Data] {
            try await withThrowingTaskGroup(of: (Int, [Data]).self) { group in
                for start in stride(from: 0, to: given.count, by: Self.together) {
                    let part = Array(given[start..<min(start + Self.together, given.count)])
                    group.addTask { (start, try lines(part)) }
                }
                var parts: [Int: [Data]] = [:]
                for try await (start, lines) in group { parts[start] = lines }
                return parts.sorted { $0.key < $1.key }.flatMap(\.value)
            }
        }

        private func lines(_ given: [Input]) throws -> [Data] {
            try zip(given, model.judge(given.map(\.text), explaining: why)).map { input, judgement in
                try JSONLine.bytes(Answer(id: input.id, judgement, privacy.read(input.text), why: why))
            }
        }
    }

    private struct Input: Decodable, Sendable {
        let id: JSONScalar
        let text: String
    }

    private static func input(_ line: [UInt8], _ number: Int) throws -> Input {
        do {
            return try JSONDecoder().decode(Input.self, from: Data(line))
        } catch {
            throw Failure(.unusable, "line \(number): expected {\"id\": …, \"text\": \"…\"}")
        }
    }

    /// One line of output. Figures are rounded to four decimals.
    private struct Answer: Encodable {
        struct ThemeLine: Encodable {
            let theme: Theme
            let score: Double
            /// Praised, blamed, or neither plainly.
            let polarity: Polarity?
        }

        let id: JSONScalar
        let language: String?
        let polarity: Polarity
        let score: Double
        let confidence: Double
        let unsure: Bool
        let themes: [ThemeLine]
        let urgency: Urgency
        let reasons: [Reason]?
        let identifiers: [IdentifierLine]
        let singlingOut: Double

        init(id: JSONScalar, _ judgement: Judgement, _ privacy: PrivacyReading, why: Bool) {
            self.id = id
            language = judgement.language
            polarity = judgement.polarity
            score = judgement.score.rounded4
            confidence = judgement.confidence.rounded4
            unsure = judgement.unsure
            themes = judgement.themes.map {
                ThemeLine(theme: $0.theme, score: $0.score.rounded4, polarity: $0.polarity)
            }
            urgency = judgement.urgency
            reasons = why ? judgement.reasons : nil
            singlingOut = privacy.singlingOut.rounded4
            let weak = privacy.singlingOut >= 0.5 ? privacy.weak : []
            identifiers = (privacy.clues + weak).sorted { $0.range.lowerBound < $1.range.lowerBound }
                .map { IdentifierLine($0, why: why) }
        }

        private enum Key: String, CodingKey {
            case id, language, polarity, score, confidence, unsure, themes, urgency, reasons, identifiers
            case singlingOut = "singling_out"
        }

        func encode(to encoder: any Encoder) throws {
            var line = encoder.container(keyedBy: Key.self)
            try line.encode(id, forKey: .id)
            try line.encode(language, forKey: .language)
            try line.encode(polarity, forKey: .polarity)
            try line.encode(score, forKey: .score)
            try line.encode(confidence, forKey: .confidence)
            try line.encode(unsure, forKey: .unsure)
            try line.encode(themes, forKey: .themes)
            try line.encode(urgency, forKey: .urgency)
            try line.encode(identifiers, forKey: .identifiers)
            try line.encode(singlingOut, forKey: .singlingOut)
            try line.encodeIfPresent(reasons, forKey: .reasons)
        }
    }
}

extension Double {
    var rounded4: Double { (self * 10_000).rounded() / 10_000 }
}

/// An identifier as it was given: text or number, given back unchanged.
enum JSONScalar: Codable, Sendable {
    case text(String)
    case whole(Int64)
    case real(Double)

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let whole = try? value.decode(Int64.self) {
            self = .whole(whole)
        } else {
            self = .real(try value.decode(Double.self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .text(let text): try value.encode(text)
        case .whole(let whole): try value.encode(whole)
        case .real(let real): try value.encode(real)
        }
    }
}
