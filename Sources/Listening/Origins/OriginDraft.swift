import Feeds
public import Kernel

/// A source as a form or a command asks for it. Checked before it becomes an `Origin`.
public struct OriginDraft: Sendable, Equatable {
    public var kind: Origin.Kind
    public var network: Network
    public var address: String
    public var label: String
    public var purpose: String
    public var retentionDays: Int
    public var owner: Int64?
    public var selector: String?

    public init(
        kind: Origin.Kind, network: Network = .web, address: String, label: String, purpose: String,
        retentionDays: Int, owner: Int64? = nil, selector: String? = nil
    ) {
        self.kind = kind
        self.network = network
        self.address = address
        self.label = label
        self.purpose = purpose
        self.retentionDays = retentionDays
        self.owner = owner
        self.selector = selector
    }

    /// Days that a text may be kept: from a day to ten years.
    public static let retention = 1...3650

    /// The draft with blanks trimmed, in the one spelling under which a source is known twice.
    /// - Throws: `Failure(.unusable)` for the first rule broken. A source without a purpose or a retention is refused:
    ///   GDPR, article 5(1)(b) and (e).
    public func checked() throws -> OriginDraft {
        var draft = self
        draft.network = kind.network ?? network
        draft.purpose = purpose.trimmed
        draft.selector = kind == .page ? selector?.trimmed.nonEmpty : nil
        guard !draft.purpose.isEmpty else {
            throw Self.refusal("a source needs a purpose (GDPR, article 5)", "listening.origin_no_purpose")
        }
        guard Self.retention.contains(retentionDays) else {
            throw Self.refusal("retention is from 1 to 3650 days (GDPR, article 5)", "listening.origin_no_retention")
        }
        guard !address.trimmed.isEmpty, address.utf8.count <= 2_000 else {
            throw Self.refusal("the source's address is missing", "listening.origin_no_address")
        }
        draft.address = try OriginAddress.checked(address.trimmed, kind)
        draft.label = label.trimmed.isEmpty ? draft.address : label.trimmed
        guard draft.label.count <= 200 || label.trimmed.isEmpty, draft.purpose.count <= 2_000 else {
            throw Self.refusal("the label or the purpose is too long", "listening.origin_too_long")
        }
        draft.label = String(draft.label.prefix(200))
        if let selector = draft.selector { _ = try Selector(selector) }
        return draft
    }

    static func refusal(_ cause: String, _ words: String) -> Failure { Failure(.unusable, cause, words: words) }
}
