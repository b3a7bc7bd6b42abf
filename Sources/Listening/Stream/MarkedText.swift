import Kernel
import Opinion
import Web

/// A mention's text as the page shows it: plain text, with the passages that weighed in the judgement marked, and a long
/// text folded after its beginning.
///
/// Reasons count Unicode scalars over title, line end, text, which is what the model read.
struct MarkedText {
    /// Longer texts are folded, once `beginning` scalars have been shown.
    static let short = 460
    static let beginning = 340

    private let scalars: [Unicode.Scalar]
    private let textStart: Int
    private let reasons: [Reason]
    private let word: (String) -> String

    /// French is shown with the no-break spaces that its writer did not type.
    ///
    /// `word` says a reason's label (`negative`, `theme:waiting`) in the reader's language.
    init(
        title: String?, text: String, language: String? = nil, reasons: [Reason], word: @escaping (String) -> String
    ) {
        let opening = title.map { $0 + "\n" } ?? ""
        var scalars = Array((opening + text).unicodeScalars)
        if language == "fr" { FrenchSpacing.bind(&scalars) }
        self.scalars = scalars
        textStart = opening.unicodeScalars.count
        self.reasons = reasons.filter {
            $0.start >= 0 && $0.start < $0.end && $0.end <= opening.unicodeScalars.count + text.unicodeScalars.count
        }
        self.word = word
    }

    var title: SafeHTML? { textStart == 0 ? nil : html(0..<textStart - 1) }
    var whole: SafeHTML { html(textStart..<scalars.count) }
    var isLong: Bool { scalars.count - textStart > Self.short }
    /// The beginning, cut between two words.
    var head: SafeHTML { html(textStart..<cut) }
    var rest: SafeHTML { html(cut..<scalars.count) }

    private var cut: Int {
        guard isLong else { return scalars.count }
        let limit = textStart + Self.beginning
        let space = (textStart + Self.beginning / 2..<limit).last { scalars[$0].properties.isWhitespace }
        return space.map { $0 + 1 } ?? limit
    }

    private func html(_ range: Range<Int>) -> SafeHTML {
        var edges: Set<Int> = [range.lowerBound, range.upperBound]
        for reason in reasons {
            for edge in [reason.start, reason.end] where range.contains(edge) { edges.insert(edge) }
        }
        let sorted = edges.sorted()
        var markup = ""
        for (start, end) in zip(sorted, sorted.dropFirst()) where start < end {
            let escaped = SafeHTML.escape(plain(start..<end))
            let labels = labels(at: start)
            markup += labels.isEmpty ? escaped : mark(escaped, labels)
        }
        return SafeHTML(trusted: markup)
    }

    private func plain(_ range: Range<Int>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count + range.count / 8)
        for scalar in scalars[range] {
            // Nearly all of a text is ASCII.
            if scalar.isASCII { bytes.append(UInt8(truncatingIfNeeded: scalar.value)) } else { bytes += scalar.utf8 }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func labels(at position: Int) -> [String] {
        var seen: Set<String> = []
        return reasons.filter { $0.start <= position && position < $0.end }.map(\.label).filter {
            seen.insert($0).inserted
        }
    }

    private func mark(_ escaped: String, _ labels: [String]) -> String {
        let words = SafeHTML.escape(labels.map(word).joined(separator: ", "))
        let tone = labels.lazy.map(Self.tone).max { $0.rank < $1.rank } ?? Tone.theme
        return """
            <mark class="why \(tone.rawValue)" title="\(words)">\(escaped)<span class="hidden-visually"> (\(words)) </span></mark>
            """
    }

    private enum Tone: String {
        case theme, good, quiet, bad, alarm
        var rank: Int {
            switch self {
            case .theme: 0
            case .quiet: 1
            case .good: 2
            case .bad: 3
            case .alarm: 4
            }
        }
    }

    private static func tone(_ label: String) -> Tone {
        switch label {
        case "positive": .good
        case "negative": .bad
        case "distress", "high": .alarm
        case _ where label.hasPrefix("theme:"): .theme
        default: .quiet
        }
    }
}

extension Mention {
    /// What weighed, less what a person's judgement contradicts: no praise is marked in what was corrected to blame.
    var standingReasons: [Reason] {
        guard let verdict, verdict.byPerson else { return verdict?.reasons ?? [] }
        let own = Set(themes.map { "theme:\($0.theme.rawValue)" })
        return verdict.reasons.filter { reason in
            if reason.label.hasPrefix("theme:") { return own.contains(reason.label) }
            guard let polarity = Polarity(rawValue: reason.label) else { return true }
            return polarity == verdict.polarity || verdict.polarity == .mixed
        }
    }
}
