// Tags and their attributes.
extension SGMLScanner {
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

    mutating func startTag(_ start: Int) -> Next {
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

    mutating func endTag(_ start: Int) -> Next {
        guard let end = endBracket(start + 1) else { return .broken }
        var name = PythonText.strip(String(decoding: text[min(start + 2, end)..<end], as: UTF8.self)).lowercased()
        if let match = name.prefixMatch(of: /[a-zA-Z][\-_.:a-zA-Z0-9]*/) { name = String(match.output) }
        events.endTag(name)
        return .at(text[end] == 0x3E ? end + 1 : end)
    }
}
