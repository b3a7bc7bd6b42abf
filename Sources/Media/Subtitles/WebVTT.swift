import Kernel

/// Subtitles of one video in one language (W3C WebVTT, https://www.w3.org/TR/webvtt1/).
///
/// Kept are the cues: notes, styles and regions are left out, and counted in `asides`. Notes may hold what was never
/// meant for the public; styles may fetch something from elsewhere.
public struct WebVTT: Sendable, Equatable {
    /// Bytes of a file that is read.
    public static let mostBytes = 4_000_000
    public static let mostCues = 50_000

    /// A part of the file that is no cue.
    public struct Aside: Sendable, Equatable {
        public enum Kind: String, Sendable {
            case header, note, style, region
            /// Something with an arrow whose times cannot be read.
            case badTimes
            /// Lines that belong to nothing.
            case stray
        }
        public let kind: Kind
        /// Line at which it begins, from 1.
        public let line: Int
    }

    public var cues: [Cue]
    public internal(set) var asides: [Aside]

    public init(_ cues: [Cue]) { (self.cues, asides) = (cues, []) }

    /// Reads a file as a browser does: what is faulty is passed over, and told of in `asides`.
    ///
    /// Throws `.unusable` when it is no WebVTT or holds no cue, `.tooLarge` beyond four megabytes or 50,000 cues.
    public init(reading bytes: [UInt8]) throws {
        guard bytes.count <= Self.mostBytes else { throw Self.tooLarge }
        var reader = VTTReader(TextLines.of(String(decoding: bytes, as: UTF8.self)))
        guard reader.header() else {
            throw Failure(.unusable, "subtitles that do not begin with WEBVTT", words: "media.no_webvtt")
        }
        try reader.body()
        guard !reader.cues.isEmpty else { throw Failure(.unusable, "subtitles without a cue", words: "media.no_cue") }
        (cues, asides) = (reader.cues, reader.asides)
    }

    static var tooLarge: Failure {
        Failure(.tooLarge, "subtitles of too many bytes or cues", words: "media.too_heavy")
    }

    /// The file again: the cues and nothing else, in UTF-8 with one kind of line end.
    public var written: String {
        cues.reduce(into: "WEBVTT\n") { out, cue in
            out += "\n"
            let id = cue.id.split(whereSeparator: \.isNewline).joined(separator: " ")
            if !id.isEmpty, !TextLines.hasArrow(id) { out += id + "\n" }
            out += "\(CueTime.text(cue.start)) --> \(CueTime.text(cue.end))"
            out += cue.settings.map { " " + $0 }.joined() + "\n"
            // An empty line would end the cue, an arrow begin another.
            let lines = TextLines.of(TextLines.withoutArrows(cue.text)).filter { !$0.isEmpty }
            out += lines.map { $0 + "\n" }.joined()
        }
    }

    /// Every cue later, or earlier when negative. Cues that would end before the beginning are left out; one that would
    /// begin before it begins with it.
    public func shifted(milliseconds: Int) -> WebVTT {
        var moved = self
        moved.cues = cues.compactMap { cue in
            var cue = cue
            cue.start = max(0, cue.start.addingClamped(milliseconds))
            cue.end = cue.end.addingClamped(milliseconds)
            return cue.end > 0 ? cue : nil
        }
        return moved
    }

    /// The words alone, for those who would rather read. A paragraph ends with a pause of two seconds or another voice;
    /// a line that is shown twice in a row is written once.
    public var transcript: String {
        var paragraphs: [(voice: String?, lines: [String])] = []
        var last: Cue?
        for cue in cues {
            let lines = cue.plain.split(whereSeparator: \.isNewline).map { $0.trimmed }.filter { !$0.isEmpty }
            let isNew = last.map { cue.start - $0.end > 2_000 } ?? true
            if isNew || (cue.voice != nil && cue.voice != paragraphs.last?.voice) { paragraphs.append((cue.voice, [])) }
            for line in lines where line != paragraphs[paragraphs.count - 1].lines.last {
                paragraphs[paragraphs.count - 1].lines.append(line)
            }
            last = cue
        }
        return paragraphs.filter { !$0.lines.isEmpty }.map { paragraph in
            (paragraph.voice.map { $0 + ": " } ?? "") + paragraph.lines.joined(separator: " ")
        }.joined(separator: "\n\n")
    }
}

extension Int {
    /// The sum, within a thousand hours of the video's beginning.
    func addingClamped(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow
            ? (other > 0 ? CueTime.most : -CueTime.most) : Swift.min(CueTime.most, Swift.max(-CueTime.most, sum))
    }
}

extension StringProtocol {
    var trimmed: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
