import Foundation
public import Kernel

/// What a finding asks for.
public enum Severity: String, Sendable, Codable, CaseIterable, Comparable {
    case info
    /// Shown to the author.
    case warn
    /// A second reader is required.
    case review
    /// Cannot be published until a named person lifts it with a reason.
    case block

    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A sentence in the two tongues of the house.
public struct Said: Sendable, Codable, Equatable {
    public let fr: String
    public let en: String

    public func `in`(_ tongue: Tongue) -> String { tongue == .french ? fr : en }
}

/// A rule of law or of medical ethics, as data: files in `Rules/`, and those that a hospital adds.
public struct Rule: Sendable, Decodable, Equatable {
    /// How far the text behind the rule was read.
    public enum Status: String, Sendable, Codable { case verified, partial, memory }

    /// A draft that violates or complies.
    public struct Example: Sendable, Decodable, Equatable {
        public let text: String
        public let author: Author?
        public let inReplyTo: String?
        public let facts: Facts?

        private enum CodingKeys: String, CodingKey {
            case text, author, facts
            case inReplyTo = "in_reply_to"
        }

        public var draft: Draft {
            Draft(
                text, kind: inReplyTo == nil ? .post : .reply, author: author ?? .hospital, inReplyTo: inReplyTo,
                facts: facts ?? Facts())
        }
    }

    public let id: String
    public let article: String
    /// What the law asks for.
    public let severity: Severity
    /// What is asked for all the same, whatever the status.
    public let ships: Severity?
    /// Severities of some authors.
    public let `for`: [String: Severity]?
    public let status: Status
    public let scope: [String]
    public let authors: [Author]
    /// Networks bound; all of them when nil.
    public let networks: [String]?
    public let title: Said
    public let reason: Said
    public let advice: Said
    public let violates: [Example]
    public let complies: [Example]
    /// Phrases (see `CueList`) that raise a rule of the hospital's own.
    public let phrases: [String]?
    /// Phrases in whose presence it is silent.
    public let unless: [String]?

    /// What a finding asks of `author`. A rule that nobody has checked against its text only warns.
    public func severity(for author: Author) -> Severity {
        if let ships { return ships }
        if status == .memory { return min(severity, .warn) }
        return `for`?[author.rawValue] ?? severity
    }

    /// Whether the rule binds this draft.
    public func binds(_ draft: Draft) -> Bool {
        authors.contains(draft.author)
            && (networks == nil || draft.network.map { networks?.contains($0) ?? true } ?? true)
    }
}

/// The rules in force.
public struct RuleBook: Sendable {
    /// A file of rules.
    private struct File: Decodable {
        let version: Int
        let date: String
        let rules: [Rule]
    }

    public private(set) var rules: [String: Rule] = [:]
    /// Rules whose phrases are looked for: those that a hospital adds.
    private(set) var own: [OwnRule] = []
    /// Date of the youngest file, as in `2026-11-22`.
    public private(set) var date = ""

    /// - Parameter files: name and bytes of the project's own files of rules.
    public init(_ files: [(name: String, bytes: [UInt8])]) throws {
        for file in files { try read(file.name, file.bytes, own: false) }
        guard !rules.isEmpty else { throw Failure(.unusable, "no rules") }
    }

    /// The rules of every `.json` file in the folder `path` are added; a rule that exists may be sharpened by one of the
    /// same name, never made weaker.
    public mutating func add(folder path: String) throws {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: path).sorted() } catch {
            throw Failure(.unusable, "\(path): no such folder of rules, or it may not be read")
        }
        for name in names where name.hasSuffix(".json") {
            guard let data = FileManager.default.contents(atPath: "\(path)/\(name)"), data.count < 4 << 20 else {
                throw Failure(.unusable, "\(path)/\(name): cannot be read, or larger than 4 MB")
            }
            try read("\(path)/\(name)", Array(data), own: true)
        }
    }

    private mutating func read(_ name: String, _ bytes: [UInt8], own: Bool) throws {
        let file: File
        do { file = try JSONDecoder().decode(File.self, from: Data(bytes)) } catch let error as DecodingError {
            throw Failure(.unusable, "\(name): \(error.where)")
        }
        date = max(date, file.date)
        for rule in file.rules {
            try check(rule, in: name, own: own)
            rules[rule.id] = rule
            if own, rule.phrases != nil {
                do { self.own.append(try OwnRule(rule)) } catch let failure as Failure {
                    throw Failure(.unusable, "\(name): \(rule.id): \(failure.cause)")
                }
            }
        }
    }

    private func check(_ rule: Rule, in name: String, own: Bool) throws {
        func refuse(_ why: String) -> Failure { Failure(.unusable, "\(name): \(rule.id): \(why)") }
        let allowed = rule.id.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isUppercase || "0123456789-".unicodeScalars.contains($0))
        }
        guard !rule.id.isEmpty, allowed else { throw refuse("an id is made of capitals, digits and hyphens") }
        let said = [rule.title, rule.reason, rule.advice].flatMap { [$0.fr, $0.en] }
        guard !said.contains("") else { throw refuse("title, reason and advice are needed in fr and en") }
        guard !rule.authors.isEmpty else { throw refuse("authors is empty: the rule binds nobody") }
        guard let before = rules[rule.id] else {
            if own, rule.phrases?.isEmpty ?? true { throw refuse("a new rule needs phrases to look for") }
            return
        }
        guard own else { throw refuse("twice") }
        for author in Author.allCases where rule.severity(for: author) < before.severity(for: author) {
            throw refuse("weaker than the rule of the house for \(author.rawValue)")
        }
    }
}

/// A rule of the hospital's own, with its phrases ready.
struct OwnRule: Sendable {
    let id: String
    let cues: CueList
    let exceptions: CueList?

    init(_ rule: Rule) throws {
        id = rule.id
        cues = try CueList((["[\(rule.id)]"] + (rule.phrases ?? [])).joined(separator: "\n"))
        exceptions = try rule.unless.map { try CueList((["[unless]"] + $0).joined(separator: "\n")) }
    }
}

extension DecodingError {
    /// Where a file is wrong and how, on one line.
    package var `where`: String {
        func path(_ context: Context) -> String {
            context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
        }
        switch self {
        case .keyNotFound(let key, let context): return "\(path(context)): \(key.stringValue) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "\(path(context)): not of the kind expected"
        case .dataCorrupted(let context):
            return context.codingPath.isEmpty ? "not JSON" : "\(path(context)): not a value that is known"
        @unknown default: return "not a file of rules"
        }
    }
}
