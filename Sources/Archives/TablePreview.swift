import Kernel

/// The first rows of a table, and what its columns seem to be: what the mapping screen shows.
public struct TablePreview: Sendable, Equatable {
    /// One column, with what it seems to hold.
    public struct Column: Sendable, Equatable {
        /// Its name in the header, or its number from 1 when there is none.
        public var name: String
        public var field: Mapping.Field?
        /// Up to three of its filled cells, shortened.
        public var samples: [String]
    }

    public var columns: [Column]
    /// Up to 20 rows, without the header.
    public var rows: [[String]]
    public var mapping: Mapping
    /// `";"`, `","`, tab or `"|"`; nil for JSON Lines.
    public var separator: Character?
    public var charset: Charset

    let dialect: Dialect?
    var width: Int { columns.count }

    /// Looks at the start of a table or of JSON Lines; 64 KiB are enough.
    public init(head: [UInt8]) {
        let charset = Charset.detect(head)
        if Head(head, MemberName("")).firstByte == UInt8(ascii: "{") {
            let lines = Self.jsonRows(head)
            self.init(names: lines.names, rows: lines.rows, hasHeader: true, dialect: nil, charset: .utf8)
            return
        }
        let dialect = Dialect.detect(head, charset: charset)
        let text = charset.isWide ? Array(charset.decode(head).utf8) : head
        let isWhole = head.count < Input.headLength
        var rows = dialect.rows(of: text, atMost: 200).filter { $0 != [""] }
        if !isWhole && rows.count > 1 { rows.removeLast() }
        let hasHeader = ColumnGuess.isHeader(rows.first ?? [], over: Array(rows.dropFirst()))
        let width = rows.map(\.count).max() ?? 0
        let names = (0..<width).map { index in
            hasHeader ? rows[0].indices.contains(index) ? rows[0][index].asOneLine : "" : String(index + 1)
        }
        self.init(
            names: names, rows: Array(rows.dropFirst(hasHeader ? 1 : 0)), hasHeader: hasHeader, dialect: dialect,
            charset: charset)
    }

    private init(names: [String], rows: [[String]], hasHeader: Bool, dialect: Dialect?, charset: Charset) {
        let guess = ColumnGuess(names: names, rows: rows)
        var mapping = guess.mapping
        mapping.hasHeader = hasHeader
        self.mapping = mapping
        self.rows = Array(rows.prefix(20))
        self.dialect = dialect
        self.charset = charset
        separator = dialect.map { Character(UnicodeScalar($0.separator)) }
        columns = names.enumerated().map { index, name in
            let cells = rows.lazy.compactMap { $0.indices.contains(index) ? $0[index].asOneLine.orNil : nil }
            return Column(
                name: name, field: guess.fields[index], samples: cells.prefix(3).map { String($0.prefix(80)) })
        }
    }

    private static func jsonRows(_ head: [UInt8]) -> (names: [String], rows: [[String]]) {
        var names: [String] = []
        var objects: [[String: String]] = []
        for line in head.split(separator: 10).prefix(200) {
            guard let json = line.withUnsafeBytes({ try? JSONScanner.read($0) }) else { continue }
            var object: [String: String] = [:]
            for (name, value) in json.leaves {
                object[name] = value
                if names.count < 200, !names.contains(name) { names.append(name) }
            }
            objects.append(object)
        }
        return (names, objects.map { object in names.map { object[$0] ?? "" } })
    }
}

extension JSON {
    /// Texts and numbers of an object and of the objects in it, by path.
    fileprivate var leaves: [(String, String)] {
        members.flatMap { member -> [(String, String)] in
            if let text = member.value.text { return [(member.key, text)] }
            return member.value.members.compactMap { inner in
                inner.value.text.map { ("\(member.key).\(inner.key)", $0) }
            }
        }
    }
}
