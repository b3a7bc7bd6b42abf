/// Something about subtitles that a person should look at.
public struct SubtitleRemark: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// It begins before the one before it: players may pass over it.
        case order
        /// It ends when it begins, or earlier: it is never seen.
        case time
        /// It holds no word.
        case empty
        /// It is on the screen together with the one before it.
        case overlap
        /// It has to be read faster than 20 characters a second.
        case speed
        /// A line of more than 42 characters.
        case line
        /// More than two lines.
        case lines

        /// A fault must be put right; everything else is advice.
        public var isFault: Bool { self == .order || self == .time }
        /// Key of the sentence for people.
        public var words: String { "media.subtitle_" + rawValue }
    }

    public let kind: Kind
    /// Index of the cue, from 0.
    public let cue: Int
    /// Characters a second, characters of the longest line, or number of lines; 0 where nothing is measured.
    public let measure: Double
}

extension WebVTT {
    /// Characters a second that most people can still read (Netflix, English Timed Text Style Guide).
    public static let fastest = 20.0
    /// Characters of a line (the same guide).
    public static let longestLine = 42
    public static let mostLines = 2

    /// What should be looked at, cue after cue.
    public var remarks: [SubtitleRemark] {
        var found: [SubtitleRemark] = []
        // Of all cues before: a long one overlaps more than its neighbour.
        var latest = Int.min
        for (index, cue) in cues.enumerated() {
            func remark(_ kind: SubtitleRemark.Kind, _ measure: Double = 0) {
                found.append(SubtitleRemark(kind: kind, cue: index, measure: measure))
            }
            if index > 0, cue.start < cues[index - 1].start {
                remark(.order)
            } else if cue.start < latest {
                remark(.overlap)
            }
            latest = max(latest, cue.end)
            if cue.end <= cue.start { remark(.time) }
            let lines = cue.plain.split(whereSeparator: \.isNewline).map(\.trimmed).filter { !$0.isEmpty }
            if lines.isEmpty { remark(.empty) }
            let seconds = Double(cue.end - cue.start) / 1_000
            let speed = Double(lines.reduce(0) { $0 + $1.count }) / max(seconds, 0.001)
            if seconds > 0, speed > Self.fastest { remark(.speed, speed) }
            if let longest = lines.map(\.count).max(), longest > Self.longestLine { remark(.line, Double(longest)) }
            if lines.count > Self.mostLines { remark(.lines, Double(lines.count)) }
        }
        return found
    }
}
