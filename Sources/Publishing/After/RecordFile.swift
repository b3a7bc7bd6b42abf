import Foundation
import Kernel
import Networks

/// The record as a program reads it: stable names, moments in UTC, people by number and name.
struct RecordFile: Encodable {
    struct Who: Encodable {
        let account: String
        let name: String?
    }
    struct Version: Encodable {
        let version: Int
        let by: Who
        let at: Instant
        let content: PostContent
    }
    struct Said: Encodable {
        let version: Int
        let stage: String
        let verdict: String
        let by: Who?
        let outsider: String?
        let note: String?
        let at: Instant
    }
    struct Lifted: Encodable {
        let rule: String
        let excerpt: String
        let by: Who
        let reason: String
        let at: Instant
    }
    struct Message: Encodable {
        let network: String
        let account: String
        let part: Int
        let role: String
        let version: Int
        let state: String
        let textAsSent: String
        let text: String
        let id: String?
        let address: String?
        let dueAt: Instant
        let settledAt: Instant?
        let figures: PostFigures?
        let figuresAt: Instant?
        let changes: [Changed]
    }
    struct Changed: Encodable {
        let kind: String
        let state: String
        let before: String
        let after: String?
        let by: Who?
        let reason: String?
        let said: String?
        let askedAt: Instant
        let settledAt: Instant?
    }
    struct Withdrawal: Encodable {
        let network: String
        let account: String
        let by: Who?
        let reason: String
        let at: Instant
    }

    let post: String
    let state: String
    let author: Who
    let createdAt: Instant
    let versions: [Version]
    let verdicts: [Said]
    let lifted: [Lifted]
    let messages: [Message]
    let withdrawals: [Withdrawal]
    let madeAt: Instant
}

extension RecordFile {
    init(_ material: RecordMaterial, at now: Instant) {
        func who(_ id: Int64) -> Who { Who(account: String(id), name: material.names[id]) }
        let post = material.post
        self.post = String(post.id)
        (state, author, createdAt, madeAt) = (post.state.rawValue, who(post.author), post.createdAt, now)
        versions = material.versions.map {
            Version(version: $0.number, by: who($0.person), at: $0.at, content: $0.content)
        }
        verdicts = material.verdicts.map {
            Said(
                version: $0.version, stage: $0.stage.rawValue, verdict: $0.verdict, by: $0.person.map(who),
                outsider: $0.outsider, note: $0.note, at: $0.at)
        }
        lifted = material.lifts.map {
            Lifted(
                rule: $0.rule, excerpt: $0.excerpt, by: Who(account: String($0.person), name: $0.name),
                reason: $0.reason, at: $0.at)
        }
        messages = material.parcels.map { parcel in
            Message(
                network: material.network(parcel.channel), account: material.account(parcel.channel),
                part: parcel.ordinal, role: parcel.role.rawValue, version: parcel.version,
                state: parcel.state.rawValue, textAsSent: material.firstText(parcel), text: parcel.text,
                id: parcel.sent?.id, address: parcel.sent?.url, dueAt: parcel.dueAt, settledAt: parcel.settledAt,
                figures: parcel.figures, figuresAt: parcel.figuresAt,
                changes: material.changes.filter { $0.sending == parcel.id }.map {
                    Changed(
                        kind: $0.kind.rawValue, state: $0.state.rawValue, before: $0.before, after: $0.text,
                        by: $0.person.map(who), reason: $0.reason, said: $0.error, askedAt: $0.at,
                        settledAt: $0.settledAt)
                })
        }
        withdrawals = material.wishes.map {
            Withdrawal(
                network: material.network($0.channel), account: material.account($0.channel), by: $0.person.map(who),
                reason: $0.reason, at: $0.at)
        }
    }

    func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }
}
