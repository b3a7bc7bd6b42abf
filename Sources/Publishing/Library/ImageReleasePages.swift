import Hummingbird
import Kernel
import Networks
import Storage
import Web

/// The pages of the register of releases.
struct ImageReleasePages: Sendable {
    let desk: PublishingDesk

    /// A release in the list, and on its own page.
    struct Line: Encodable, Sendable {
        let path: String
        let person: String
        let contact: String
        let holders: [String]
        let networks: [String]
        let purpose: String
        let period: String
        let tone: String
        let state: String
        let isWithdrawn: Bool
        let hasProof: Bool

        init(_ release: ImageRelease, at now: Instant, _ context: some Viewing) {
            func word(_ key: String) -> String { context.word("library.\(key)") }
            path = "/library/releases/\(release.id)"
            (person, contact, purpose) = (release.person, release.contact, release.purpose)
            holders = release.holders.split(separator: "\n").map(String.init)
            networks =
                release.networks.isEmpty
                ? [word("all_networks")] : release.networks.map { context.word("listening.network_\($0.rawValue)") }
            let figures = context.figures
            period = context.word(
                "library.period_text",
                [
                    "from": figures.date(release.beginsAt), "until": figures.date(release.endsAt.adding(seconds: -1)),
                ])
            isWithdrawn = release.withdrawnAt != nil
            hasProof = release.proof != nil
            if let at = release.withdrawnAt {
                (tone, state) = ("bad", context.word("library.withdrawn_on", ["day": figures.date(at)]))
            } else if release.endsAt <= now {
                (tone, state) = ("bad", word("release_ended"))
            } else if release.endsSoon(at: now) {
                (tone, state) = ("warn", word("ends_soon"))
            } else if release.beginsAt > now {
                (tone, state) = ("", word("not_yet"))
            } else {
                (tone, state) = ("good", word("release_good"))
            }
        }
    }

    // MARK: The register

    private struct List: Encodable, Sendable {
        let crumbs: [Crumb]
        let releases: [Line]
        let empty: EmptyState?
        let soon: String?
    }

    func list(_ context: SignedInContext) async throws -> Response {
        try ImageReleaseActions.right(context.person)
        let now = desk.clock.now()
        let all = try await desk.database.read { try ImageReleaseStore.all(at: now, in: $0) }
        let soon = all.count { $0.endsSoon(at: now) }
        let value = List(
            crumbs: [Crumb("/library", context.word("library.library"))],
            releases: all.map { Line($0, at: now, context) },
            empty: all.isEmpty
                ? EmptyState(
                    icon: "person", title: context.word("library.register_empty_title"),
                    text: context.word("library.register_empty"),
                    action: ("/library/releases/new", context.word("library.release_new"))) : nil,
            soon: soon > 0 ? context.count("library.ending", soon) : nil)
        return try Page.render("library/releases", value, context)
    }

    // MARK: One

    private struct One: Encodable, Sendable {
        let crumbs: [Crumb]
        let line: Line
        let items: [LibraryCard]
        let posts: [LibraryPages.Use]
        let mayWithdraw: Bool
        let reproach: String?
    }

    func one(_ id: Int64, _ failure: Failure?, _ context: SignedInContext) async throws -> Response {
        let release = try await ImageReleaseActions(desk: desk).find(id, for: context.person)
        let (items, posts) = try await desk.database.read { connection in
            (
                try ImageReleaseStore.items(of: id, in: connection),
                try ImageReleaseActions.showing(id, in: connection).map(\.post)
            )
        }
        let value = One(
            crumbs: Self.crumbs(context), line: Line(release, at: desk.clock.now(), context),
            items: items.map { LibraryCard($0, context) }, posts: posts.map { LibraryPages.use($0, context) },
            mayWithdraw: release.withdrawnAt == nil, reproach: failure.map { context.reproach($0) })
        return try Page.render("library/release", value, context, status: failure.status)
    }

    private static func crumbs(_ context: some Viewing) -> [Crumb] {
        [
            Crumb("/library", context.word("library.library")),
            Crumb("/library/releases", context.word("library.register")),
        ]
    }

    // MARK: The form

    private struct Sheet: Encodable, Sendable {
        let crumbs: [Crumb]
        let pageTitle: String
        let path: String
        let release: String
        let fields: [FormField]
        let minor: [FormField]
        let period: [FormField]
        let networks: [FormField.Choice]
        let hasProof: Bool
        let reproach: String?
    }

    func form(
        _ sent: ImageReleaseForm, _ known: ImageRelease?, _ failure: Failure?, _ context: SignedInContext
    ) throws -> Response {
        func word(_ key: String) -> String { context.word("library.\(key)") }
        func wrong(_ key: String) -> String? { failure?.words == "library.\(key)" ? word(key) : nil }
        func field(_ name: String, _ kind: FormField.Kind = .text, _ value: String, _ hint: String? = nil) -> FormField
        {
            FormField(
                name, kind, label: word("release_\(name)"), value: value, hint: hint.map { word($0) },
                error: wrong("\(name)_wrong"), required: true, autocomplete: kind == .text ? "off" : nil)
        }
        let value = Sheet(
            crumbs: Self.crumbs(context), pageTitle: known?.person ?? word("release_new"),
            path: known.map { "/library/releases/\($0.id)" } ?? "/library/releases",
            release: String(known?.id ?? sent.id ?? desk.newID()),
            fields: [
                field("person", .text, sent.person), field("contact", .text, sent.contact, "release_contact_hint"),
                field("purpose", .area, sent.purpose, "release_purpose_hint"),
            ],
            minor: [
                FormField("minor", .box, label: word("minor"), checked: sent.isMinor),
                FormField(
                    "first", label: word("holder_first"), value: sent.first, error: wrong("holders_wrong"), filter: true
                ),
                FormField("second", label: word("holder_second"), value: sent.second, filter: true),
                FormField("alone", .box, label: word("holder_alone"), checked: sent.isAlone),
            ],
            period: [
                FormField(
                    "begins", .date, label: word("begins"), value: sent.begins,
                    error: wrong("day_wrong") ?? wrong("period_wrong"), required: true),
                FormField("ends", .date, label: word("ends"), value: sent.ends, required: true),
            ],
            networks: ImageReleaseForm.offered.map {
                FormField.Choice(
                    $0.rawValue, context.word("listening.network_\($0.rawValue)"), selected: sent.networks.contains($0))
            },
            hasProof: known?.proof != nil, reproach: failure.map { context.reproach($0) })
        return try Page.render("library/release-form", value, context, status: failure.status)
    }
}
