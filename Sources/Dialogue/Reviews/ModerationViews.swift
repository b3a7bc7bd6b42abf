// Long because it is all that one page shows of a review.

import Kernel
import Privacy
import Web

/// The lists that moderators choose among.
enum ModerationTab: String, Sendable, CaseIterable {
    case waiting, asked, published, refused, gone

    var states: [Review.State] {
        switch self {
        case .waiting: [.waiting]
        case .asked: [.changeAsked]
        case .published: [.published]
        case .refused: [.refused]
        case .gone: [.folded, .withdrawn, .forgotten]
        }
    }
}

struct ModerationList: Encodable, Sendable {
    struct Tab: Encodable, Sendable {
        let path: String
        let label: String
        let count: String
        let current: Bool
    }

    struct Line: Encodable, Sendable {
        let path: String
        let service: String
        let text: String
        let lang: String
        let feeling: String?
        let tone: String
        let at: Moment
        let due: String?
        let late: Bool
        let danger: Bool
        let held: Bool
    }

    let tabs: [Tab]
    let reviews: [Line]
    let empty: EmptyState?
    let late: String?
    let claims: String?
    let fairness: FairnessView

    init(
        _ reviews: [Review], tab: ModerationTab, counts: [Review.State: Int], claims: Int, wards: [Ward],
        fairness: ReviewFairness, _ context: SignedInContext
    ) {
        tabs = ModerationTab.allCases.map { one in
            Tab(
                path: "/reviews/moderation?tab=\(one.rawValue)", label: context.word("reviews.tab_\(one.rawValue)"),
                count: context.figures.integer(one.states.reduce(0) { $0 + (counts[$1] ?? 0) }), current: one == tab)
        }
        let now = context.site.clock.now()
        let known = Dictionary(wards.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.reviews = reviews.sorted { $0.distress && !$1.distress }.map { review in
            let waits = review.state == .waiting
            return Line(
                path: "/reviews/moderation/\(review.id)",
                service: review.service.flatMap { known[$0]?.name } ?? context.word("reviews.service_unsaid"),
                text: Self.short(review.publicText), lang: review.tongue.rawValue,
                feeling: review.feeling.map { context.word("reviews.feeling_\($0.rawValue)") },
                tone: review.feeling.map { [.good: "good", .mixed: "warn", .bad: "bad"][$0] ?? "" } ?? "",
                at: Moment(review.submittedAt, context.figures),
                due: waits ? context.figures.dateTime(review.dueAt) : nil, late: waits && review.dueAt < now,
                danger: review.distress, held: review.held)
        }
        empty =
            reviews.isEmpty
            ? EmptyState(
                icon: "check", title: context.word("reviews.none_title"),
                text: context.word("reviews.none_\(tab.rawValue)")) : nil
        let overdue = self.reviews.count(where: \.late)
        late = overdue > 0 ? context.count("reviews.late", overdue) : nil
        self.claims = claims > 0 ? context.count("reviews.claims_open", claims) : nil
        self.fairness = FairnessView(fairness, context)
    }

    private static func short(_ text: String) -> String { text.count > 280 ? text.prefix(279) + "…" : text }
}

/// One review before its moderator: as it was written, as everybody would read it.
struct ModerationPage: Encodable, Sendable {
    struct Piece: Encodable, Sendable {
        let text: String
        let masked: Bool
    }

    struct Mask: Encodable, Sendable {
        let name: String
        let text: String
        let kind: String
        let styles: [FormField.Choice]
    }

    let crumbs: [Crumb]
    let id: Int64
    let version: Int64
    let path: String
    let service: String
    let state: String
    let tone: String
    let given: Moment
    let facts: [String]
    let due: String?
    let late: Bool
    let danger: Bool
    let held: Bool
    let pieces: [Piece]
    let publicText: String
    let lang: String
    let masks: [Mask]
    let words: String
    let why: String
    let reasons: [FormField.Choice]
    let note: String
    let decided: String?
    let reason: String?
    let told: String?
    let answers: [PublicReview.Answer]
    let conversation: String?
    let mayModerate: Bool
    let open: Bool
    let mayPublish: Bool
    let mayRefuse: Bool
    let reproach: String?

    init(
        _ review: Review, answers: [ReviewAnswer], ward: Ward?, names: [Int64: String], conversation: Int64?,
        sent: Query, wrong: String?, _ context: SignedInContext
    ) {
        let figures = context.figures
        crumbs = [Crumb("/reviews/moderation", context.word("reviews.moderation"))]
        (id, version, lang) = (review.id, review.version, review.tongue.rawValue)
        path = "/reviews/moderation/\(review.id)"
        service = ward.map { "\($0.name) · \($0.establishmentName)" } ?? context.word("reviews.service_unsaid")
        state = context.word("reviews.state_\(review.state.rawValue)")
        tone = [.published: "good", .refused: "bad", .changeAsked: "warn"][review.state] ?? "accent"
        given = Moment(review.submittedAt, figures)
        facts =
            [
                review.feeling.map { context.word("reviews.feeling_\($0.rawValue)") },
                review.speaker.map { context.word("reviews.speaker_\($0.rawValue)") },
                review.stayMonth.map { ReviewMonth.words($0, context) },
            ].compactMap { $0 } + review.themes.map { context.word("reviews.theme_\($0.rawValue)") }
        due = review.state == .waiting ? figures.dateTime(review.dueAt) : nil
        late = review.state == .waiting && review.dueAt < context.site.clock.now()
        (danger, held) = (review.distress, review.held)
        pieces = Self.pieces(review)
        publicText = review.publicText
        masks = review.masks.enumerated().map { index, mask in Self.mask(index, mask, review, context) }
        words = sent["words"] ?? ""
        why = sent["why"] ?? ""
        reasons =
            [FormField.Choice("", context.word("reviews.choose"))]
            + Review.Reason.allCases.map {
                FormField.Choice(
                    $0.rawValue, context.word("reviews.reason_\($0.rawValue)"), selected: $0.rawValue == sent["reason"])
            }
        note = sent["note"] ?? ""
        decided = review.verdictAt.map { at in
            context.word(
                "reviews.decided_by",
                ["who": review.verdictBy.flatMap { names[$0] } ?? "–", "when": figures.dateTime(at)])
        }
        reason = review.reason.map { context.word("reviews.reason_\($0.rawValue)") }
        told = review.note
        self.answers = answers.map { PublicReview.Answer(text: $0.text, at: figures.date($0.at)) }
        self.conversation = conversation.map { "/inbox/\($0)" }
        let scope = context.person.scope(of: .moderate)
        mayModerate = scope == .everything || review.service.map { scope.covers($0) } == true
        open = !review.state.isGone && review.state != .folded
        mayPublish = review.state != .published
        mayRefuse = review.state != .refused
        reproach = wrong
    }

    private static func mask(_ index: Int, _ mask: ReviewMask, _ review: Review, _ context: some Viewing) -> Mask {
        let styles: [ReviewMask.Style] = mask.kind == .name ? [.hidden, .initial, .shown] : [.hidden, .shown]
        let scalars = Array(review.text.unicodeScalars)
        let range = mask.range.clamped(to: 0..<scalars.count)
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        return Mask(
            name: "mask-\(index)", text: String(view), kind: context.word("reviews.kind_\(mask.kind.rawValue)"),
            styles: styles.map {
                FormField.Choice($0.rawValue, context.word("reviews.style_\($0.rawValue)"), selected: $0 == mask.style)
            })
    }

    /// The text as it was written, cut where something is hidden.
    private static func pieces(_ review: Review) -> [Piece] {
        let scalars = Array(review.text.unicodeScalars)
        var out: [Piece] = []
        var position = 0
        func add(_ end: Int, masked: Bool) {
            guard end > position else { return }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[position..<end])
            out.append(Piece(text: String(view), masked: masked))
            position = end
        }
        for mask in ReviewMask.merged(review.masks) where mask.range.upperBound <= scalars.count {
            add(mask.range.lowerBound, masked: false)
            add(mask.range.upperBound, masked: true)
        }
        add(scalars.count, masked: false)
        return out
    }
}
