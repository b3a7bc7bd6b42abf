import Foundation
public import Kernel
import Opinion

/// What a person says the judgement should be; nil leaves a part as it is.
public struct Correction: Sendable, Equatable {
    public var polarity: Polarity?
    public var themes: Set<Theme>?
    public var services: Set<Int64>?
    public var urgency: Urgency?

    public init(
        polarity: Polarity? = nil, themes: Set<Theme>? = nil, services: Set<Int64>? = nil, urgency: Urgency? = nil
    ) {
        self.polarity = polarity
        self.themes = themes
        self.services = services
        self.urgency = urgency
    }
}

/// A whole judgement as the columns `correction.before` and `correction.after` keep it, in JSON.
struct JudgementState: Codable, Equatable {
    var polarity: Polarity?
    var score: Double?
    var confidence: Double?
    var unsure: Bool
    var urgency: Urgency
    /// `machine`, `person`, or nil while nobody has judged.
    var judgedBy: String?
    var themes: [ThemeScore]
    var services: [Int64]

    /// This judgement once `correction` is heard. Somebody who speaks for some services only neither adds nor removes
    /// the others.
    func corrected(_ correction: Correction, scope: Scope) -> JudgementState {
        var state = self
        state.judgedBy = "person"
        state.unsure = false
        state.confidence = 1
        if let polarity = correction.polarity {
            state.polarity = polarity
            state.score = polarity == .positive ? 1 : polarity == .negative ? -1 : 0
        }
        if let urgency = correction.urgency { state.urgency = urgency }
        if let wanted = correction.themes {
            let kept = themes.filter { wanted.contains($0.theme) }
            let added = wanted.subtracting(kept.map(\.theme)).sorted { $0.rawValue < $1.rawValue }
            state.themes = added.map { ThemeScore(theme: $0, score: 1) } + kept
        }
        if let wanted = correction.services {
            let mayChange: (Int64) -> Bool = { service in
                switch scope {
                case .everything: true
                case .services(let mine): mine.contains(service)
                case .nothing: false
                }
            }
            state.services = (services.filter { !mayChange($0) } + wanted.filter(mayChange)).sorted()
        }
        return state
    }

    /// Key order is fixed so that equal judgements are equal texts.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    init(json: String) throws {
        do { self = try JSONDecoder().decode(Self.self, from: Data(json.utf8)) } catch {
            throw Failure(.broken, "a kept correction cannot be read")
        }
    }

    init(
        polarity: Polarity?, score: Double?, confidence: Double?, unsure: Bool, urgency: Urgency, judgedBy: String?,
        themes: [ThemeScore], services: [Int64]
    ) {
        self.polarity = polarity
        self.score = score
        self.confidence = confidence
        self.unsure = unsure
        self.urgency = urgency
        self.judgedBy = judgedBy
        self.themes = themes
        self.services = services
    }
}

/// One line of a mention's history.
struct CorrectionRecord {
    let id: Int64
    let person: Int64
    let before: JudgementState
    let after: JudgementState
    /// The correction that this one took back.
    let undoes: Int64?
    let at: Instant
}
