public import Kernel

/// Something that the check has seen and that may leave.
///
/// Only `Deontology.clear` makes one: what no check has seen does not compile into a request. It proves that the check
/// ran, not that the check is infallible.
public struct Cleared<Content: Sendable>: Sendable {
    public let content: Content
    /// What was found and did not stop it: warnings, reviews that were read, blocks that were lifted.
    public let findings: [Finding]
    /// Who lifted what, and why: to be kept with the record of the sending.
    public let lifted: [Lift]

    init(_ content: Content, findings: [Finding], lifted: [Lift]) {
        (self.content, self.findings, self.lifted) = (content, findings, lifted)
    }
}

/// A finding set aside by a person who answers for it.
public struct Lift: Sendable, Equatable {
    public let rule: String
    /// The place that was lifted; another place of the same rule stays blocked.
    public let excerpt: String
    /// Identifier of the account and name of the validator.
    public let validator: Int64
    public let name: String
    public let reason: String
    public let at: Instant

    /// Throws `.unusable` when nobody is named, or when the reason says nothing (under ten letters).
    public init(
        _ finding: Finding, validator: Int64, name: String, reason: String, at: Instant
    ) throws {
        let letters = reason.unicodeScalars.count { $0.properties.isAlphabetic }
        guard letters >= 10 else { throw Failure(.unusable, "a reason is needed to lift \(finding.rule)") }
        guard name.unicodeScalars.contains(where: { $0.properties.isAlphabetic }) else {
            throw Failure(.unusable, "a named validator is needed to lift \(finding.rule)")
        }
        (rule, excerpt) = (finding.rule, finding.excerpt)
        (self.validator, self.name, self.reason, self.at) = (validator, name, reason, at)
    }

    func lifts(_ finding: Finding) -> Bool { rule == finding.rule && excerpt == finding.excerpt }
}

/// A draft that may not leave yet, and why.
public struct Blocked: Error, Sendable, CustomStringConvertible {
    /// What still has to be put right or lifted: blocks, and reviews that nobody has read.
    public let findings: [Finding]

    public var description: String { "blocked by \(Set(findings.map(\.rule)).sorted().joined(separator: ", "))" }
}
