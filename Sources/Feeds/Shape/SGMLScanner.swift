/// What an SGML scanner meets.
protocol SGMLEvents: AnyObject {
    func startTag(_ name: String, _ attributes: [(String, String)])
    func endTag(_ name: String)
    func data(_ bytes: ArraySlice<UInt8>)
    func comment(_ bytes: ArraySlice<UInt8>)
    func instruction(_ bytes: ArraySlice<UInt8>)
    func doctype(_ bytes: ArraySlice<UInt8>)
    func characterReference(_ name: String)
    func entityReference(_ name: String)
    /// Where an unfinished comment ends; nil leaves the rest as text.
    func endOfBrokenComment(_ bytes: [UInt8], from index: Int) -> Int?
}

/// Tags, text and references in the manner of the SGML scanner that the universal feed parser rests on: no tree, nothing
/// implied, nothing reordered. Its quirks decide what the sanitised text looks like, so they are kept.
struct SGMLScanner {
    private let text: [UInt8]
    private let isXHTML: Bool
    private unowned let events: any SGMLEvents
    private var lastTag = "???"

    init(_ text: [UInt8], isXHTML: Bool, events: any SGMLEvents) {
        self.text = text
        self.isXHTML = isXHTML
        self.events = events
    }

    mutating func run() {
        var index = 0
        while index < text.count {
            let stop = text[index...].firstIndex { $0 == 0x26 || $0 == 0x3C } ?? text.count
            if stop > index { events.data(text[index..<stop]) }
            index = stop
            guard index < text.count else { return }
            let next = text[index] == 0x3C ? markup(index) : reference(index)
            switch next {
            case .at(let place): index = place
            case .broken:
                events.data(text[index...])
                return
            case .none:
                let end = incomplete(index)
                if end == text.count {
                    events.data(text[index...])
                    return
                }
                events.data(text[index..<max(end, index + 1)])
                index = max(end, index + 1)
            }
        }
    }

    private enum Next {
        case at(Int), broken, none
    }

    private func byte(_ index: Int) -> UInt8 { index < text.count ? text[index] : 0 }

    private func has(_ word: StaticString, at index: Int) -> Bool {
        text.withUnsafeBufferPointer { ByteSearch.has(word, in: $0, at: index) }
    }

    private func find(_ word: StaticString, from index: Int) -> Int? {
        text.withUnsafeBufferPointer { ByteSearch.find(word, in: $0, from: index) }
    }

    private func run(from index: Int, while condition: (UInt8) -> Bool) -> Int {
        index < text.count ? text[index...].firstIndex { !condition($0) } ?? text.count : text.count
    }

    // MARK: References

    private func reference(_ start: Int) -> Next {
        if byte(start + 1) == 0x23 {
            let isHex = byte(start + 2) | 0x20 == 0x78
            let from = start + (isHex ? 3 : 2)
            let end = run(from: from) { PythonText.isDigit($0) || isHex && (0x61...0x66).contains($0 | 0x20) }
            guard end > from, byte(end) == 0x3B, end < text.count else { return .none }
            events.characterReference(String(decoding: text[(start + 2)..<end], as: UTF8.self))
            return .at(end + 1)
        }
        guard PythonText.isLetter(byte(start + 1)), start + 1 < text.count else { return .none }
        var end = run(from: start + 1) { Self.isNamePart($0) }
        // The name must be followed by something that is neither letter nor digit: it gives back what it took too much.
        while end == text.count || PythonText.isLetter(byte(end)) || PythonText.isDigit(byte(end)) {
            end -= 1
            guard end > start + 1 else { return .none }
            if byte(end) == 0x2D || byte(end) == 0x2E { break }
        }
        events.entityReference(String(decoding: text[(start + 1)..<end], as: UTF8.self))
        return .at(byte(end) == 0x3B ? end + 1 : end)
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        PythonText.isLetter(byte) || PythonText.isDigit(byte) || byte == 0x2D || byte == 0x2E
    }

    /// End of what could have been markup had it been finished.
    private func incomplete(_ start: Int) -> Int {
        let next = byte(start + 1)
        if text[start] == 0x26 {
            if PythonText.isLetter(next) {
                return run(from: start + 1) { PythonText.isLetter($0) || PythonText.isDigit($0) }
            }
            return next == 0x23 && start + 1 < text.count ? run(from: start + 2, while: PythonText.isDigit) : start + 1
        }
        let isOpen: (UInt8) -> Bool = { $0 != 0x3C && $0 != 0x3E }
        if PythonText.isLetter(next) || next == 0x21 { return run(from: start + 2, while: isOpen) }
        guard next == 0x2F else { return start + 1 }
        return PythonText.isLetter(byte(start + 2)) ? run(from: start + 3, while: isOpen) : start + 2
    }

    // MARK: Markup

    private mutating func markup(_ start: Int) -> Next {
        let next = byte(start + 1)
        if PythonText.isLetter(next) || next == 0x3E { return startTag(start) }
        if next == 0x2F { return endTag(start) }
        if has("<!--", at: start) { return comment(start) }
        if next == 0x3F {
            guard let end = find(">", from: start + 2) else { return .broken }
            events.instruction(text[(start + 2)..<end])
            return .at(end + 1)
        }
        return next == 0x21 ? declaration(start) : .none
    }

    private func comment(_ start: Int) -> Next {
        var from = start + 4
        while let dashes = find("--", from: from) {
            let end = run(from: dashes + 2, while: PythonText.isSpace)
            if byte(end) == 0x3E, end < text.count {
                events.comment(text[(start + 4)..<dashes])
                return .at(end + 1)
            }
            from = dashes + 1
        }
        return events.endOfBrokenComment(text, from: start + 4).map { .at($0) } ?? .broken
    }

    private func declaration(_ start: Int) -> Next {
        if byte(start + 2) == 0x3E { return .at(start + 3) }
        if byte(start + 2) == 0x2D || start + 2 >= text.count { return .broken }
        if byte(start + 2) == 0x5B { return markedSection(start) }
        guard PythonText.isLetter(byte(start + 2)) else { return .broken }
        var index = start + 2
        while index < text.count {
            let byte = text[index]
            if byte == 0x3E {
                events.doctype(text[(start + 2)..<index])
                return .at(index + 1)
            }
            if byte == 0x22 || byte == 0x27 {
                guard let close = text[(index + 1)...].firstIndex(of: byte) else { return .broken }
                index = run(from: close + 1, while: PythonText.isSpace)
            } else if PythonText.isLetter(byte) {
                index = run(from: index) { Self.isNamePart($0) || $0 == 0x5F || $0 == 0x3A }
                index = run(from: index, while: PythonText.isSpace)
            } else {
                events.data(Array("&lt;".utf8)[...])
                return .at(start + 1)
            }
        }
        return .broken
    }

    private func markedSection(_ start: Int) -> Next {
        let end = run(from: start + 3) { Self.isNamePart($0) || $0 == 0x5F || $0 == 0x3A }
        let name = String(decoding: text[min(start + 3, text.count)..<end], as: UTF8.self).lowercased()
        guard !name.isEmpty else { return .broken }
        let isMarked = ["temp", "cdata", "ignore", "include", "rcdata"].contains(name)
        guard isMarked || ["if", "else", "endif"].contains(name) else {
            events.data(Array("&lt;".utf8)[...])
            return .at(start + 1)
        }
        guard let close = isMarked ? find("]]>", from: start + 3) : find("]>", from: start + 3) else { return .broken }
        return .at(close + (isMarked ? 3 : 2))
    }

    // MARK: Tags

    /// Where the tag that begins before `index` stops: at the bracket that ends it, quotes respected where they close.
    private func endBracket(_ index: Int) -> Int? {
        var place = index
        while place < text.count {
            let byte = text[place]
            if byte == 0x3C || byte == 0x3E { return place }
            guard byte == 0x22 || byte == 0x27 else {
                place += 1
                continue
            }
            guard let close = text[(place + 1)...].firstIndex(of: byte), follows(close + 1) else { break }
            place = close + 1
        }
        // A stray quote: the first bracket on the line.
        let bracket = index < text.count ? text[index...].firstIndex { $0 == 0x3C || $0 == 0x3E || $0 == 10 } : nil
        return bracket.flatMap { text[$0] == 10 ? nil : $0 }
    }

    /// What may come after a quoted value.
    private func follows(_ index: Int) -> Bool {
        guard index < text.count else { return false }
        let byte = text[index]
        if byte == 0x3E || byte == 0x2F || PythonText.isSpace(byte) { return true }
        let end = run(from: index, while: PythonText.isWord)
        return end > index && self.byte(end) == 0x3D
    }

    private mutating func startTag(_ start: Int) -> Next {
        if PythonText.isLetter(byte(start + 1)) {
            let name = run(from: start + 1) { Self.isNamePart($0) }
            if byte(name) == 0x2F, name < text.count { return shortTag(start, name) }
        }
        guard let end = endBracket(start + 1) else { return .broken }
        var index = end
        if byte(start + 1) != 0x3E {
            index = run(from: start + 1) { Self.isNamePart($0) || $0 == 0x5F || $0 == 0x3A }
            lastTag = String(decoding: text[(start + 1)..<index], as: UTF8.self).lowercased()
        }
        var attributes: [(String, String)] = []
        while index < end, let (attribute, next) = attribute(index) {
            attributes.append(attribute)
            index = next
        }
        events.startTag(lastTag, attributes)
        let after = text[end] == 0x3E ? end + 1 : end
        if isXHTML, after >= 2, text[after - 1] == 0x3E, text[after - 2] == 0x2F { events.endTag(lastTag) }
        return .at(after)
    }

    /// `<b/bold/`
    private func shortTag(_ start: Int, _ slash: Int) -> Next {
        guard let close = text[(slash + 1)...].firstIndex(of: 0x2F) else { return .broken }
        let name = String(decoding: text[(start + 1)..<slash], as: UTF8.self).lowercased()
        events.startTag(name, [])
        events.data(text[(slash + 1)..<close])
        events.endTag(name)
        return .at(close + 1)
    }

    private func attribute(_ start: Int) -> ((String, String), Int)? {
        let from = run(from: start, while: PythonText.isSpace)
        guard from < text.count, PythonText.isLetter(text[from]) || text[from] == 0x5F else { return nil }
        var end = run(from: from) { Self.isNamePart($0) || $0 == 0x5F || $0 == 0x3A }
        let name = String(decoding: text[from..<end], as: UTF8.self).lowercased()
        let original = String(decoding: text[from..<end], as: UTF8.self)
        if byte(end) == 0x24 { end += 1 }
        let equals = run(from: end, while: PythonText.isSpace)
        guard equals < text.count, text[equals] == 0x3D else { return ((name, original), end) }
        let value = run(from: equals + 1, while: PythonText.isSpace)
        if value < text.count, text[value] == 0x22 || text[value] == 0x27,
            let close = text[(value + 1)...].firstIndex(of: text[value])
        {
            return ((name, Self.references(text[(value + 1)..<close])), close + 1)
        }
        let stop = run(from: value) { Self.isBare($0) }
        return ((name, Self.references(text[value..<stop])), stop)
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        PythonText.isLetter(byte) || PythonText.isDigit(byte) || "][-./,:;+*%?!&$()_#=~'\"@".utf8.contains(byte)
    }

    /// References in attributes get the semicolon that they lack when they are numbers.
    private static func references(_ value: ArraySlice<UInt8>) -> String {
        let text = String(decoding: value, as: UTF8.self)
        return text.replacing(/&#([0-9]+);?/) { "&#\($0.1);" }
    }

    private mutating func endTag(_ start: Int) -> Next {
        guard let end = endBracket(start + 1) else { return .broken }
        var name = PythonText.strip(String(decoding: text[min(start + 2, end)..<end], as: UTF8.self)).lowercased()
        if let match = name.prefixMatch(of: /[a-zA-Z][\-_.:a-zA-Z0-9]*/) { name = String(match.output) }
        events.endTag(name)
        return .at(text[end] == 0x3E ? end + 1 : end)
    }
}
