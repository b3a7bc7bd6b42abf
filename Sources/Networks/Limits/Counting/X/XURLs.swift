/// The addresses of a text, as X or Mastodon see them.
struct XURLs {
    private let text: [Unicode.Scalar]
    private let dialect: URLDialect
    private let tail: XURLTail
    private var hosts: XHosts
    private var found: [Range<Int>] = []

    /// Places in Unicode scalars, in the order of the text.
    static func ranges(_ text: [Unicode.Scalar], _ dialect: URLDialect = .x) -> [Range<Int>] {
        guard text.contains(".") else { return [] }
        var scan = XURLs(text: text, dialect: dialect)
        scan.run()
        return scan.found
    }

    private init(text: [Unicode.Scalar], dialect: URLDialect) {
        self.text = text
        self.dialect = dialect
        tail = XURLTail(text: text, dialect: dialect)
        hosts = XHosts(text)
    }

    private mutating func run() {
        var index = 0
        while index < text.count {
            if isBoundary(text[index]), let end = read(from: index + 1) {
                index = end
            } else if index == 0, let end = read(from: 0) {
                index = end
            } else {
                index += 1
            }
        }
    }

    private func isBoundary(_ scalar: Unicode.Scalar) -> Bool {
        !(Letters.isWord(scalar) || XCharacters.isAt(scalar) || XCharacters.isHash(scalar) || scalar == "$"
            || XCharacters.isInvalid(scalar))
    }

    /// Reads an address at `start`, keeps it when it counts, and says where it ends in either case.
    private mutating func read(from start: Int) -> Int? {
        guard start < text.count else { return nil }
        if let host = Letters.webSchemeEnd(text, at: start), let end = hostEnd(from: host, hasScheme: true) {
            return keep(start, host..<end, hasScheme: true)
        }
        guard let end = hostEnd(from: start, hasScheme: follows(start)) else { return nil }
        return keep(start, start..<end, hasScheme: false)
    }

    private func follows(_ start: Int) -> Bool {
        Letters.has("https://", text, at: start - 8) || Letters.has("http://", text, at: start - 7)
    }

    private mutating func hostEnd(from start: Int, hasScheme: Bool) -> Int? {
        if let end = hosts.end(from: start) { return end }
        return hasScheme ? hosts.anyScript(from: start, labels: dialect == .mastodon ? 127 : 1) : nil
    }

    private mutating func keep(_ start: Int, _ host: Range<Int>, hasScheme: Bool) -> Int {
        let end = tail.end(from: host.upperBound)
        if !hasScheme {
            if dialect.needsScheme { return end }
            if start > 0, XCharacters.isAny(of: "-_./", text[start - 1]) { return end }
        }
        guard let shown = shortened(start..<end), hosts.isPossible(host, address: shown, hasScheme: hasScheme) else {
            return end
        }
        found.append(shown)
        return end
    }

    /// X's own short addresses end after their key and their query; a key of over 40 characters is none.
    private func shortened(_ range: Range<Int>) -> Range<Int>? {
        guard dialect == .x, let host = Letters.webSchemeEnd(text, at: range.lowerBound),
            Letters.has("t.co/", text, at: host)
        else { return range }
        var end = host + 5
        while end < range.upperBound, Letters.isWord(text[end]) { end += 1 }
        let key = end - host - 5
        guard key > 0 else { return range }
        guard key <= 40 else { return nil }
        if end < text.count, text[end] == "?" { end = XURLTail.query(text, from: end, dialect) ?? end }
        return range.lowerBound..<min(end, range.upperBound)
    }
}
