import Kernel

/// Our own form: one JSON object a line (docs/import.md). Decoded straight from the bytes, because this is the road that
/// millions of lines take: a few hundred thousand a second on one core.
struct CanonicalExport: Export {
    private static let dates = WrittenDate(order: .dayFirst, zone: nil)

    func cut(_ member: MemberName, head: [UInt8]) -> Cut? { .lines }

    mutating func read(_ piece: Piece, into said: inout [Said]) throws(Refusal) {
        var fields = CanonicalFields()
        try fields.read(piece.bytes)
        said.append(.arrival(try fields.arrival(), own: false))
    }

    /// RFC 3339 first; the other forms that `WrittenDate` knows are welcome.
    static func instant(_ text: String) -> Instant? {
        CivilTime(iso: text.utf8).flatMap { $0.instant(in: nil) } ?? dates.instant(text)
    }
}

/// The fields of one canonical line as they are met.
struct CanonicalFields {
    private var id: String?
    private var network: Network?
    private var kind: MentionKind?
    private var author: String?
    private var title: String?
    private var text: String?
    private var publishedAt: Instant?
    private var url: String?
    private var rating: Double?
    private var parent: String?
    private var reach: Int?
    private var language: String?

    private static let tweets: [String: MentionKind] = [
        "tweet": .post, "quote": .post, "retweet": .post, "reply": .comment,
    ]

    func arrival() throws(Refusal) -> Arrival {
        guard let id else { throw Refusal("id: missing") }
        guard let network else { throw Refusal("network: missing; one of \(Network.names)") }
        guard let publishedAt else { throw Refusal("published_at: missing") }
        guard let text = text ?? (rating == nil ? nil : "") else { throw Refusal("text: missing") }
        return Arrival(
            id: id, network: network, kind: kind ?? .post, author: author, title: title, text: text,
            publishedAt: publishedAt, url: url, rating: rating, parent: parent, reach: reach, language: language)
    }

    mutating func read(_ bytes: UnsafeRawBufferPointer) throws(Refusal) {
        var scanner = JSONScanner(bytes, lenient: false)
        try scanner.expect(UInt8(ascii: "{"))
        if !scanner.take(UInt8(ascii: "}")) {
            repeat {
                try scanner.expect(UInt8(ascii: "\""))
                let (range, escaped) = try scanner.rawString()
                try scanner.expect(UInt8(ascii: ":"))
                if escaped {
                    _ = try scanner.value(depth: 0)
                } else {
                    try readField(UnsafeRawBufferPointer(rebasing: bytes[range]), &scanner)
                }
            } while scanner.take(UInt8(ascii: ","))
            try scanner.expect(UInt8(ascii: "}"))
        }
        try scanner.finish()
    }

    private mutating func readField(_ key: UnsafeRawBufferPointer, _ scanner: inout JSONScanner) throws(Refusal) {
        if key.spells("text") {
            text = try scanner.field("text")
        } else if key.spells("id") {
            id = try scanner.field("id")
        } else if key.spells("published_at") {
            try readDate(&scanner)
        } else if key.spells("author") {
            author = try scanner.field("author")
        } else if key.spells("network") {
            try readNetwork(&scanner)
        } else if key.spells("kind") {
            try readKind(&scanner)
        } else if key.spells("url") {
            url = try scanner.field("url")
        } else if key.spells("parent") {
            parent = try scanner.field("parent")
        } else if key.spells("title") {
            title = try scanner.field("title")
        } else if key.spells("language") {
            language = try scanner.field("language")
        } else if key.spells("rating") {
            guard let written = try scanner.field("rating") else { return }
            guard let value = Double(written) else { throw Refusal("rating: not a number between 1 and 5") }
            rating = value
        } else if key.spells("reach") {
            guard let written = try scanner.field("reach") else { return }
            guard let value = Int(written) else { throw Refusal("reach: not a whole number") }
            reach = value
        } else {
            _ = try scanner.value(depth: 0)
        }
    }

    private mutating func readDate(_ scanner: inout JSONScanner) throws(Refusal) {
        if scanner.next() == UInt8(ascii: "\"") {
            // Nearly every date is RFC 3339: read from the bytes, without making a string.
            var ahead = scanner
            ahead.move(to: ahead.at + 1)
            let (range, _) = try ahead.rawString()
            if let instant = CivilTime(iso: UnsafeRawBufferPointer(rebasing: scanner.bytes[range]))?.instant(in: nil) {
                publishedAt = instant
                scanner = ahead
                return
            }
        }
        guard let written = try scanner.field("published_at") else { return }
        guard let instant = CanonicalExport.instant(written) else {
            throw Refusal("published_at: not a date; expected like 2024-05-17T08:30:00Z")
        }
        publishedAt = instant
    }

    private mutating func readNetwork(_ scanner: inout JSONScanner) throws(Refusal) {
        guard let written = try scanner.field("network") else { return }
        guard let known = Network(rawValue: written) else {
            throw Refusal("network: not one of \(Network.names)")
        }
        network = known
    }

    private mutating func readKind(_ scanner: inout JSONScanner) throws(Refusal) {
        guard let written = try scanner.field("kind") else { return }
        if let known = MentionKind(rawValue: written) {
            kind = known
        } else if let tweet = Self.tweets[written] {
            // Lists of tweets made for research name the kind and no network: there is only one.
            kind = tweet
            network = network ?? .x
        } else {
            throw Refusal("kind: not one of \(MentionKind.names)")
        }
    }
}

extension JSONScanner {
    /// A field's string, or the digits of a number; nil for null.
    fileprivate mutating func field(_ name: StaticString) throws(Refusal) -> String? {
        switch next() {
        case UInt8(ascii: "\""):
            move(to: at + 1)
            do throws(Refusal) { return try string() } catch { throw Refusal("\(name): \(error.reason)") }
        case .some(let byte) where byte == 45 || byte.isDigit: return number()
        case UInt8(ascii: "n"):
            _ = try value(depth: 0)
            return nil
        default: throw Refusal("\(name): expected a string")
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether these bytes are this word.
    fileprivate func spells(_ word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount else { return false }
        for index in 0..<count where self[index] != word.utf8Start[index] { return false }
        return true
    }
}

extension Network {
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

extension MentionKind {
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
