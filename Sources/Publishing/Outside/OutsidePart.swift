import Kernel
import Storage
import Web

/// What a post's page says of its readers from outside, and the form that invites one.
struct OutsidePart: Encodable, Sendable {
    struct Line: Encodable, Sendable {
        let name: String
        let email: String?
        let state: String
        let tone: String
        let note: String?
        let at: Moment?
        let until: Moment
        /// To be handed on where no mail leaves; nil for a link that is over.
        let link: String?
        let revokePath: String
    }

    let path: String
    let fresh: String
    let readers: [Line]
    let mayInvite: Bool
    let fields: [FormField]
    let leavesNoMail: Bool

    static func of(
        _ post: Post, _ typed: Query?, _ desk: PublishingDesk, _ context: SignedInContext
    ) async throws -> OutsidePart? {
        let readers = try await desk.database.read { try OutsideStore.of(post.id, in: $0) }
        let mayInvite = OutsideActions.may(context.person, invite: post)
        guard mayInvite || !readers.isEmpty else { return nil }
        let now = desk.clock.now()
        return OutsidePart(
            path: "/posts/\(post.id)/outside", fresh: String(desk.newID()),
            readers: readers.map { line($0, post, mayInvite, desk, at: now, context) }, mayInvite: mayInvite,
            fields: fields(typed.map { OutsideDraft($0) } ?? OutsideDraft(), context),
            leavesNoMail: !desk.letters.leave || desk.site == nil)
    }

    private static func line(
        _ reader: OutsideReader, _ post: Post, _ mayInvite: Bool, _ desk: PublishingDesk, at now: Instant,
        _ context: some Viewing
    ) -> Line {
        let closed = reader.closed(post, at: now)
        let state =
            reader.verdict.map { "verdict_\($0.rawValue)" } ?? closed.map { "state_\($0)" }
            ?? (reader.openedAt == nil ? "state_asked" : "state_opened")
        return Line(
            name: reader.name, email: reader.email, state: context.word("outside.\(state)"),
            tone: reader.verdict == .agreed ? "good" : reader.verdict == .changes ? "warn" : "", note: reader.note,
            at: reader.answeredAt.map { Moment($0, context.figures) }, until: Moment(reader.expiresAt, context.figures),
            link: mayInvite && closed == nil ? OutsideLink(desk: desk).address(reader) : nil,
            revokePath: "/posts/\(post.id)/outside/\(reader.id)/revoke")
    }

    private static func fields(_ draft: OutsideDraft, _ context: some Viewing) -> [FormField] {
        func word(_ key: String) -> String { context.word("outside.\(key)") }
        return [
            FormField("reader_name", label: word("name"), value: draft.name, hint: word("name_hint"), required: true),
            FormField("reader_email", .email, label: word("email"), value: draft.email, required: true),
            FormField(
                "days", .choice, label: word("days"),
                choices: OutsideReader.days.map {
                    .init(String($0), context.count("outside.of_days", $0), selected: $0 == draft.days)
                }, filter: true),
            FormField(
                "tongue", .choice, label: word("tongue"),
                choices: Tongue.allCases.map {
                    .init($0.rawValue, word("tongue_\($0.rawValue)"), selected: $0 == draft.tongue)
                }, filter: true),
        ]
    }
}

extension OutsideDraft {
    init(_ form: Query) {
        name = form["reader_name"] ?? ""
        email = form["reader_email"] ?? ""
        days = form["days"].flatMap { Int($0) } ?? 0
        tongue = form["tongue"].flatMap(Tongue.init) ?? .french
    }
}
