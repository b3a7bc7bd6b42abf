import Hummingbird
import HTTPTypes
import Kernel
import Storage
import Web

/// "Vous avez dit, nous avons fait": the page that anybody may read, and its feed.
struct PublicRoutes: Sendable {
    let desk: DialogueDesk

    func add(to pages: Pages) {
        pages.openGet("nous-avons-fait") { _, context in try await show(context) }
        pages.openGet("nous-avons-fait.atom") { _, context in try await feed(context) }
    }

    /// Days of the share of concerns.
    private static let year = 365

    private func show(_ context: PageContext) async throws -> Response {
        let service = context.query["service"].flatMap { Int64($0) }
        let last = Self.last(context.query["after"])
        let start = desk.clock.now().adding(days: -Self.year)
        let (items, services, share) = try await desk.database.read { connection in
            (
                try PublicStore.list(service: service, after: last, in: connection),
                try PublicStore.services(in: connection), try PublicStore.share(since: start, in: connection)
            )
        }
        let wards = try await desk.staff.wards()
        let value = PublicPage(
            items, wards: wards, services: services, chosen: service, share: share, isFirst: last == nil,
            organisation: try await desk.staff.organisation(), context)
        var response = try Page.render("improvement/public", value, context)
        response.headers[.cacheControl] = "no-cache"
        return response
    }

    /// `DAY-ID` of the last one seen.
    private static func last(_ text: String?) -> (day: Int, id: Int64)? {
        guard let parts = text?.split(separator: "-"), parts.count == 2, let day = Int(parts[0]),
            let id = Int64(parts[1])
        else { return nil }
        return (day, id)
    }

    private func feed(_ context: PageContext) async throws -> Response {
        let service = context.query["service"].flatMap { Int64($0) }
        let items = try await desk.database.read {
            try PublicStore.list(service: service, after: nil, limit: 50, in: $0)
        }
        let names = Dictionary(try await desk.staff.wards().map { ($0.id, $0.name) }) { first, _ in first }
        let atom = PublicFeed(
            items: items, names: names, organisation: try await desk.staff.organisation(), home: context.home,
            at: desk.clock.now(), service: service)
        return Response(
            status: .ok, headers: [.contentType: "application/atom+xml; charset=utf-8", .cacheControl: "no-cache"],
            body: .init(byteBuffer: .init(string: atom.text { context.word($0) })))
    }
}

/// The page's value. It is made of `PublicAction`s and counts alone.
struct PublicPage: Encodable, Sendable {
    struct Item: Encodable, Sendable {
        let id: String
        let said: String
        let done: String
        let date: String
        let machine: String
        let service: String
        let theme: String?
        let voices: String
    }

    let organisation: String
    let items: [Item]
    let empty: EmptyState?
    let filters: [FormField]
    let hasFilter: Bool
    /// Nil while nothing was answered.
    let share: String?
    let numbers: String
    let definition: String
    let feed: String
    let older: String?

    init(
        _ found: [PublicAction], wards: [Ward], services: Set<Int64>, chosen: Int64?, share: ConcernShare,
        isFirst: Bool, organisation: String, _ context: PageContext
    ) {
        let figures = context.figures
        let names = Dictionary(wards.map { ($0.id, $0.name) }) { first, _ in first }
        self.organisation = organisation
        let shown = found.prefix(PublicStore.page)
        items = shown.map { Self.item($0, names, context) }
        empty =
            found.isEmpty
            ? EmptyState(
                icon: "heart", title: context.word("improvement.public_empty_title"),
                text: context.word("improvement.public_empty"),
                action: chosen == nil ? nil : ("/nous-avons-fait", context.word("improvement.public_all"))) : nil
        let listed = wards.filter { services.contains($0.id) }
        hasFilter = listed.count > 1
        filters = [
            FormField(
                "service", .choice, label: context.word("improvement.service"),
                choices: [FormField.Choice("", context.word("improvement.public_all_services"))]
                    + listed.map { FormField.Choice(String($0.id), $0.name, selected: $0.id == chosen) },
                filter: true)
        ]
        self.share =
            share.answered == 0
            ? nil : share.share.map { figures.percent($0) } ?? figures.integer(share.changed)
        numbers = Self.numbers(share, context)
        definition = context.word("improvement.share_definition")
        feed = "/nous-avons-fait.atom" + (chosen.map { "?service=\($0)" } ?? "")
        older =
            found.count > PublicStore.page
            ? shown.last.map {
                "/nous-avons-fait?" + context.query.replacing(["after": "\($0.madeDay)-\($0.id)", "said": nil])
            } : nil
    }

    private static func numbers(_ share: ConcernShare, _ context: PageContext) -> String {
        let key = share.answered == 0 ? "share_none" : share.share == nil ? "share_few" : "share_numbers"
        return context.word(
            "improvement.\(key)",
            [
                "changed": context.figures.integer(share.changed),
                "answered": context.figures.integer(share.answered),
            ])
    }

    private static func item(_ action: PublicAction, _ names: [Int64: String], _ context: PageContext) -> Item {
        Item(
            id: "action-\(action.id)", said: action.said, done: action.done,
            date: context.figures.date(day: action.madeDay), machine: ImprovementForm.date(action.madeDay),
            service: action.service.flatMap { names[$0] } ?? context.word("improvement.whole"),
            theme: action.theme.map { context.word("listening.theme_\($0.rawValue)") },
            voices: context.count("improvement.public_voices", action.voices))
    }
}

/// The same as an Atom feed (RFC 4287).
struct PublicFeed: Sendable {
    let items: [PublicAction]
    let names: [Int64: String]
    let organisation: String
    let home: String
    let at: Instant
    let service: Int64?

    func text(_ word: (String) -> String) -> String {
        let address = home + "/nous-avons-fait"
        let query = service.map { "?service=\($0)" } ?? ""
        let newest = items.map(\.changedAt).max() ?? at
        var lines = [
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"fr\">",
            "<id>\(escape(address + query))</id>",
            "<title>\(escape(word("improvement.public_title")))</title>",
            "<author><name>\(escape(organisation))</name></author>",
            "<updated>\(Figures.machine(newest))</updated>",
            "<link rel=\"self\" type=\"application/atom+xml\" href=\"\(escape(address + ".atom" + query))\"/>",
            "<link rel=\"alternate\" type=\"text/html\" href=\"\(escape(address + query))\"/>",
        ]
        for item in items { lines += entry(item, address, word) }
        return (lines + ["</feed>"]).joined(separator: "\n") + "\n"
    }

    private func entry(_ item: PublicAction, _ address: String, _ word: (String) -> String) -> [String] {
        let place = item.service.flatMap { names[$0] } ?? word("improvement.whole")
        let theme = item.theme.map { " · " + word("listening.theme_\($0.rawValue)") } ?? ""
        let said = word("improvement.public_said") + " " + item.said
        let done = word("improvement.public_done") + " " + item.done
        return [
            "<entry>", "<id>\(escape(address))#action-\(item.id)</id>", "<title>\(escape(place + theme))</title>",
            "<link rel=\"alternate\" type=\"text/html\" href=\"\(escape(address))#action-\(item.id)\"/>",
            "<published>\(Figures.machine(item.publishedAt))</published>",
            "<updated>\(Figures.machine(item.changedAt))</updated>",
            "<content type=\"text\">\(escape(said + "\n" + done))</content>", "</entry>",
        ]
    }

    /// Text for XML 1.0: what it may not hold is left out.
    private func escape(_ text: String) -> String {
        SafeHTML.escape(text.filter { !$0.unicodeScalars.contains { $0.value == 0xFFFE || $0.value == 0xFFFF } })
    }
}
