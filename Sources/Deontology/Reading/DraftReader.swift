import Encoder

/// What the layers and the rules read of one passage of a draft.
struct PassageReading: Sendable {
    /// What it says, and what it answers: the same words in the same circumstances are read alike.
    let words: PassageWords
    let text: ReadText
    /// Where the passage begins in the draft, in Unicode scalars.
    var offset = 0
    /// Sentences, in scalars of the passage.
    let sentences: [Range<Int>]
    let hits: [CueHit]
    var counts: Wordings.Counts
    var meaning: Meaning?
    var circumstances: Circumstances

    /// The same words elsewhere: at another place of a draft, on another network.
    func said(at offset: Int, in circumstances: Circumstances) -> PassageReading {
        var out = self
        out.offset = offset
        out.circumstances = circumstances
        out.counts.said(in: circumstances.features)
        out.meaning?.circumstances = circumstances
        return out
    }
}

struct PassageWords: Hashable, Sendable {
    let text: Verbatim
    let answered: Verbatim?

    init(text: String, answered: String?) {
        (self.text, self.answered) = (Verbatim(text), answered.map { Verbatim($0) })
    }
}

/// What a score rests on.
struct ScoreKey: Hashable, Sendable {
    let words: PassageWords
    let circumstances: UInt8

    init(_ reading: PassageReading) { (words, circumstances) = (reading.words, reading.circumstances.byte) }
}

/// A draft cut into passages, with the lines that the encoder is to read: what it answers first.
private struct CutDraft {
    let answered: AnsweredText?
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
    }
}

/// Cuts, reads and encodes drafts.
struct DraftReader: Sendable {
    let cues: CueList
    let encoder: Encoder?
    private let cueHashes: [UInt64]
    /// Vectors of the lines that were read last: some 2 kB each.
    private let vectors = Recent<Verbatim, [Float]>(limit: 512)
    /// The passages that were read last, some 50 kB each: whoever types changes one of them, and seven networks say the
    /// same.
    private let readings = Recent<PassageWords, PassageReading>(limit: 64)

    init(cues: CueList, encoder: Encoder?) {
        self.cues = cues
        self.encoder = encoder
        cueHashes = cues.names.map { Fingerprint.of($0) }
    }

    /// The passages of each draft, and what it answers.
    func read(_ drafts: [Draft]) -> [(passages: [PassageReading], answered: AnsweredText?)] {
        var known: [PassageWords: CutDraft] = [:]
        let cut = drafts.map { draft in
            let words = PassageWords(text: draft.text, answered: draft.inReplyTo)
            let cut = known[words] ?? CutDraft(draft, cues)
            known[words] = cut
            return cut
        }
        let width = Meaning.width
        let vectors = vectors(of: cut.flatMap(\.lines))
        var first = 0
        return zip(drafts, cut).map { draft, cut in
            let mine = encoder == nil ? [] : vectors[first * width..<(first + cut.lines.count) * width]
            first += cut.lines.count
            return (passages(of: cut, draft.inReplyTo, Circumstances(draft), mine), cut.answered)
        }
    }

    /// Vectors, one after the other; none without the encoder, which sees all new lines together: that makes it fast.
    private func vectors(of lines: [String]) -> [Float] {
        guard let encoder else { return [] }
        let lines = lines.map { Verbatim($0) }
        var known: [Verbatim: [Float]] = [:]
        for line in Set(lines) { known[line] = vectors[line] }
        let new = Set(lines).filter { known[$0] == nil }.sorted { $0.text < $1.text }
        let made = encoder.vectors(of: new.map(\.text))
        for (index, line) in new.enumerated() {
            let vector = Array(made[index * Meaning.width..<(index + 1) * Meaning.width])
            known[line] = vector
            vectors.keep(vector, for: line)
        }
        return lines.flatMap { known[$0] ?? [] }
    }

    /// - Parameter vectors: those of the draft's lines; empty without the encoder.
    private func passages(
        of draft: CutDraft, _ answering: String?, _ circumstances: Circumstances, _ vectors: ArraySlice<Float>
    ) -> [PassageReading] {
        let width = Meaning.width
        let answered = draft.answered != nil && !vectors.isEmpty ? Array(vectors.prefix(width)) : []
        let own = answered.isEmpty ? vectors : vectors.dropFirst(width)
        return draft.passages.enumerated().map { index, sentences in
            let place = draft.sentences[sentences.lowerBound].lowerBound
            let end = draft.sentences[sentences.upperBound - 1].upperBound
            let words = PassageWords(text: Self.text(draft.scalars[place..<end]), answered: answering)
            let known = readings.value(words) {
                let start = own.startIndex + index * width
                let meaning =
                    vectors.isEmpty
                    ? nil : Meaning(own[start..<start + width], answered: answered, circumstances)
                return read(words, place, draft.sentences[sentences], draft.answered, circumstances, meaning)
            }
            return known.said(at: place, in: circumstances)
        }
    }

    private func read(
        _ words: PassageWords, _ start: Int, _ sentences: ArraySlice<Range<Int>>, _ answered: AnsweredText?,
        _ circumstances: Circumstances, _ meaning: Meaning?
    ) -> PassageReading {
        let text = ReadText(words.text.text)
        let hits = cues.hits(in: text)
        let marks =
            hits.map { cueHashes[$0.cue] } + (answered?.hits ?? []).map { cueHashes[$0.cue] &+ 0x5151 }
        return PassageReading(
            words: words, text: text,
            sentences: sentences.map { $0.lowerBound - start..<$0.upperBound - start }, hits: hits,
            counts: Wordings.Counts(
                text, answered: answered?.text, cues: marks, circumstances: circumstances.features),
            meaning: meaning, circumstances: circumstances)
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
