import Calendars
import Channels
import Foundation
import Hummingbird
import Kernel
import Storage
import Web

/// The page of one post: how each account shows it, what the checks say, who has said what, where it stands.
struct PostPages: Sendable {
    let desk: PublishingDesk

    struct One: Encodable, Sendable {
        let crumbs: [Crumb]
        let path: String
        let title: String
        let line: PostLine
        let version: Int
        let checked: CheckedView
        let previews: [PostPreview]
        let sendings: [SendingLine]
        let verdicts: [VerdictLine]
        let remarks: [RemarkLine]
        let changes: [Change]
        let audience: String
        let facts: [Fact]
        let stage: String?
        let dueNotice: String?
        let parked: String?
        let ownPage: OwnPageView?
        let reproach: String?
        let mayEdit: Bool
        let maySubmit: Bool
        let mayApprove: Bool
        let mayPlan: Bool
        let mayLift: Bool
        let isOpen: Bool
        let hasLeft: Bool
        var when: FormField
        var queue: FormField?
        var outside: OutsidePart?
        let soonest: String
        let zone: String
        var after: AfterPart?
        var reminders: ReminderPart?
        var repeating: RepeatFields?
        var series: RepeatPart?
    }

    struct Fact: Encodable, Sendable {
        let name: String
        let value: String
    }

    /// What a face said when it was last looked at, and says now.
    struct Change: Encodable, Sendable {
        let name: String
        let before: String
        let after: String
    }

    struct VerdictLine: Encodable, Sendable {
        let who: String
        let what: String
        let tone: String
        let note: String?
        let at: Moment
    }

    struct RemarkLine: Encodable, Sendable {
        let who: String
        let text: String
        let isShared: Bool
        let at: Moment
    }

    func show(
        _ id: Int64, _ failure: Failure?, typed: Query? = nil, _ context: SignedInContext
    ) async throws -> Response {
        let post = try await PostActions(desk: desk).find(id, for: context.person)
        let found = try await desk.database.read { connection in
            Found(
                channels: try ChannelStore.all(in: connection), lifts: try KeptPostLift.all(id, in: connection),
                parcels: try ParcelStore.of(id, in: connection), cares: try AftercareStore.of(id, in: connection),
                verdicts: try Verdict.all(id, in: connection),
                remarks: try Remark.all(id, in: connection), seen: try Self.lastSeen(post, in: connection),
                items: try LibraryStore.used(by: post.content, in: connection),
                page: try OwnPageStore.of(id, in: connection),
                released: try ReleasePosts.findings(post.content, in: connection))
        }
        let names = try await desk.staff.names()
        let checked = PostCheck(desk: desk).read(
            post.content, lifts: found.lifts, channels: found.channels, items: found.items, released: found.released)
        var value = page(post, found, checked, names, failure, context)
        value.after = try await AfterPart.of(post, desk, context)
        value.reminders = try await ReminderPart.of(post, desk, names: names, context)
        if let when = typed?.raw("when") { value.when.value = when }
        value.outside = try await OutsidePart.of(post, typed?["reader_name"] == nil ? nil : typed, desk, context)
        try await QueueChoice.add(to: &value, post, typed, desk, context)
        (value.repeating, value.series) = try await RepeatPart.parts(post, typed, desk, context)
        return try Page.render("publishing/post", value, context, status: failure == nil ? .ok : .badRequest)
    }

    private struct Found: Sendable {
        let channels: [Channel]
        let lifts: [KeptPostLift]
        let parcels: [Parcel]
        let cares: [Int64: MessageAftercare]
        let verdicts: [Verdict]
        let remarks: [Remark]
        let seen: PostContent?
        let items: [LibraryItem]
        let page: ShownPage?
        let released: [FactFinding]
    }

    /// What it said when somebody last said something of it.
    private static func lastSeen(_ post: Post, in connection: any Connection) throws -> PostContent? {
        let row = try connection.one(
            """
            SELECT MAX(version) AS version FROM post_verdict
            WHERE post = $1 AND verdict IN ('approved', 'changes') AND version < $2
            """, [post.id, post.version])
        guard let version = try row?.optionalInt("version") else { return nil }
        return try PostStore.version(post.id, version, in: connection)
    }

    private func page(
        _ post: Post, _ found: Found, _ checked: CheckedPost, _ names: [Int64: String], _ failure: Failure?,
        _ context: SignedInContext
    ) -> One {
        let person = context.person
        let mine = post.author == person.id
        let approves = person.scope(of: .approve).reaches(post)
        let mayApprove =
            post.state == .review && !mine
            && (post.waitsAt.map { person.scope(of: $0.right).reaches(post) } ?? false)
        let touched = found.parcels.contains { $0.version == post.version && ($0.state == .sent || $0.armedAt != nil) }
        return One(
            crumbs: [Crumb("/posts", context.word("publishing.posts"))], path: "/posts/\(post.id)",
            title: post.content.title.isEmpty ? context.word("publishing.untitled") : post.content.title,
            line: PostLine(post, channels: found.channels, names: names, context), version: post.version,
            checked: CheckedView(checked, post.content, context),
            previews: PostPreview.all(post.content, found.channels, found.items, context),
            sendings: found.parcels.map {
                SendingLine($0, post, found.channels, care: found.cares[$0.id], context)
            },
            verdicts: found.verdicts.map { Self.line($0, names, context) },
            remarks: found.remarks.map { Self.line($0, names, context) },
            changes: found.seen.map { PostDifference.between($0, post.content, found.channels, context) } ?? [],
            audience: context.word("publishing.audience_\(post.content.audience.rawValue)"),
            facts: Self.facts(post.content.facts, context),
            stage: post.state == .review
                ? post.waitsAt.map { context.word("publishing.waits_\($0.rawValue)") } : nil,
            dueNotice: notice(post, context),
            parked: post.isParked
                ? context.word(
                    "publishing.parked_by",
                    [
                        "name": post.parkedBy.flatMap { names[$0] } ?? context.word("publishing.somebody"),
                        "reason": post.parkedReason ?? "",
                    ]) : nil,
            ownPage: post.content.page.map {
                OwnPageView($0, shown: found.page, of: post, at: desk.clock.now(), context)
            },
            reproach: failure.map { context.reproach($0) }, mayEdit: post.isOpen && !touched,
            maySubmit: [.draft, .changes].contains(post.state), mayApprove: mayApprove,
            mayPlan: approves && [.approved, .scheduled].contains(post.state) && !touched, mayLift: approves,
            isOpen: post.isOpen, hasLeft: found.parcels.contains { $0.state == .sent },
            when: FormField(
                "when", .moment, label: context.word("publishing.when"), value: post.local ?? "",
                hint: context.word("publishing.when_hint"), filter: true),
            soonest: LocalMoment.soonest(after: desk.clock.now(), in: desk.zone).text, zone: desk.zone.identifier)
    }

    /// A local time that the clock leaves out or repeats is said.
    private func notice(_ post: Post, _ context: SignedInContext) -> String? {
        guard let local = post.local, let zone = post.zone.flatMap(TimeZone.init(identifier:)),
            let asked = try? LocalMoment(local)
        else { return nil }
        return asked.resolved(in: zone).notice(for: asked, in: zone) { context.word($0, $1) }
    }
}
