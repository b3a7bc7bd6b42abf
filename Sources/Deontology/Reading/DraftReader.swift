import Encoder

/// What the layers and the rules read of one passage of a draft.
struct PassageReading: Sendable {
    let text: ReadText
    /// Where the passage begins in the draft, in Unicode scalars.
    let offset: Int
    /// Sentences, in scalars of the passage.
    let sentences: [Range<Int>]
    let hits: [CueHit]
    let counts: Wordings.Counts
    let meaning: Meaning?
}

/// A draft cut into passages, with the lines that the encoder is to read: what it answers first.
private struct CutDraft {
    let answered: AnsweredText?
    let circumstances: Circumstances
    let scalars: [Unicode.Scalar]
    let sentences: [Range<Int>]
    /// Runs of sentences.
    let passages: [Range<Int>]
    let lines: [String]

    init(_ draft: Draft, _ cues: CueList) {
        let answered = draft.inReplyTo.map { AnsweredText($0, cues) }
        let scalars = Array(draft.text.unicodeScalars)
        let sentences = Sentences.cut(scalars)
        let passages = Sentences.passages(sentences)
        let own = passages.map { passage in
            let (first, last) = (sentences[passage.lowerBound], sentences[passage.upperBound - 1])
            return DraftReader.line(scalars[first.lowerBound..<last.upperBound])
        }
        lines = (answered.map { [$0.line] } ?? []) + own
        (self.answered, self.scalars, self.sentences, self.passages) = (answered, scalars, sentences, passages)
        circumstances = Circumstances(draft)
    }
}

/// Cuts, reads and encodes drafts.
struct DraftReader: Sendable {
    let cues: CueList
    let encoder: Encoder?
    private let cueHashes: [UInt64]
    /// Vectors of the lines that were read last: some 2 kB each.
    private let vectors = Recent<String, [Float]>(limit: 512)

    init(cues: CueList, encoder: Encoder?) {
        self.cues = cues
        self.encoder = encoder
        cueHashes = cues.names.map { Fingerprint.of($0) }
    }

    /// The passages of each draft, and what it answers.
    func read(_ drafts: [Draft]) -> [(passages: [PassageReading], answered: AnsweredText?)] {
        let cut = drafts.map { CutDraft($0, cues) }
        let width = Meaning.width
        let vectors = vectors(of: cut.flatMap(\.lines))
        var first = 0
        return cut.map { draft in
            let mine = encoder == nil ? [] : vectors[first * width..<(first + draft.lines.count) * width]
            first += draft.lines.count
            return (passages(of: draft, mine), draft.answered)
        }
    }

    /// Vectors, one after the other; none without the encoder, which sees all new lines together: that makes it fast.
    private func vectors(of lines: [String]) -> [Float] {
        guard let encoder else { return [] }
        var known: [String: [Float]] = [:]
        for line in Set(lines) { known[line] = vectors[line] }
        let new = Set(lines).filter { known[$0] == nil }.sorted()
        let made = encoder.vectors(of: new)
        for (index, line) in new.enumerated() {
            let vector = Array(made[index * Meaning.width..<(index + 1) * Meaning.width])
            known[line] = vector
            vectors.keep(vector, for: line)
        }
        return lines.flatMap { known[$0] ?? [] }
    }

    /// - Parameter vectors: those of the draft's lines; empty without the encoder.
    private func passages(of draft: CutDraft, _ vectors: ArraySlice<Float>) -> [PassageReading] {
        let width = Meaning.width
        let answered = draft.answered != nil && !vectors.isEmpty ? Array(vectors.prefix(width)) : []
        let own = answered.isEmpty ? vectors : vectors.dropFirst(width)
        return draft.passages.enumerated().map { index, sentences in
            let start = own.startIndex + index * width
            let meaning =
                vectors.isEmpty
                ? nil : Meaning(own[start..<start + width], answered: answered, draft.circumstances)
            return read(draft.scalars, draft.sentences[sentences], draft.answered, draft.circumstances, meaning)
        }
    }

    private func read(
        _ scalars: [Unicode.Scalar], _ sentences: ArraySlice<Range<Int>>, _ answered: AnsweredText?,
        _ circumstances: Circumstances, _ meaning: Meaning?
    ) -> PassageReading {
        let start = sentences.first?.lowerBound ?? 0
        let text = ReadText(Self.text(scalars[start..<(sentences.last?.upperBound ?? start)]))
        let hits = cues.hits(in: text)
        let marks =
            hits.map { cueHashes[$0.cue] } + (answered?.hits ?? []).map { cueHashes[$0.cue] &+ 0x5151 }
        return PassageReading(
            text: text, offset: start,
            sentences: sentences.map { $0.lowerBound - start..<$0.upperBound - start }, hits: hits,
            counts: Wordings.Counts(
                text, answered: answered?.text, cues: marks, circumstances: circumstances.features),
            meaning: meaning)
    }

    static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var out = String.UnicodeScalarView()
        out.append(contentsOf: scalars)
        return String(out)
    }

    /// The text on one line, its spaces single, what cannot be seen left out.
    static func line(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var out = String.UnicodeScalarView()
        var spaced = true
        for scalar in scalars {
            if scalar.properties.isWhitespace || scalar.value < 32 {
                if !spaced { out.append(" ") }
                spaced = true
            } else if scalar.properties.generalCategory != .format || scalar == "\u{200D}" {
                out.append(scalar)
                spaced = false
            }
        }
        return String(out)
    }
}

/// The comment or review that a draft answers, as far as it is read.
struct AnsweredText: Sendable {
    /// Scalars that are read: the beginning of a review says what it is about.
    static let limit = 4_000

    let text: ReadText
    let line: String
    let hits: [CueHit]

    init(_ answered: String, _ cues: CueList) {
        let scalars = Array(answered.unicodeScalars.prefix(Self.limit))
        text = ReadText(DraftReader.text(scalars[...]))
        line = DraftReader.line(scalars[...])
        hits = cues.hits(in: text)
    }
}
