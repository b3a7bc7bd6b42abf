/// Turns a stream of "this begins, this is said, this ends" into balanced pieces, whatever the order it comes in: text
/// always stands in a block, items in a list, inline marks inside one block only.
struct RichTextBuilder {
    private static let deepest = 16

    private var pieces: [RichText.Piece] = []
    private var containers: [RichText.Mark] = []
    /// Inline marks that the source has open, and how many of them the current block has opened.
    private var inline: [RichText.Mark] = []
    private var openedInline = 0
    private var block: RichText.Mark?
    /// The kind that the next block of text will have.
    private var pending: RichText.Mark = .paragraph
    private var text: [UInt8] = []

    // MARK: Blocks

    /// Ends the current block of text; the next text begins one of this kind.
    mutating func begin(block kind: RichText.Mark) {
        endBlock()
        pending = kind
    }

    mutating func endBlock() {
        pending = .paragraph
        guard block != nil else { return }
        flush(trimming: true)
        trimEnd()
        for _ in 0..<openedInline { closePiece() }
        openedInline = 0
        // A mark that held nothing has gone: what stood before it ends the block now.
        trimEnd()
        closePiece()
        block = nil
    }

    /// Takes line breaks and blanks from the end of a block.
    private mutating func trimEnd() {
        let blank: UInt8 = block == .preformatted ? 10 : 0x20
        while let last = pieces.last {
            switch last {
            case .lineBreak: pieces.removeLast()
            case .text(let text) where text.utf8.last == blank:
                pieces.removeLast()
                let kept = text.utf8.reversed().drop { $0 == blank }.reversed()
                if !kept.isEmpty { pieces.append(.text(String(decoding: kept, as: UTF8.self))) }
            default: return
            }
        }
    }

    /// Opens a quote, list or item. Returns whether it was opened: deeper ones than we show are flattened.
    mutating func open(container: RichText.Mark) -> Bool {
        endBlock()
        // Room for the item that a list needs, so that what is shown is never deeper than what is read.
        let implied = container == .item ? (isInList ? 0 : 1) : (isInList ? 1 : 0) + (container == .quote ? 0 : 1)
        guard containers.count + implied < Self.deepest else { return false }
        if container == .item { if !isInList { push(.list(ordered: false)) } } else { settle() }
        push(container)
        return true
    }

    /// Closes the innermost container of this kind and all that is open inside it.
    mutating func close(container: RichText.Mark) {
        endBlock()
        guard let index = containers.lastIndex(where: { Self.isSame($0, container) }) else { return }
        while containers.count > index {
            containers.removeLast()
            closePiece()
        }
    }

    private static func isSame(_ left: RichText.Mark, _ right: RichText.Mark) -> Bool {
        if case .list = left, case .list = right { return true }
        return left == right
    }

    private var isInList: Bool {
        if case .list? = containers.last { return true }
        return false
    }

    private mutating func push(_ mark: RichText.Mark) {
        containers.append(mark)
        pieces.append(.open(mark))
    }

    /// Nothing but items stands in a list.
    private mutating func settle() {
        if isInList { push(.item) }
    }

    /// Closes a mark, or forgets it when nothing came inside it.
    private mutating func closePiece() {
        if case .open? = pieces.last { pieces.removeLast() } else { pieces.append(.close) }
    }

    // MARK: Inline

    mutating func begin(inline mark: RichText.Mark) -> Bool {
        guard inline.count < Self.deepest, !inline.contains(mark) else { return false }
        if case .link = mark, inline.contains(where: { if case .link = $0 { true } else { false } }) { return false }
        inline.append(mark)
        return true
    }

    /// Ends the inline mark that was begun last.
    mutating func endInline() {
        guard !inline.isEmpty else { return }
        if block != nil, openedInline == inline.count {
            flush(trimming: false)
            closePiece()
            openedInline -= 1
        }
        inline.removeLast()
    }

    mutating func lineBreak() {
        guard block != nil else { return }
        if block == .preformatted { return text.append(10) }
        flush(trimming: true)
        pieces.append(.lineBreak)
    }

    /// Text as the source has it, valid UTF-8.
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        if block == nil {
            guard pending == .preformatted || bytes.contains(where: { $0 > 0x20 }) else { return }
            settle()
            block = pending
            pieces.append(.open(pending))
        }
        if openedInline < inline.count {
            guard bytes.contains(where: { $0 > 0x20 }) || block == .preformatted else { return blank() }
            flush(trimming: false)
            for mark in inline[openedInline...] { pieces.append(.open(mark)) }
            openedInline = inline.count
        }
        if block == .preformatted { return TextCleaner.append(bytes, to: &text, collapse: false) }
        if let first = bytes.first, first <= 0x20 { blank() }
        let mark = text.count
        TextCleaner.append(bytes, to: &text, collapse: true)
        if mark == 0, text.first == 0x20 { text.removeFirst() }
    }

    /// One space, unless the text so far ends in one or has not begun.
    private mutating func blank() {
        if let last = text.last {
            if last != 0x20 { text.append(0x20) }
        } else if endsInWord {
            text.append(0x20)
        }
    }

    private var endsInWord: Bool {
        for piece in pieces.reversed() {
            switch piece {
            case .close: continue
            case .text(let text): return text.utf8.last != 0x20
            case .open(let mark): if mark == block { return false }
            case .lineBreak: return false
            }
        }
        return false
    }

    private mutating func flush(trimming: Bool) {
        if trimming, block != .preformatted { while text.last == 0x20 { text.removeLast() } }
        if trimming, block == .preformatted { while text.last == 10 { text.removeLast() } }
        if !text.isEmpty { pieces.append(.text(String(decoding: text, as: UTF8.self))) }
        text.removeAll(keepingCapacity: true)
    }

    // MARK: Ends

    /// Text without markup.
    mutating func plain(_ source: String) {
        for (index, line) in source.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var line = String(line)
            if line.allSatisfy(\.isWhitespace) {
                endBlock()
            } else {
                if index > 0 { lineBreak() }
                line.withUTF8 { append($0) }
            }
        }
    }

    mutating func finish() -> RichText {
        endBlock()
        while containers.popLast() != nil { closePiece() }
        return RichText(pieces: pieces)
    }
}
