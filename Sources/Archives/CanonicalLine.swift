public import Kernel

extension Arrival {
    /// One line of the canonical form, without its line end: what `resonance import` reads back as the same arrival.
    public var canonicalLine: String {
        var fields = ["\"id\":\(id.quoted)", "\"network\":\"\(network.rawValue)\"", "\"kind\":\"\(kind.rawValue)\""]
        func add(_ name: String, _ value: String?) { if let value { fields.append("\"\(name)\":\(value)") } }
        add("author", author?.quoted)
        add("title", title?.quoted)
        add("text", text.quoted)
        add("published_at", publishedAt.exact.quoted)
        add("url", url?.quoted)
        add("rating", rating.map { "\($0)" })
        add("parent", parent?.quoted)
        add("reach", reach.map(String.init))
        add("language", language?.quoted)
        return "{" + fields.joined(separator: ",") + "}"
    }
}

extension Instant {
    /// RFC 3339 with the microseconds that `iso8601` leaves out.
    fileprivate var exact: String {
        let part = ((microseconds % 1_000_000) + 1_000_000) % 1_000_000
        let second = Instant(microseconds: microseconds - part).iso8601
        guard part > 0 else { return second }
        return "\(second.dropLast()).\(String(String(1_000_000 + part).dropFirst()))Z"
    }
}

extension String {
    /// A JSON string.
    fileprivate var quoted: String {
        var quoted = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 32:
                quoted += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
