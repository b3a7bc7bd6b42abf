import Foundation
import Kernel

/// A table, or lines of JSON with keys of their own, through a mapping that was given or guessed from its first rows.
struct TableExport: Export {
    private var mapping: Mapping?
    private var given: Mapping?
    private var row: MappedRow?
    private var dialect: Dialect?
    /// Field → indices of its columns, known once the header was read.
    private var places: [Mapping.Field: [Int]]?

    init(_ mapping: Mapping?) { given = mapping }

    func wants(_ member: MemberName) -> Bool {
        ["csv", "tsv", "txt", "tab", "jsonl", "ndjson", "json", ""].contains(member.type)
    }

    var awaitsHeader: Bool { dialect != nil && places == nil }

    mutating func cut(_ member: MemberName, head: [UInt8]) -> Cut? {
        let preview = TablePreview(head: head)
        let mapping = given ?? preview.mapping
        self.mapping = mapping
        row = MappedRow(mapping)
        dialect = preview.dialect
        places = mapping.hasHeader ? nil : Self.places(of: mapping, in: (1...max(1, preview.width)).map(String.init))
        return preview.dialect.map { .rows($0) } ?? .lines
    }

    mutating func read(_ piece: Piece, into said: inout [Said]) throws(Refusal) {
        guard let row, let mapping else { return }
        guard let dialect else {
            let json = try piece.json()
            said.append(
                .arrival(
                    try row.arrival { field in mapping[field].compactMap { json.at($0)?.trimmed.orNil } }, own: false))
            return
        }
        guard let places else {
            self.places = Self.places(of: mapping, in: dialect.fields(piece.bytes))
            said.append(.header)
            return
        }
        let cells = dialect.places(piece.bytes)
        said.append(
            .arrival(
                try row.arrival { field in
                    (places[field] ?? []).compactMap { index in
                        index < cells.count ? dialect.field(piece.bytes, cells[index]).trimmed.orNil : nil
                    }
                }, own: false))
    }

    private static func places(of mapping: Mapping, in header: [String]) -> [Mapping.Field: [Int]] {
        let names = header.map(\.folded)
        var places: [Mapping.Field: [Int]] = [:]
        for field in Mapping.Field.allCases {
            places[field] = mapping[field].compactMap { names.firstIndex(of: $0.folded) }
        }
        return places
    }
}

extension JSON {
    /// The text at a path such as `user.name`.
    func at(_ path: String) -> String? {
        if let value = self[path]?.text { return value }
        return path.split(separator: ".").reduce(Optional(self)) { $0?[String($1)] }?.text
    }
}
