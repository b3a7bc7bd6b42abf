import Foundation
import Kernel
import Storage
import Wire

/// Somebody from outside who was asked to read one version of one post: no account, a link that ends.
struct OutsideReader: Sendable, Equatable, Identifiable {
    enum Verdict: String, Sendable, SQLBindable { case agreed, changes }

    let id: Int64
    let post: Int64
    let version: Int
    let name: String
    /// Nil once the link has been over for a month.
    let email: String?
    let tongue: Tongue
    let invitedBy: Int64
    let invitedAt: Instant
    let expiresAt: Instant
    let revokedAt: Instant?
    let openedAt: Instant?
    let verdict: Verdict?
    let note: String?
    let answeredAt: Instant?

    /// Days for which a link may be good.
    static let days = [1, 3, 7, 14]
    static let usual = 3
    /// Links of a post that are good at the same time.
    static let most = 20
    static let longestNote = 10_000
    /// Remarks by one reader: more is a flood.
    static let mostRemarks = 30

    /// Why its page shows nothing; nil while it does.
    func closed(_ post: Post, at now: Instant) -> String? {
        if revokedAt != nil { return "revoked" }
        if expiresAt <= now { return "over" }
        if post.version != version { return "changed" }
        return post.isOpen ? nil : "settled"
    }
}

extension OutsideReader {
    init(_ row: Row) throws {
        id = try row.int64("id")
        post = try row.int64("post")
        version = try row.int("version")
        name = try row.text("name")
        email = try row.optionalText("email")
        tongue = Tongue(rawValue: try row.text("tongue")) ?? .french
        invitedBy = try row.int64("invited_by")
        invitedAt = try row.instant("invited_at")
        expiresAt = try row.instant("expires_at")
        revokedAt = try row.optionalInstant("revoked_at")
        openedAt = try row.optionalInstant("opened_at")
        verdict = try row.optionalText("verdict").flatMap(Verdict.init)
        note = try row.optionalText("note")
        answeredAt = try row.optionalInstant("answered_at")
    }
}

/// The signed link of a reader: bound to them, the post, the version and the day on which it ends. Nothing of it is kept.
struct OutsideLink: Sendable {
    let desk: PublishingDesk

    func path(_ reader: OutsideReader) -> String {
        "/relecture/\(reader.id).\(LinkSignature(desk).text(Self.signed(reader)))"
    }

    /// As the reader's mail shows it; a path alone while nobody has said under which address the public reaches us.
    func address(_ reader: OutsideReader) -> String { (desk.site ?? "") + path(reader) }

    /// The number that a link names, before anything is known to be true of it.
    static func reader(_ token: String) -> Int64? {
        guard token.utf8.count < 200 else { return nil }
        return token.split(separator: ".").first.flatMap { Int64($0) }
    }

    func isGood(_ token: String, _ reader: OutsideReader) -> Bool {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && LinkSignature(desk).isGood(parts[1], of: Self.signed(reader))
    }

    private static func signed(_ reader: OutsideReader) -> String {
        "outside:\(reader.id):\(reader.post):\(reader.version):\(reader.expiresAt.microseconds)"
    }
}

/// Whom somebody invites, as typed.
struct OutsideDraft: Sendable, Equatable {
    var name = ""
    var email = ""
    var days = OutsideReader.usual
    var tongue = Tongue.french

    /// - Throws: `.unusable` for what is no name, no address or no time.
    func checked() throws -> OutsideDraft {
        var draft = self
        draft.name = name.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !draft.name.isEmpty, draft.name.utf8.count <= 200,
            !draft.name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { throw Failure(.unusable, "no name", words: "outside.bad_name") }
        guard email.utf8.count <= 254, let address = try? MailAddress(email.trimmingCharacters(in: .whitespaces)) else {
            throw Failure(.unusable, "no mail address", words: "outside.bad_email")
        }
        draft.email = address.mailbox
        guard OutsideReader.days.contains(days) else {
            throw Failure(.unusable, "no such number of days", words: "outside.bad_days")
        }
        return draft
    }
}
