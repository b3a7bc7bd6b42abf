/// Reads a JSON object of which every key is expected: a misspelt one is an error, not silence.
enum StrictKeys {
    struct Key: CodingKey, ExpressibleByStringLiteral {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringLiteral value: String) { stringValue = value }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    static func fields(_ decoder: any Decoder, _ known: [String]) throws -> KeyedDecodingContainer<Key> {
        let fields = try decoder.container(keyedBy: Key.self)
        if let stranger = fields.allKeys.map(\.stringValue).sorted().first(where: { !known.contains($0) }) {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "unknown key \(stranger.prefix(40))"))
        }
        return fields
    }

    /// Where it went wrong and how, on one line.
    static func line(_ error: DecodingError) -> String {
        let context: DecodingError.Context
        var missing = ""
        switch error {
        case .keyNotFound(let key, let found): (context, missing) = (found, "\(key.stringValue) is missing")
        case .typeMismatch(_, let found), .valueNotFound(_, let found), .dataCorrupted(let found): context = found
        @unknown default: return "not of the form expected"
        }
        let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
        let reason = missing.isEmpty ? context.debugDescription : missing
        let line = "\(path): \(reason)".split(whereSeparator: \.isNewline).joined(separator: " ")
        return String(line.prefix(200))
    }
}
