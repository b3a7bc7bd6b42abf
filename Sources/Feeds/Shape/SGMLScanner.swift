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

/// Tags, text and references in the manner of the SGML scanner that the universal feed parser rests on: no tree,
/// nothing
/// implied, nothing reordered. Its quirks decide what the sanitised text looks like, so they are kept.
struct SGMLScanner {
    let text: [UInt8]
    let isXHTML: Bool
    unowned let events: any SGMLEvents
    var lastTag = "???"

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

    enum Next {
        case at(Int), broken, none
    }

    func byte(_ index: Int) -> UInt8 { index < text.count ? text[index] : 0 }

    func has(_ word: StaticString, at index: Int) -> Bool {
        text.withUnsafeBufferPointer { ByteSearch.has(word, in: $0, at: index) }
    }

    func find(_ word: StaticString, from index: Int) -> Int? {
        text.withUnsafeBufferPointer { ByteSearch.find(word, in: $0, from: index) }
    }

    func run(from index: Int, while condition: (UInt8) -> Bool) -> Int {
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

    static func isNamePart(_ byte: UInt8) -> Bool {
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
}
