/// What follows the host of an address: a port, a path, a query.
///
/// Each step looks at a character once, or twice where a parenthesis is never closed: the time is that of the length.
struct XURLTail {
    let text: [Unicode.Scalar]
    let dialect: URLDialect

    /// Where the address whose host ends at `index` ends.
    func end(from index: Int) -> Int { query(from: path(from: port(from: index))) }

    private func port(from index: Int) -> Int {
        guard index + 1 < text.count, text[index] == ":", Letters.isDigit(text[index + 1]) else { return index }
        var end = index + 1
        while end < text.count, Letters.isDigit(text[end]) { end += 1 }
        return end
    }

    private func path(from index: Int) -> Int {
        guard index < text.count, text[index] == "/" else { return index }
        var (next, end) = (index + 1, index + 1)
        while next < text.count {
            if text[next] == "(" {
                guard let closed = parentheses(from: next) else { break }
                (next, end) = (closed, closed)
            } else {
                guard dialect.isPath(text[next]) else { break }
                next += 1
                if dialect.isPathEnd(text[next - 1]) { end = next }
            }
        }
        return end
    }

    /// `(film)` or `(version_(edited))`: one level within another, as in addresses of encyclopaedias.
    private func parentheses(from index: Int) -> Int? {
        var next = run(from: index + 1)
        guard next < text.count else { return nil }
        if text[next] == ")" { return next > index + 1 ? next + 1 : nil }
        guard text[next] == "(" else { return nil }
        let inner = run(from: next + 1)
        guard inner > next + 1, inner < text.count, text[inner] == ")" else { return nil }
        next = run(from: inner + 1)
        return next < text.count && text[next] == ")" ? next + 1 : nil
    }

    private func run(from index: Int) -> Int {
        var end = index
        while end < text.count, dialect.isPath(text[end]) { end += 1 }
        return end
    }

    private func query(from index: Int) -> Int {
        guard index < text.count, text[index] == "?" else { return index }
        return Self.query(text, from: index, dialect) ?? index
    }

    /// Where the query that begins with the question mark at `index` ends.
    static func query(_ text: [Unicode.Scalar], from index: Int, _ dialect: URLDialect) -> Int? {
        var (next, end) = (index + 1, index)
        while next < text.count, dialect.isQuery(text[next]) {
            next += 1
            if dialect.isQueryEnd(text[next - 1]) { end = next }
        }
        return end > index ? end : nil
    }
}
