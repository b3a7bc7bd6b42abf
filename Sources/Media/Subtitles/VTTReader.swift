import Kernel

/// Lines of a text from anywhere.
enum TextLines {
    /// Ends of lines are LF, CR or both; NUL becomes U+FFFD (W3C WebVTT, 6.1). The last line has no end.
    static func of(_ text: String) -> [Substring] {
        var text = text
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        if text.utf8.contains(0) {
            text = String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
        }
        if text.utf8.contains(0x0D) { text = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n") }
        return text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { Substring($0) }
    }

    /// Byte by byte: an accent that is set upon the arrow does not hide it from a parser.
    static func hasArrow(_ text: some StringProtocol) -> Bool {
        var dashes = 0
        for byte in text.utf8 {
            if byte == 0x3E, dashes >= 2 { return true }
            dashes = byte == 0x2D ? dashes + 1 : 0
        }
        return false
    }

    static func withoutArrows(_ text: String) -> String {
        guard hasArrow(text) else { return text }
        var out = String.UnicodeScalarView()
        var dashes = 0
        for scalar in text.unicodeScalars {
            if scalar == ">", dashes >= 2 { out.append(contentsOf: "&gt;".unicodeScalars) } else { out.append(scalar) }
            dashes = scalar == "-" ? dashes + 1 : 0
        }
        return String(out)
    }
}

/// Reads WebVTT block by block, as the specification's parser does (W3C WebVTT, 6.1 and 6.2).
struct VTTReader {
    private let lines: [Substring]
    private var at = 0
    private(set) var cues: [Cue] = []
    private(set) var asides: [WebVTT.Aside] = []

    init(_ lines: [Substring]) { self.lines = lines }

    /// Whether the file begins as it must; passes over what follows up to the first empty line.
    mutating func header() -> Bool {
        guard let first = lines.first, first.hasPrefix("WEBVTT") else { return false }
        let rest = first.dropFirst(6)
        guard rest.isEmpty || rest.first == " " || rest.first == "\t" else { return false }
        at = 1
        if !rest.trimmed.isEmpty { asides.append(.init(kind: .header, line: 1)) }
        if let next = lines.dropFirst().first, !next.isEmpty, !TextLines.hasArrow(next) {
            asides.append(.init(kind: .header, line: 2))
            while at < lines.count, !lines[at].isEmpty, !TextLines.hasArrow(lines[at]) { at += 1 }
        }
        return true
    }

    mutating func body() throws {
        while at < lines.count {
            if lines[at].isEmpty { at += 1 } else { try block() }
        }
    }

    /// One block: up to an empty line, or to an arrow that begins another one.
    private mutating func block() throws {
        let start = at
        var texts: [Substring] = []
        var cue: Cue?
        var hasArrow = false
        while at < lines.count, !lines[at].isEmpty {
            let line = lines[at]
            if TextLines.hasArrow(line) {
                guard !hasArrow, at - start <= 1 else { break }
                hasArrow = true
                cue = Self.timings(line)
                if cue == nil { asides.append(.init(kind: .badTimes, line: at + 1)) }
                cue?.id = texts.first.map(String.init) ?? ""
                texts = []
            } else {
                texts.append(line)
            }
            at += 1
        }
        if var cue {
            guard cues.count < WebVTT.mostCues else { throw WebVTT.tooLarge }
            cue.text = texts.joined(separator: "\n")
            cues.append(cue)
        } else if !hasArrow {
            asides.append(.init(kind: Self.kind(texts.first ?? "", isEarly: cues.isEmpty), line: start + 1))
        }
    }

    private static func kind(_ line: Substring, isEarly: Bool) -> WebVTT.Aside.Kind {
        let name = line.trimmed
        if line == "NOTE" || line.hasPrefix("NOTE ") || line.hasPrefix("NOTE\t") { return .note }
        if isEarly, name == "STYLE" { return .style }
        return isEarly && name == "REGION" ? .region : .stray
    }

    private static func timings(_ line: Substring) -> Cue? {
        var rest = line
        CueTime.space(&rest)
        guard let start = CueTime.take(&rest) else { return nil }
        CueTime.space(&rest)
        guard CueTime.arrow(&rest) else { return nil }
        CueTime.space(&rest)
        guard let end = CueTime.take(&rest) else { return nil }
        let settings = rest.split { $0 == " " || $0 == "\t" || $0 == "\u{0C}" }.prefix(20).map(String.init)
        return Cue(start: start, end: end, settings: settings.filter(isSetting), text: "")
    }

    /// Settings by their grammar (6.3, "WebVTT cue settings"). Regions are left out with what they refer to.
    private static func isSetting(_ text: String) -> Bool {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, parts[1].utf8.count <= 40 else { return false }
        let value = parts[1]
        func isNumber(_ text: Substring) -> Bool {
            let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            return parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { 0x30...0x39 ~= $0 } }
        }
        func isShare(_ text: Substring) -> Bool {
            let number = text.dropLast()
            return text.last == "%" && isNumber(number) && (Double(number) ?? 101) <= 100
        }
        let words = value.split(separator: ",", omittingEmptySubsequences: false)
        switch parts[0] {
        case "vertical": return ["rl", "lr"].contains(value)
        case "align": return ["start", "center", "end", "left", "right"].contains(value)
        case "size": return isShare(value)
        case "position":
            return isShare(words[0])
                && (words.count == 1 || words.count == 2 && ["line-left", "center", "line-right"].contains(words[1]))
        case "line":
            return (isShare(words[0]) || isNumber(words[0].first == "-" ? words[0].dropFirst() : words[0]))
                && (words.count == 1 || words.count == 2 && ["start", "center", "end"].contains(words[1]))
        default: return false
        }
    }
}
