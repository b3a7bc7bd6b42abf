import HTTPTypes
import Hummingbird
import Kernel
import Paper
import Storage
import Web

/// The public pages that explain an examination: `/comprendre`. No account, no cookie, no third party; and the cards that
/// lead to them, for the letter of the appointment.
struct OwnPageRoutes: Sendable {
    let desk: PublishingDesk

    func add(to pages: Pages) {
        pages.openGet("comprendre") { _, context in try await list(context) }
        pages.openGet("comprendre/:slug") { _, context in try await show(context) }
        pages.get("posts/:id/cards.pdf", right: .compose) { _, context in try await cards(context) }
    }

    private struct List: Encodable, Sendable {
        let frame: Frame
        let pages: [Link]
        let isEmpty: Bool

        struct Link: Encodable, Sendable {
            let path: String
            let heading: String
            let lang: String
        }
    }

    /// What surrounds every public page.
    struct Frame: Encodable, Sendable {
        let hospital: String
        let suffix: String

        init(_ hospital: String, _ context: PageContext) {
            self.hospital = hospital
            suffix = context.query["lang"] == nil ? "" : "?lang=\(context.tongue.rawValue)"
        }
    }

    private func list(_ context: PageContext) async throws -> Response {
        let now = desk.clock.now()
        let shown = try await desk.database.read { try OwnPageStore.all(at: now, in: $0) }
        let frame = Frame(try await desk.staff.organisation(), context)
        let value = List(
            frame: frame,
            pages: shown.map {
                List.Link(path: $0.path + frame.suffix, heading: $0.page.heading, lang: $0.language)
            }, isEmpty: shown.isEmpty)
        return try Page.render("explainers/list", value, context)
    }

    private struct One: Encodable, Sendable {
        let frame: Frame
        let heading: String
        let lang: String
        let parts: [Part]
        let source: String?
        let sourceDate: String?
        let readBy: String?
        let readOn: String?
        let isGone: Bool

        struct Part: Encodable, Sendable {
            let title: String
            let paragraphs: [String]
        }
    }

    private func show(_ context: PageContext) async throws -> Response {
        let (slug, now) = (context.parameters.get("slug") ?? "", desk.clock.now())
        let shown = try await desk.database.read { try OwnPageStore.shown(slug, at: now, in: $0) }
        let isGone = shown.withdrawnAt != nil
        let facts = shown.facts
        func word(_ key: String) -> String { context.word("explainers.\(key)") }
        let value = One(
            frame: Frame(try await desk.staff.organisation(), context), heading: shown.page.heading,
            lang: shown.language,
            parts: isGone
                ? []
                : shown.page.parts.map {
                    One.Part(
                        title: word("part_\($0.name)"),
                        paragraphs: $0.text.split(separator: "\n").map(String.init).filter { !$0.isEmpty })
                },
            source: facts.source, sourceDate: facts.sourceDate, readBy: facts.readBy, readOn: facts.readOn,
            isGone: isGone)
        // What was withdrawn says so for good (RFC 9110 section 15.5.11).
        return try Page.render("explainers/one", value, context, status: isGone ? .gone : .ok)
    }

    // MARK: Cards

    private func cards(_ context: SignedInContext) async throws -> Response {
        let post = try await PostActions(desk: desk).find(try PostRoutes.id(context), for: context.person)
        guard let site = desk.site else {
            throw Failure(.conflict, "no public address is set", words: "explainers.siteless")
        }
        guard let shown = try await desk.database.read({ try OwnPageStore.of(post.id, in: $0) }) else {
            throw Failure(.notFound, "this post has no page of ours")
        }
        let sheet = CardSheet(
            organisation: try await desk.staff.organisation(), heading: shown.page.heading, link: site + shown.path,
            date: desk.clock.now(), words: context.site.words, tongue: shown.language == "en" ? .english : .french)
        return Download.response(try sheet.pdf(), type: Download.pdf, name: "\(shown.slug).pdf")
    }
}

/// Ten cards on a page, to be put into the envelope of an appointment: a code that leads to the explanation.
struct CardSheet: Sendable {
    let organisation: String
    let heading: String
    let link: String
    let date: Instant
    let words: Words
    let tongue: Tongue

    func pdf() throws -> [UInt8] {
        let typed = link.replacing("https://", with: "").replacing("http://", with: "")
        let card = Cards.Card(
            title: heading, text: "\(organisation)\n\(words("explainers.card_text", tongue))", note: typed,
            code: try QRMatrix(link), codeLabel: words("explainers.card_code", tongue, ["link": typed]))
        return try Paper.pdf(
            Sheet(
                .a4, margin: 16, tongue: tongue, title: heading, author: organisation, subject: link, date: date,
                numbered: false, blocks: [.cards(Cards(Array(repeating: card, count: 10)))]))
    }
}
