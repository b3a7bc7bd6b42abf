import CGumbo
import CScan

/// HTML5 (by gumbo) to rich text. The tree is walked without recursion.
struct RichTextReader {
    private var builder = RichTextBuilder()
    private let base: String?
    /// What each open element did, to be undone at its end.
    private var undo: [UInt8] = []

    private enum Undo {
        static let nothing: UInt8 = 0, inline: UInt8 = 1, block: UInt8 = 2, quote: UInt8 = 3, list: UInt8 = 4
        static let item: UInt8 = 5, quotation: UInt8 = 6
    }

    /// - Parameter allowingPlain: false leaves everything to gumbo; tests compare the two roads.
    static func read(
        _ html: ArraySlice<UInt8>, base: String?, budget: MarkupBudget, allowingPlain: Bool = true
    ) -> RichText {
        let source = html.prefix(budget.fieldBytes)
        let mended = source.withUnsafeBufferPointer { OddCharacters.mended($0) }
        return (mended?[...] ?? source).withUnsafeBufferPointer { bytes in
            var reader = RichTextReader(base: base)
            guard cs_markup(bytes.baseAddress, 0, bytes.count) < bytes.count else {
                reader.builder.append(bytes)
                return reader.builder.finish()
            }
            if allowingPlain {
                var plain = PlainMarkup(bytes)
                if plain.read(into: &reader) { return reader.builder.finish() }
                reader = RichTextReader(base: base)
            }
            guard let tree = budget.parse(bytes, fragment: GUMBO_TAG_DIV) else { return MarkupStripper.strip(bytes) }
            defer { bounded_html_free(tree) }
            if let root = bounded_html_root(tree) { reader.walk(root) }
            return reader.builder.finish()
        }
    }

    /// The chosen parts of a page.
    static func read(_ page: HTMLPage, base: String?, selection: Selection) -> RichText {
        var reader = RichTextReader(base: base)
        var selection = selection
        var walker = GumboWalker(page.root)
        while let step = walker.next() {
            switch step {
            case .text(let text): if selection.isInside { text.withBytes { reader.builder.append($0) } }
            case .enter(let element, let tag):
                guard !MarkupTags.isDropped(tag, element), tag != GUMBO_TAG_NAV else {
                    walker.skip()
                    continue
                }
                let wasInside = selection.isInside
                selection.enter(element)
                if selection.isInside, !wasInside { reader.builder.endBlock() }
                reader.undo.append(selection.isInside ? reader.enter(element, tag) : Undo.nothing)
            case .leave:
                reader.leaveLast()
                selection.leave()
                if !selection.isInside { reader.builder.endBlock() }
            }
        }
        return reader.builder.finish()
    }

    private init(base: String?) { self.base = base }

    private mutating func walk(_ root: UnsafePointer<GumboNode>) {
        var walker = GumboWalker(root)
        while let step = walker.next() {
            switch step {
            case .text(let text): text.withBytes { builder.append($0) }
            case .enter(let element, let tag):
                guard !MarkupTags.isDropped(tag, element) else {
                    walker.skip()
                    continue
                }
                undo.append(enter(element, tag))
            case .leave: leaveLast()
            }
        }
    }

    mutating func words(_ bytes: UnsafeBufferPointer<UInt8>) { builder.append(bytes) }

    mutating func leaveLast() { leave(undo.popLast() ?? Undo.nothing) }

    mutating func enter(_ tag: GumboTag, href: String?, alternative: String?) {
        undo.append(action(tag, href: href, alternative: alternative))
    }

    private mutating func enter(_ element: UnsafePointer<GumboElement>, _ tag: GumboTag) -> UInt8 {
        let href = tag == GUMBO_TAG_A ? MarkupTags.attribute("href", of: element) : nil
        let alternative = tag == GUMBO_TAG_IMG ? MarkupTags.attribute("alt", of: element) : nil
        return action(tag, href: href, alternative: alternative)
    }

    private mutating func action(_ tag: GumboTag, href: String?, alternative: String?) -> UInt8 {
        switch tag {
        case GUMBO_TAG_BR: builder.lineBreak()
        case GUMBO_TAG_IMG: say(alternative)
        case GUMBO_TAG_A:
            guard let href, let url = WebAddress.safe(href, base: base) else { return Undo.nothing }
            return builder.begin(inline: .link(url)) ? Undo.inline : Undo.nothing
        case GUMBO_TAG_Q:
            say("«\u{A0}")
            return Undo.quotation
        case GUMBO_TAG_BLOCKQUOTE: return builder.open(container: .quote) ? Undo.quote : Undo.block
        case GUMBO_TAG_UL, GUMBO_TAG_MENU, GUMBO_TAG_DIR:
            return builder.open(container: .list(ordered: false)) ? Undo.list : Undo.block
        case GUMBO_TAG_OL: return builder.open(container: .list(ordered: true)) ? Undo.list : Undo.block
        case GUMBO_TAG_LI: return builder.open(container: .item) ? Undo.item : Undo.block
        case GUMBO_TAG_TD, GUMBO_TAG_TH: say(" ")
        default: return inlineOrBlock(tag)
        }
        return Undo.nothing
    }

    private mutating func inlineOrBlock(_ tag: GumboTag) -> UInt8 {
        if let mark = MarkupTags.inline(tag) { return builder.begin(inline: mark) ? Undo.inline : Undo.nothing }
        guard let block = MarkupTags.block(tag) else { return Undo.nothing }
        builder.begin(block: block)
        return Undo.block
    }

    private mutating func leave(_ action: UInt8) {
        switch action {
        case Undo.inline: builder.endInline()
        case Undo.block: builder.endBlock()
        case Undo.quote: builder.close(container: .quote)
        case Undo.list: builder.close(container: .list(ordered: false))
        case Undo.item: builder.close(container: .item)
        case Undo.quotation: say("\u{A0}»")
        default: break
        }
    }

    private mutating func say(_ text: String?) {
        guard var text else { return }
        text.withUTF8 { builder.append($0) }
    }
}

extension RichText {
    /// Whether both roads, where the quick one is taken at all, give the same text. For tests and fuzzers.
    @_spi(Fuzzing) public static func roadsAgree(_ html: String, limits: FeedLimits = .standard) -> Bool {
        let quick = MarkupBudget(limits), full = MarkupBudget(limits)
        let bytes = Array(html.utf8)[...]
        let one = RichTextReader.read(bytes, base: nil, budget: quick)
        return one == RichTextReader.read(bytes, base: nil, budget: full, allowingPlain: false)
    }
}
