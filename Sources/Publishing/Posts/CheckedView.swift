import Channels
import Deontology
import Kernel
import Networks
import Privacy
import Web

/// What the checks say, beside the composer and on the post's page.
struct CheckedView: Encodable, Sendable {
    let tone: String
    let headline: String
    let found: [Found]
    let faces: [Face]
    let identifiers: [String]
    let unfinished: [String]

    struct Found: Encodable, Sendable {
        let rule: String
        let tone: String
        let excerpt: String
        let asks: String
        let reason: String
        let advice: String
        let article: String
        let lifted: String?
        let better: String?
    }

    struct Face: Encodable, Sendable {
        let id: String
        let label: String
        let counts: [String]
        /// The first message is longer than the network takes.
        let isOver: Bool
        let limits: [Limit]
        /// What a metered network would take.
        let price: String?
        let network: String
        /// What the public will see, where it is not shown beside.
        let preview: PostPreview?
    }

    struct Limit: Encodable, Sendable {
        let tone: String
        let text: String
        /// Where the figure comes from, and how old it is.
        let basis: String?
    }

    /// - Parameter previews: what the public will see on each account, shown with what the checks say of it.
    init(
        _ checked: CheckedPost, _ content: PostContent, previews: [PostPreview] = [], _ context: some Viewing
    ) {
        func word(_ key: String, _ values: [String: String] = [:]) -> String {
            context.word("publishing.\(key)", values)
        }
        found =
            checked.released.map { Self.found($0, context) } + checked.findings.map { Self.found($0, checked, context) }
        let blocks = checked.blocks
        let warns =
            checked.findings.contains { $0.severity == .review || $0.severity == .warn }
            || checked.faces.contains { !$0.limits.isEmpty }
        tone = blocks > 0 ? "block" : warns ? "warn" : "none"
        headline = blocks > 0 ? context.count("publishing.blocks", blocks) : word(warns ? "to_read" : "nothing_found")
        identifiers = checked.identifiers.map(\.text)
        unfinished = checked.unfinished
        faces = checked.faces.map { face in
            Face(
                id: String(face.channel.id), label: face.channel.label,
                counts: face.counts.map { Self.count($0, context) },
                isOver: face.counts.contains { count in count.most.map { count.count > $0 } ?? false },
                limits: face.limits.map { Self.limit($0, context) },
                price: face.price.map {
                    word("price", ["price": context.figures.decimal(Double($0) / 100_000, digits: 3)])
                },
                network: context.word("listening.network_\(face.channel.network.rawValue)"),
                preview: previews.first { $0.channel == face.channel.id })
        }
    }

    /// A fact of the release that the post changes: nobody sets it aside.
    private static func found(_ finding: FactFinding, _ context: some Viewing) -> Found {
        Found(
            rule: "RELEASE-FACT", tone: "block", excerpt: finding.now, asks: context.word("publishing.asks_block"),
            reason: context.word("press.fact_\(finding.kind.rawValue)"),
            advice: finding.fact.map { context.word("press.fact_is", ["fact": $0]) }
                ?? context.word("press.fact_advice_\(finding.kind.rawValue)"), article: "",
            lifted: context.word("press.fact_locked"), better: nil)
    }

    private static func count(_ count: FaceCount, _ context: some Viewing) -> String {
        let unit = context.word("publishing.unit_\(count.unit)")
        let figures = context.figures
        guard let most = count.most else { return "\(figures.integer(count.count)) \(unit)" }
        return "\(figures.integer(count.count)) / \(figures.integer(most)) \(unit)"
    }

    private static func found(_ finding: Finding, _ checked: CheckedPost, _ context: some Viewing) -> Found {
        let lift = checked.lifts.first { $0.rule == finding.rule && $0.excerpt == finding.excerpt }
        let tone = lift != nil ? "lifted" : finding.severity == .block ? "block" : "warn"
        return Found(
            rule: finding.rule, tone: tone, excerpt: finding.excerpt,
            asks: context.word("publishing.asks_\(tone)"),
            reason: finding.message.in(context.tongue),
            advice: finding.advice.in(context.tongue), article: finding.article,
            lifted: lift.map { context.word("publishing.lifted_by", ["name": $0.name, "reason": $0.reason]) },
            better: finding.rewrite)
    }
}
