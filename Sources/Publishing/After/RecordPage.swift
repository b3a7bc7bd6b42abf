import Channels
import Kernel
import Networks
import Web

/// The record as people read it.
struct RecordPage: Encodable, Sendable {
    let crumbs: [Crumb]
    let title: String
    let state: String
    let json: String
    let kept: String
    let author: String
    let written: Moment
    let versions: [Version]
    let verdicts: [PostPages.VerdictLine]
    let lifts: [Lift]
    let messages: [Message]
    let withdrawals: [Withdrawal]

    struct Version: Encodable, Sendable {
        let number: Int
        let who: String
        let at: Moment
        let changes: [PostPages.Change]
        let isFirst: Bool
        let text: String
    }
    struct Lift: Encodable, Sendable {
        let rule: String
        let excerpt: String
        let who: String
        let reason: String
        let at: Moment
    }
    struct Message: Encodable, Sendable {
        let account: String
        let role: String
        let state: String
        let version: Int
        let text: String
        let id: String?
        let url: String?
        let at: Moment?
        let figures: [String]
        let figuresAt: Moment?
        let changes: [Change]
    }
    struct Change: Encodable, Sendable {
        let what: String
        let who: String
        let at: Moment
        let text: String?
        let reason: String?
        let error: String?
    }
    struct Withdrawal: Encodable, Sendable {
        let account: String
        let who: String
        let reason: String
        let at: Moment
    }
}

extension RecordPage {
    init(_ material: RecordMaterial, _ years: Int, _ context: SignedInContext) {
        func who(_ id: Int64?) -> String {
            id.map { material.names[$0] ?? context.word("publishing.somebody") } ?? context.word("after.house")
        }
        func moment(_ instant: Instant) -> Moment { Moment(instant, context.figures) }
        let post = material.post
        title = post.content.title.isEmpty ? context.word("publishing.untitled") : post.content.title
        crumbs = [Crumb("/posts", context.word("publishing.posts")), Crumb("/posts/\(post.id)", title)]
        (state, json) = (context.word("publishing.state_\(post.state.rawValue)"), "/posts/\(post.id)/record.json")
        kept = context.count("after.kept_years", years)
        (author, written) = (who(post.author), moment(post.createdAt))
        versions = material.versions.enumerated().map { index, version in
            Version(
                number: version.number, who: who(version.person), at: moment(version.at),
                changes: index == 0
                    ? []
                    : PostDifference.between(
                        material.versions[index - 1].content, version.content, material.channels, context),
                isFirst: index == 0, text: version.content.text)
        }
        verdicts = material.verdicts.map { verdict in
            PostPages.VerdictLine(
                who: verdict.outsider ?? who(verdict.person),
                what: context.word("publishing.verdict_\(verdict.verdict)_\(verdict.stage.rawValue)")
                    + " · " + context.word("after.version", ["n": String(verdict.version)]),
                tone: verdict.verdict == "approved" ? "good" : "", note: verdict.note, at: moment(verdict.at))
        }
        lifts = material.lifts.map {
            Lift(rule: $0.rule, excerpt: $0.excerpt, who: $0.name, reason: $0.reason, at: moment($0.at))
        }
        messages = material.parcels.map { Self.message($0, material, context) }
        withdrawals = material.wishes.map {
            Withdrawal(
                account: AfterPart.label($0.channel, material.channels, context), who: who($0.person),
                reason: $0.reason, at: moment($0.at))
        }
    }

    private static func message(
        _ parcel: Parcel, _ material: RecordMaterial, _ context: SignedInContext
    ) -> Message {
        Message(
            account: AfterPart.label(parcel.channel, material.channels, context),
            role: context.word("publishing.role_\(parcel.role.rawValue)"),
            state: context.word("publishing.sending_\(parcel.state.rawValue)"), version: parcel.version,
            text: material.firstText(parcel), id: parcel.sent?.id, url: parcel.sent?.url,
            at: parcel.settledAt.map { Moment($0, context.figures) },
            figures: FiguresPart.words(PostTotals([parcel]), context),
            figuresAt: parcel.figuresAt.map { Moment($0, context.figures) },
            changes: material.changes.filter { $0.sending == parcel.id }.map { change in
                Change(
                    what: context.word("after.kind_\(change.isRepost ? "repost" : change.kind.rawValue)") + " · "
                        + context.word("after.state_\(change.state.rawValue)"),
                    who: change.person.map { material.names[$0] ?? context.word("publishing.somebody") }
                        ?? context.word("after.house"),
                    at: Moment(change.settledAt ?? change.at, context.figures), text: change.text,
                    reason: change.reason, error: change.error)
            })
    }
}
