import CScan

/// Rich text as plain text and as our own HTML.
enum RichTextRenderer {
    static func plain(_ pieces: [RichText.Piece]) -> String {
        var out: [UInt8] = []
        var open: [RichText.Mark] = []
        var gap = 0
        for piece in pieces {
            switch piece {
            case .open(let mark):
                if mark == .item { gap = max(gap, 1) }
                if mark == .item || mark == .quote || isBlock(mark) {
                    separate(&out, gap)
                    gap = 0
                }
                if mark == .item { out.append(contentsOf: "• ".utf8) }
                open.append(mark)
            case .close:
                guard let mark = open.popLast() else { continue }
                if isBlock(mark) { gap = open.contains(.item) ? 1 : 2 }
                if case .list = mark { gap = open.isEmpty ? 2 : 1 }
            case .text(let text): out.append(contentsOf: text.utf8)
            case .lineBreak: out.append(10)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func isBlock(_ mark: RichText.Mark) -> Bool {
        switch mark {
        case .paragraph, .heading, .preformatted: true
        default: false
        }
    }

    private static func separate(_ out: inout [UInt8], _ lines: Int) {
        guard !out.isEmpty, lines > 0, !out.suffix(4).elementsEqual(Array("• ".utf8)) else { return }
        out += Array(repeating: 10, count: lines)
    }

    static func html(_ pieces: [RichText.Piece]) -> String {
        var out: [UInt8] = []
        var open: [String] = []
        for piece in pieces {
            switch piece {
            case .open(let mark):
                let name = element(mark)
                out += Array("<\(name)".utf8)
                if case .link(let url) = mark {
                    out += Array(" href=\"".utf8)
                    escape(url, into: &out)
                    out += Array("\" rel=\"nofollow noopener noreferrer ugc\"".utf8)
                }
                out.append(UInt8(ascii: ">"))
                // HTML drops the line end that follows <pre>; one more keeps the text's own.
                if mark == .preformatted { out.append(10) }
                open.append(name)
            case .close: if let name = open.popLast() { out += Array("</\(name)>".utf8) }
            case .text(let text): escape(text, into: &out)
            case .lineBreak: out += Array("<br>".utf8)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func element(_ mark: RichText.Mark) -> String {
        switch mark {
        case .paragraph: "p"
        case .heading(let level): "h\(min(max(level, 1), 6))"
        case .preformatted: "pre"
        case .quote: "blockquote"
        case .list(let ordered): ordered ? "ol" : "ul"
        case .item: "li"
        case .link: "a"
        case .emphasis: "em"
        case .strong: "strong"
        case .code: "code"
        }
    }

    private static func escape(_ text: String, into out: inout [UInt8]) {
        var text = text
        text.withUTF8 { bytes in
            // What needs no care is copied in one go.
            var run = 0
            while run < bytes.count {
                let index = cs_escaped(bytes.baseAddress, run, bytes.count)
                out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[run..<index]))
                if index < bytes.count, let reference = reference(bytes[index]) {
                    out.append(contentsOf: reference.utf8)
                }
                run = index + 1
            }
        }
    }

    private static func reference(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
