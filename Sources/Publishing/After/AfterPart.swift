import Calendars
import Channels
import Kernel
import Networks
import Storage
import Web

/// What the page of a post says of it once it has left: where it stands, what is corrected or taken back, what people did
/// with it. Before that, the hours at which our posts did best.
struct AfterPart: Encodable, Sendable {
    let path: String
    let correction: CorrectionCard?
    let changes: [ChangeLine]
    let places: [Place]
    let notice: String?
    let mayCorrect: Bool
    let mayWithdraw: Bool
    let figures: FiguresPart?
    let hours: [String]
    let hasLeft: Bool

    /// An account on which it stands.
    struct Place: Encodable, Sendable {
        let id: String
        let label: String
    }

    struct CorrectionCard: Encodable, Sendable {
        let revision: Int
        let who: String
        let at: Moment
        let why: String
        let note: String?
        let stage: String
        let changes: [PostPages.Change]
        let isReturned: Bool
        let mayApprove: Bool
        let mayDrop: Bool
    }
}

extension AfterPart {
    static func of(_ post: Post, _ desk: PublishingDesk, _ context: SignedInContext) async throws -> AfterPart {
        let found = try await desk.database.read { connection in
            Found(
                parcels: try ParcelStore.of(post.id, in: connection),
                changes: try ChangeStore.of(post.id, in: connection),
                correction: try CorrectionStore.open(post.id, in: connection),
                channels: try ChannelStore.all(in: connection),
                mayCorrect: (try? CorrectionActions.mayBeCorrected(post, in: connection)) != nil)
        }
        let names = try await desk.staff.names()
        let standing = Set(found.parcels.filter { $0.state == .sent || $0.mayStand }.map(\.channel))
        let hasLeft = found.parcels.contains { $0.state == .sent || $0.state == .withdrawn || $0.mayStand }
        return AfterPart(
            path: "/posts/\(post.id)",
            correction: found.correction.map { card($0, post, found.channels, names, context) },
            changes: found.changes.map { ChangeLine($0, post, found.channels, names, context) },
            places: places(standing, found.channels, context),
            notice: notice(post, found, standing, context), mayCorrect: found.mayCorrect,
            mayWithdraw: !standing.isEmpty && context.person.scope(of: .approve).reaches(post),
            figures: hasLeft ? try await FiguresPart.of(post, found.parcels, found.channels, desk, context) : nil,
            hours: post.isOpen ? try await OwnHours(desk: desk).lines(for: post, found.channels, context) : [],
            hasLeft: hasLeft)
    }

    private struct Found: Sendable {
        let parcels: [Parcel]
        let changes: [Change]
        let correction: Correction?
        let channels: [Channel]
        let mayCorrect: Bool
    }

    static func label(_ id: Int64, _ channels: [Channel], _ context: some Viewing) -> String {
        guard let channel = channels.first(where: { $0.id == id }) else {
            return context.word("publishing.gone_account")
        }
        return "\(context.word("listening.network_\(channel.network.rawValue)")) · \(channel.label)"
    }

    private static func places(_ ids: Set<Int64>, _ channels: [Channel], _ context: some Viewing) -> [Place] {
        ids.sorted().map { Place(id: String($0), label: label($0, channels, context)) }
    }

    /// Taken back here, standing there.
    private static func notice(
        _ post: Post, _ found: Found, _ standing: Set<Int64>, _ context: some Viewing
    ) -> String? {
        let asked = found.changes.filter { $0.kind == .withdraw && $0.state != .dropped && !$0.isRepost }
        guard !asked.isEmpty, !standing.isEmpty else { return nil }
        let places = standing.sorted().map { label($0, found.channels, context) }.joined(separator: ", ")
        return context.word("after.still_stands", ["places": places])
    }

    private static func card(
        _ correction: Correction, _ post: Post, _ channels: [Channel], _ names: [Int64: String],
        _ context: SignedInContext
    ) -> CorrectionCard {
        let person = context.person
        let isMine = correction.author == person.id
        let reaches = correction.waitsAt.map { person.scope(of: $0.right).reaches(post) } ?? false
        let waits = correction.waitsAt.map { context.word("publishing.waits_\($0.rawValue)") } ?? ""
        return CorrectionCard(
            revision: correction.revision,
            who: names[correction.author] ?? context.word("publishing.somebody"),
            at: Moment(correction.changedAt, context.figures), why: correction.why, note: correction.note,
            stage: correction.state == .returned ? context.word("after.correction_is_returned") : waits,
            changes: PostDifference.between(post.content, correction.content, channels, context),
            isReturned: correction.state == .returned,
            mayApprove: correction.state == .review && !isMine && reaches,
            mayDrop: isMine || person.scope(of: .approve).reaches(post))
    }
}

/// One change as pages show it.
struct ChangeLine: Encodable, Sendable {
    let path: String
    let id: String
    let post: String
    let title: String
    let what: String
    let state: String
    let tone: String
    let account: String
    let before: String
    let text: String?
    let reason: String?
    let who: String
    let why: String?
    let error: String?
    let at: Moment
    let settled: Moment?
    let looked: Moment?
    let isUnknown: Bool
    let mayDecide: Bool
    let mayRepost: Bool

    init(
        _ change: Change, _ post: Post, _ channels: [Channel], _ names: [Int64: String], _ context: SignedInContext
    ) {
        func word(_ key: String) -> String { context.word("after.\(key)") }
        path = "/changes/\(change.id)"
        id = String(change.id)
        self.post = "/posts/\(post.id)"
        title = post.content.title.isEmpty ? context.word("publishing.untitled") : post.content.title
        what = word(change.isRepost ? "kind_repost" : "kind_\(change.kind.rawValue)")
        state = word("state_\(change.state.rawValue)")
        tone =
            switch change.state {
            case .done: "good"
            case .unknown, .refused: "bad"
            case .held: "warn"
            default: ""
            }
        account = AfterPart.label(change.channel, channels, context)
        before = change.before
        text = change.text == change.before ? nil : change.text
        reason = change.reason
        who = change.person.map { names[$0] ?? context.word("publishing.somebody") } ?? word("house")
        why = change.state == .done ? nil : change.why.map { word("why_\($0.rawValue)") }
        error = change.error
        at = Moment(change.at, context.figures)
        settled = change.settledAt.map { Moment($0, context.figures) }
        looked = change.lookedAt.map { Moment($0, context.figures) }
        isUnknown = change.state == .unknown
        mayDecide = change.waitsForSomebody && context.person.scope(of: .approve) == .everything
        mayRepost = mayDecide && change.kind == .edit && change.state != .unknown
    }
}
