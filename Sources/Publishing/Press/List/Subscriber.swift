import Kernel
import Storage
import Wire

/// A journalist or a newsroom on the press list. Written to on their consent alone (GDPR art. 6(1)(a); CPCE L34-5),
/// which they gave twice: on a form, and by the link of a mail.
struct Subscriber: Sendable, Equatable, Identifiable {
    enum State: String, Sendable, CaseIterable, SQLBindable {
        /// Asked, and not confirmed: gone after 48 hours.
        case pending
        case confirmed
        case left
        /// The mail server refused the address for good.
        case refused
    }

    enum Form: String, Sendable, SQLBindable { case `public`, staff }

    let id: Int64
    /// Nil once they left.
    let email: String?
    let name: String
    let outlet: String
    /// Empty for all.
    let topics: Set<PressTopic>
    let tongue: Tongue
    let state: State
    let form: Form
    /// The sentence that was agreed to.
    let wording: String
    let addedBy: Int64?
    /// Part of each signed link: changed with each request, so that older links are worth nothing.
    let nonce: String
    let askedAt: Instant
    let expiresAt: Instant?
    let confirmedAt: Instant?
    let leftAt: Instant?
    let refusedAt: Instant?
    let refusal: String?
    /// Times that they were asked in a row without an answer.
    let asks: Int

    /// Seconds within which a request must be confirmed.
    static let patience = 48.0 * 3_600
    /// Seconds between two mails to an address that asks again and again.
    static let pause = 600.0
    /// Mails to an address that never answers.
    static let mostAsks = 3

    func wants(_ topic: PressTopic) -> Bool { topics.isEmpty || topics.contains(topic) }

    init(_ row: Row) throws {
        id = try row.int64("id")
        email = try row.optionalText("email")
        name = try row.text("name")
        outlet = try row.text("outlet")
        topics = Set(try row.text("topics").split(separator: ",").compactMap { PressTopic(rawValue: String($0)) })
        tongue = Tongue(rawValue: try row.text("tongue")) ?? .french
        state = try row.value("state")
        form = try row.value("form")
        wording = try row.text("wording")
        addedBy = try row.optionalInt64("added_by")
        nonce = try row.text("nonce")
        askedAt = try row.instant("asked_at")
        expiresAt = try row.optionalInstant("expires_at")
        confirmedAt = try row.optionalInstant("confirmed_at")
        leftAt = try row.optionalInstant("left_at")
        refusedAt = try row.optionalInstant("refused_at")
        refusal = try row.optionalText("refusal")
        asks = try row.int("asks")
    }

    /// As letters leave.
    func addressee() -> Person? {
        email.map { Person(id: 0, name: name, email: $0, grants: [], tongue: tongue) }
    }
}

/// What somebody types to be on the list.
struct SubscriberDraft: Sendable, Equatable {
    var email = ""
    var name = ""
    var outlet = ""
    var topics: Set<PressTopic> = []
    var tongue = Tongue.french

    /// - Throws: `.unusable` with the sentence that says what is wrong.
    func checked() throws -> SubscriberDraft {
        guard !email.isEmpty, email.utf8.count <= 254 else {
            throw Failure(.unusable, "no mail address", words: "wire.bad_mailbox")
        }
        guard name.utf8.count <= 200, outlet.utf8.count <= 200 else {
            throw Failure(.unusable, "a name longer than any", words: "press.name_long")
        }
        var draft = self
        draft.email = try MailAddress(email).mailbox
        return draft
    }
}
