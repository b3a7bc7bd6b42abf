/// One field of a form as `{{>web/field}}` draws it: label, help, error, all tied together for screen readers.
public struct FormField: Encodable, Sendable {
    public enum Kind: String, Sendable {
        case text, email, password, number, search, url, date, area, choice, box
        /// A day and a time on the organisation's clock, `2026-11-21T18:30`.
        case moment = "datetime-local"
    }

    /// One line of a list.
    public struct Choice: Encodable, Sendable {
        public let value: String
        public let label: String
        public let selected: Bool

        public init(_ value: String, _ label: String, selected: Bool = false) {
            self.value = value
            self.label = label
            self.selected = selected
        }
    }

    public let name: String
    public let kind: String
    public let label: String
    public var value: String
    public let hint: String?
    public var error: String? { didSet { describe() } }
    public let required: Bool
    /// HTML's `autocomplete`, which password safes and browsers read (WCAG 1.3.5).
    public let autocomplete: String?
    public let choices: [Choice]
    public let checked: Bool
    /// Whether "(optional)" stands beside the label: not for filters, where everything is.
    let isOptional: Bool
    /// Identifiers of the hint and the error, for `aria-describedby`; nil when there is neither.
    var describedBy: String?
    let isArea: Bool
    let isChoice: Bool
    let isBox: Bool
    let isInput: Bool

    /// `filter` is for fields that nobody has to fill in and that need not say so.
    public init(
        _ name: String, _ kind: Kind = .text, label: String, value: String = "", hint: String? = nil,
        error: String? = nil, required: Bool = false, autocomplete: String? = nil, choices: [Choice] = [],
        checked: Bool = false, filter: Bool = false
    ) {
        self.name = name
        self.kind = kind.rawValue
        self.label = label
        self.value = value
        self.hint = hint
        self.error = error
        self.required = required
        self.autocomplete = autocomplete
        self.choices = choices
        self.checked = checked
        isOptional = !required && !filter
        isArea = kind == .area
        isChoice = kind == .choice
        isBox = kind == .box
        isInput = ![.area, .choice, .box].contains(kind)
        describe()
    }

    private mutating func describe() {
        let parts = [hint == nil ? nil : "\(name)-hint", error == nil ? nil : "\(name)-error"].compactMap { $0 }
        describedBy = parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    /// The lines of the summary above a form (`{{>web/errors}}` with `errors`): what is wrong, and a link to it.
    public static func errors(_ fields: [FormField]) -> [FormError] {
        fields.compactMap { field in field.error.map { FormError(name: field.name, text: $0) } }
    }
}

/// What is wrong with one field.
public struct FormError: Encodable, Sendable {
    public let name: String
    public let text: String

    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}
