import Hummingbird
import Kernel
import Storage
import Web

/// A release as lists show it.
struct ReleaseLine: Encodable, Sendable {
    let path: String
    let title: String
    let state: String
    let tone: String
    let topic: String
    let author: String
    let isPublic: Bool
    let embargo: String?
    let changed: Moment

    init(_ release: Release, names: [Int64: String], _ context: some Viewing) {
        path = "/press/\(release.id)"
        title = release.content.title
        state = context.word("press.state_\(release.state.rawValue)")
        tone =
            switch release.state {
            case .approved: "good"
            case .review: "accent"
            case .changes: "warn"
            case .withdrawn: "bad"
            default: ""
            }
        topic = context.word("press.topic_\(release.content.topic.rawValue)")
        author = names[release.author] ?? context.word("publishing.somebody")
        isPublic = release.publishedAt != nil && release.withdrawnAt == nil
        embargo = release.content.embargo.flatMap { moment in
            moment > context.site.clock.now()
                ? context.word("press.embargo_until", ["when": context.figures.dateTime(moment)]) : nil
        }
        changed = Moment(release.changedAt, context.figures)
    }
}

/// The page of one release: what it says, what the checks say, who has said yes, what became of it.
struct ReleasePages: Sendable {
    let desk: PublishingDesk

    struct One: Encodable, Sendable {
        let crumbs: [Crumb]
        let path: String
        let line: ReleaseLine
        let version: Int
        let lead: String
        let dateline: String
        let paragraphs: [String]
        let quotes: [ReleaseContent.Quote]
        let contact: String
        let locked: [String]
        let lacks: [String]
        let checked: CheckedView
        let verdicts: [PostPages.VerdictLine]
        let stage: String?
        let reproach: String?
        let mailing: MailingView?
        let publicPath: String?
        /// The public reads an older version than the one that stands.
        let isStale: Bool
        let mayEdit: Bool
        let maySubmit: Bool
        let mayApprove: Bool
        let mayLift: Bool
        let mayPublish: Bool
        let mayMail: Bool
        let mayMakePosts: Bool
        let mayWithdraw: Bool
        let mayCancel: Bool
        let listed: String
    }

    private struct Found: Sendable {
        let lifts: [KeptPostLift]
        let verdicts: [Verdict]
        let mailing: MailingReport?
        let listed: Int
    }

    func show(_ id: Int64, _ failure: Failure?, _ context: SignedInContext) async throws -> Response {
        let release = try await ReleaseActions(desk: desk).find(id, for: context.person)
        let found = try await desk.database.read { connection in
            Found(
                lifts: try ReleaseCheck.lifts(id, in: connection), verdicts: try Self.verdicts(id, in: connection),
                mailing: try MailingStore.report(release: id, in: connection),
                listed: try SubscriberStore.reached(by: release.content.topic, in: connection).count)
        }
        let names = try await desk.staff.names()
        let value = page(release, found, names, failure, context)
        return try Page.render("press/release", value, context, status: failure == nil ? .ok : .badRequest)
    }

    private func page(
        _ release: Release, _ found: Found, _ names: [Int64: String], _ failure: Failure?, _ context: SignedInContext
    ) -> One {
        let (person, content) = (context.person, release.content)
        let mine = release.author == person.id
        let answers = person.scope(of: .approve) == .everything
        let isApproved = release.state == .approved
        let turn = release.waitsAt.map { person.scope(of: $0.right).reaches(release) } ?? false
        let checked = ReleaseCheck(desk: desk).read(content, lifts: found.lifts)
        let isShown = release.publishedAt != nil && release.withdrawnAt == nil
        return One(
            crumbs: [Crumb("/press", context.word("press.releases"))], path: "/press/\(release.id)",
            line: ReleaseLine(release, names: names, context), version: release.version, lead: content.lead,
            dateline: content.dateline, paragraphs: content.paragraphs, quotes: content.quotes,
            contact: content.contact, locked: content.locked,
            lacks: content.lacks.map { context.word("press.lacks_\($0)") },
            checked: CheckedView(checked, content.asPost, context),
            verdicts: found.verdicts.map { PostPages.line($0, names, context) },
            stage: release.state == .review
                ? release.waitsAt.map { context.word("publishing.waits_\($0.rawValue)") } : nil,
            reproach: failure.map { context.reproach($0) },
            mailing: found.mailing.map { MailingView($0, context) },
            publicPath: isShown ? release.slug.map { "/press-room/\($0)" } : nil,
            isStale: isShown && release.publicVersion != release.version, mayEdit: release.isOpen,
            maySubmit: [.draft, .changes].contains(release.state),
            mayApprove: release.state == .review && !mine && turn,
            mayLift: !mine && person.scope(of: .approve).reaches(release),
            mayPublish: isApproved && answers && release.publicVersion != release.version,
            mayMail: isApproved && answers && found.mailing?.mailing.version != release.version,
            mayMakePosts: isApproved, mayWithdraw: answers && isShown,
            mayCancel: release.isOpen && release.publishedAt == nil,
            listed: context.count("press.listed", found.listed))
    }

    private static func verdicts(_ id: Int64, in connection: any Connection) throws -> [Verdict] {
        try connection.query(
            "SELECT * FROM press_verdict WHERE release_id = $1 ORDER BY at, id LIMIT 500", [id]
        ).map {
            Verdict(
                version: try $0.int("version"), stage: try $0.value("stage"), verdict: try $0.text("verdict"),
                person: try $0.optionalInt64("person"), outsider: nil, note: try $0.optionalText("note"),
                at: try $0.instant("at"))
        }
    }
}

extension ReleaseContent.Quote {
    /// Whose they are, for pages.
    var by: String { role.isEmpty ? who : "\(who), \(role)" }
}
