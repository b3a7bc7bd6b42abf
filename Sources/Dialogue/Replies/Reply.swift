import Crypto
import Deontology
import Foundation
import Kernel
import Storage

/// What we say back: written by one person, let out by the same or by another.
struct Reply: Sendable, Equatable, Identifiable {
    enum State: String, Sendable, CaseIterable, SQLBindable {
        /// Its author writes it.
        case draft
        /// Waits for somebody who may let it out.
        case submitted
        /// Given back to its author with a word; edited like a draft.
        case rejected
        /// On its way: the outbox has it.
        case approved
        case sent
        /// Taken back before it left.
        case withdrawn

        var isWritten: Bool { self == .draft || self == .rejected }
        /// Somebody may count on it: it waits, leaves or has left.
        var stands: Bool { self == .submitted || self == .approved || self == .sent }
    }

    let id: Int64
    let conversation: Int64
    /// The mention that it answers.
    let answers: Int64
    let author: Int64
    let text: String
    let state: State
    let lifts: [KeptLift]
    /// Of the check when it was submitted or let out.
    let verdict: Verdict?
    /// `Reply.digest` of the message as its author had read it.
    let seen: String
    let submittedAt: Instant?
    let approvedBy: Int64?
    let approvedAt: Instant?
    let rejectedBy: Int64?
    let rejection: String?
    let createdAt: Instant
    let changedAt: Instant
    let version: Int64

    /// Longest text that is kept, in Unicode scalars: four times the longest that a network takes.
    static let longest = 16_384

    /// Tells one wording of a message from another, so that nobody answers what was changed since they read it.
    static func digest(_ message: Heard) -> String {
        let words = (message.title ?? "") + "\n" + message.text
        return SHA256.hash(data: Data(words.utf8)).prefix(12).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}

/// A block that a named person set aside, as the record keeps it.
struct KeptLift: Sendable, Equatable, Codable {
    let rule: String
    let excerpt: String
    let validator: Int64
    let name: String
    let reason: String
    let at: Instant

    init(_ lift: Lift) {
        (rule, excerpt, validator) = (lift.rule, lift.excerpt, lift.validator)
        (name, reason, at) = (lift.name, lift.reason, lift.at)
    }

    func lifts(_ finding: Finding) -> Bool { rule == finding.rule && excerpt == finding.excerpt }

    /// What `Deontology.clear` asks for: the lifts that are kept, for the blocks that a check has found.
    static func lifts(_ kept: [KeptLift], of findings: [Finding]) throws -> [Lift] {
        try kept.compactMap { one in
            try findings.first { $0.severity == .block && one.lifts($0) }.map {
                try Lift($0, validator: one.validator, name: one.name, reason: one.reason, at: one.at)
            }
        }
    }
}
