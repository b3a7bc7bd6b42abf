import Foundation
import Kernel

extension WebVTT {
    /// From SubRip (`.srt`), which has no specification: numbers may be missing, texts may hold empty lines, and the
    /// letters may be those of Windows.
    ///
    /// Throws `.unusable` without a cue, `.tooLarge` beyond four megabytes or 50,000 cues.
    public init(subRip bytes: [UInt8]) throws {
        guard bytes.count <= Self.mostBytes else { throw Self.tooLarge }
        let lines = TextLines.of(SubRip.decode(bytes))
        let times = lines.map(SubRip.times)
        var found: [Cue] = []
        var asides: [Aside] = []
        for (index, time) in times.enumerated() {
            guard let time else {
                if TextLines.hasArrow(lines[index]) { asides.append(.init(kind: .badTimes, line: index + 1)) }
                continue
            }
            guard found.count < Self.mostCues else { throw Self.tooLarge }
            let next = times[(index + 1)...].firstIndex { $0 != nil } ?? lines.count
            var text = lines[(index + 1)..<next].filter { !$0.trimmed.isEmpty && !TextLines.hasArrow($0) }
            // The number of the next cue stands on the line before its times.
            if next < lines.count, let last = text.last, SubRip.isNumber(last), SubRip.isNumber(lines[next - 1]) {
                text.removeLast()
            }
            let id = index > 0 && SubRip.isNumber(lines[index - 1]) ? lines[index - 1].trimmed : ""
            found.append(
                Cue(id: id, start: time.start, end: time.end, text: SubRip.markup(text.joined(separator: "\n"))))
        }
        guard !found.isEmpty else { throw Failure(.unusable, "subtitles without a cue", words: "media.no_cue") }
        (cues, self.asides) = (found, asides)
    }
}

enum SubRip {
    static func isNumber(_ line: Substring) -> Bool {
        let text = line.trimmed
        return !text.isEmpty && text.utf8.count <= 9 && text.utf8.allSatisfy { 0x30...0x39 ~= $0 }
    }

    static func times(_ line: Substring) -> (start: Int, end: Int)? {
        guard TextLines.hasArrow(line) else { return nil }
        var rest = line
        CueTime.space(&rest)
        guard let start = CueTime.takeLoosely(&rest) else { return nil }
        CueTime.space(&rest)
        guard CueTime.arrow(&rest) else { return nil }
        CueTime.space(&rest)
        return CueTime.takeLoosely(&rest).map { (start, $0) }
    }

    /// UTF-8, UTF-16 with its mark, else Windows-1252.
    static func decode(_ bytes: [UInt8]) -> String {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return String(data: Data(bytes), encoding: .utf16) ?? ""
        }
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        return String(data: Data(bytes), encoding: .windowsCP1252) ?? String(data: Data(bytes), encoding: .isoLatin1)
            ?? ""
    }

    /// Bold, italic and underlined stay; colours, fonts and places are left out; every other sign is text.
    static func markup(_ text: String) -> String {
        var out = ""
        var rest = Substring(text)
        while let character = rest.popFirst() {
            if character == "<" || character == "{", let tag = tag(character, &rest) {
                out += tag
            } else {
                out += character == "&" ? "&amp;" : character == "<" ? "&lt;" : String(character)
            }
        }
        return TextLines.withoutArrows(out)
    }

    /// What stands for a tag, which is then taken away; nil when it is none.
    private static func tag(_ opener: Character, _ rest: inout Substring) -> String? {
        let head = rest.prefix(200)
        guard let end = head.firstIndex(of: opener == "<" ? ">" : "}") else { return nil }
        let name = head[..<end].lowercased()
        let isKept = opener == "<" && ["b", "i", "u", "/b", "/i", "/u"].contains(name)
        let isDropped =
            opener == "<"
            ? name.hasPrefix("font ") || name == "font" || name == "/font"
            : name.hasPrefix("\\") || ["b", "i", "u", "/b", "/i", "/u"].contains(name)
        guard isKept || isDropped else { return nil }
        rest = rest[rest.index(after: end)...]
        return isKept ? "<\(name)>" : ""
    }
}
