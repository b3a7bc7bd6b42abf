/// Who speaks: the rules do not bind everybody alike.
public enum Author: String, Sendable, Codable, CaseIterable {
    case hospital, doctor, practice
    /// Nurse, midwife, dentist, pharmacist, physiotherapist, …
    case otherProfessional = "other_professional"
}

/// What a draft is.
public enum DraftKind: String, Sendable, Codable, CaseIterable {
    case post
    /// An answer to a comment or a review.
    case reply
}

/// Something that is about to be published, with what the form knows about it.
public struct Draft: Sendable, Equatable {
    public var text: String
    public var kind: DraftKind
    public var author: Author
    /// Identifier of the network ("facebook", "google", …); nil when it goes to several.
    public var network: String?
    /// The comment or review answered.
    public var inReplyTo: String?
    public var facts: Facts

    public init(
        _ text: String, kind: DraftKind = .post, author: Author = .hospital, network: String? = nil,
        inReplyTo: String? = nil, facts: Facts = Facts()
    ) {
        self.text = text
        self.kind = kind
        self.author = author
        self.network = network
        self.inReplyTo = inReplyTo
        self.facts = facts
    }
}

/// What a form or the database knows about a draft: by name (docs/deontology.md lists the names), a text, a number, or
/// yes and no. A name that is absent means that nobody has said.
public struct Facts: Sendable, Equatable {
    public enum Value: Sendable, Equatable {
        case truth(Bool)
        case number(Double)
        case text(String)
    }

    public var values: [String: Value]

    public init(_ values: [String: Value] = [:]) { self.values = values }

    /// Whether the fact was said to be so: yes, a number above zero, a text that is not empty.
    public func holds(_ name: String) -> Bool { truth(name) == true }

    /// Whether the fact was said not to be so.
    public func lacks(_ name: String) -> Bool { truth(name) == false }

    public func text(_ name: String) -> String? {
        if case .text(let text) = values[name], !text.isEmpty { text } else { nil }
    }

    private func truth(_ name: String) -> Bool? {
        switch values[name] {
        case .truth(let truth): truth
        case .number(let number): number > 0
        case .text(let text): !text.isEmpty && text != "none"
        case nil: nil
        }
    }
}

extension Facts: Codable {
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.singleValueContainer().decode([String: Value?].self)
        // A null says that the form asked and nobody could answer: a text that is empty.
        values = fields.mapValues { $0 ?? .text("") }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(values)
    }
}

extension Facts.Value: Codable {
    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let truth = try? value.decode(Bool.self) {
            self = .truth(truth)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else {
            // A list (of faces, of images): what counts is whether there is anything in it.
            self = .truth(((try? value.decode([Opaque].self))?.isEmpty ?? true) == false)
        }
    }

    private struct Opaque: Decodable {}

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .truth(let truth): try container.encode(truth)
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        }
    }
}
