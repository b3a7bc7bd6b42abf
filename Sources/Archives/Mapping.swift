/// What the columns of a table (or the keys of JSON Lines) mean. Made by `TablePreview`, corrected by a person, kept
/// with the source so that next month's file needs no question.
public struct Mapping: Codable, Sendable, Equatable {
    /// What a column can be. The raw values are the keys of the canonical form.
    public enum Field: String, Codable, Sendable, CaseIterable {
        case id, network, kind, author, title, text
        case publishedAt = "published_at"
        case url, rating, parent, reach, language
    }

    /// Field → names of the columns that give it, as in the header (`"1"`, `"2"` … when there is none; for JSON Lines, a
    /// key, or a path such as `user.name`). Several columns of `text` are joined, each a paragraph; elsewhere the first
    /// that is filled counts.
    public var columns: [String: [String]]
    /// Field → value used where the column is missing or the cell empty: `["network": "google", "kind": "review"]`.
    public var constants: [String: String]
    /// Which of two numbers is the day.
    public var dateOrder: DateOrder
    /// IANA name of the zone of hours without an offset.
    public var zone: String
    /// The best mark: 5 for stars, 10 or 20 for other scales. Marks are brought to 1–5.
    public var bestMark: Double
    /// Whether the first row names the columns.
    public var hasHeader: Bool

    public init(
        columns: [Field: [String]] = [:], constants: [Field: String] = [:], dateOrder: DateOrder = .dayFirst,
        zone: String = "Europe/Paris", bestMark: Double = 5, hasHeader: Bool = true
    ) {
        self.columns = Dictionary(uniqueKeysWithValues: columns.map { ($0.key.rawValue, $0.value) })
        self.constants = Dictionary(uniqueKeysWithValues: constants.map { ($0.key.rawValue, $0.value) })
        self.dateOrder = dateOrder
        self.zone = zone
        self.bestMark = bestMark
        self.hasHeader = hasHeader
    }

    /// The columns of a field, by name.
    public subscript(field: Field) -> [String] {
        get { columns[field.rawValue] ?? [] }
        set { columns[field.rawValue] = newValue.isEmpty ? nil : newValue }
    }

    /// The value of a field where the table gives none.
    public subscript(constant field: Field) -> String? {
        get { constants[field.rawValue] }
        set { constants[field.rawValue] = newValue }
    }
}

extension Mapping {
    /// Written by hand as well as by us: what is missing is what the initialiser would have put there.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init()
        columns = try fields.decodeIfPresent([String: [String]].self, forKey: .columns) ?? columns
        constants = try fields.decodeIfPresent([String: String].self, forKey: .constants) ?? constants
        dateOrder = try fields.decodeIfPresent(DateOrder.self, forKey: .dateOrder) ?? dateOrder
        zone = try fields.decodeIfPresent(String.self, forKey: .zone) ?? zone
        bestMark = try fields.decodeIfPresent(Double.self, forKey: .bestMark) ?? bestMark
        hasHeader = try fields.decodeIfPresent(Bool.self, forKey: .hasHeader) ?? hasHeader
    }
}
