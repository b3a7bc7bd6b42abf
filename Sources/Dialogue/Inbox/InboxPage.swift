import Channels
import Kernel
import Web

/// What the inbox's page is drawn from.
struct InboxPage: Encodable, Sendable {
    struct Tab: Encodable, Sendable {
        let path: String
        let label: String
        let count: String?
        let current: Bool
    }

    struct Chip: Encodable, Sendable {
        let label: String
        let without: String
    }

    struct Hidden: Encodable, Sendable {
        let name: String
        let value: String
    }

    struct Source: Encodable, Sendable {
        let label: String
        let heard: Moment?
        let visited: Moment?
        let failing: Bool
    }

    let tabs: [Tab]
    let quick: [Tab]
    let orders: [Tab]
    let words: String
    let wordsNote: String?
    let kept: [Hidden]
    let filters: [FormField]
    let filterOpen: Bool
    let chips: [Chip]
    let danger: [InboxRow]
    let rows: [InboxRow]
    let empty: EmptyState?
    let pagination: Pagination
    let next: String
    let people: [FormField.Choice]
    let services: [FormField.Choice]
    let mayDirect: Bool
    let sources: [Source]
    let silent: String?
    let reproach: String?
    let troubles: [ChannelTrouble]
}

/// Draws the inbox from what was read.
struct InboxDrawing {
    let context: SignedInContext
    let filter: InboxFilter
    let reading: InboxReading
    let wards: [Ward]
    let people: [Person]
    let names: [Int64: String]
    let hearings: [HeardSource]
    let troubles: [ChannelTrouble]

    private func word(_ key: String) -> String { context.word("inbox.\(key)") }

    func page(reproach: String?) -> InboxPage {
        let wardNames = Dictionary(wards.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        func row(_ conversation: Conversation) -> InboxRow {
            InboxRow(
                conversation, heard: reading.heard[conversation.root], wards: wardNames, names: names,
                viewers: reading.viewers[conversation.id] ?? [], context)
        }
        let conditions = filter.conditions
        // Each conversation stands on the page once.
        let above = Set(reading.danger.map(\.id))
        return InboxPage(
            tabs: tabs, quick: quick, orders: orders, words: filter.words,
            wordsNote: reading.tooWide ? word("too_wide") : nil,
            kept: filter.fields.filter { $0.name != "q" }.map { InboxPage.Hidden(name: $0.name, value: $0.value) },
            filters: fields, filterOpen: false, chips: conditions.map(chip),
            danger: reading.danger.map(row), rows: reading.found.filter { !above.contains($0.id) }.map(row),
            empty: reading.found.isEmpty ? empty(filtered: !conditions.isEmpty) : nil, pagination: pagination,
            next: filter.address, people: peopleChoices, services: serviceChoices,
            mayDirect: context.person.scope(of: .judge) != .nothing, sources: sources,
            silent: silent, reproach: reproach, troubles: troubles)
    }

    private var tabs: [InboxPage.Tab] {
        InboxFilter.View.allCases.map { view in
            InboxPage.Tab(
                path: filter.with { $0.view = view }.address, label: word("view_\(view.rawValue)"),
                count: reading.counts[view].map(bounded), current: view == filter.view)
        }
    }

    private func bounded(_ count: Int) -> String {
        count > InboxReading.most
            ? context.figures.integer(InboxReading.most) + "+" : context.figures.integer(count)
    }

    private var quick: [InboxPage.Tab] {
        [
            InboxPage.Tab(
                path: filter.with { $0.holder = filter.holder == .mine ? nil : .mine }.address, label: word("mine"),
                count: nil, current: filter.holder == .mine),
            InboxPage.Tab(
                path: filter.with { $0.holder = filter.holder == .nobody ? nil : .nobody }.address,
                label: word("unassigned"), count: nil, current: filter.holder == .nobody),
            InboxPage.Tab(
                path: filter.with { $0.overdue.toggle() }.address, label: word("overdue"), count: nil,
                current: filter.overdue),
        ]
    }

    private var orders: [InboxPage.Tab] {
        [InboxFilter.Order.last, .due].map { order in
            InboxPage.Tab(
                path: filter.with { $0.order = order }.address, label: word("order_\(order.rawValue)"), count: nil,
                current: order == filter.order)
        }
    }

    private func choices(_ all: [(String, String)], _ chosen: String?) -> [FormField.Choice] {
        [FormField.Choice("", word("any"), selected: chosen == nil)]
            + all.map { FormField.Choice($0.0, $0.1, selected: $0.0 == chosen) }
    }

    private var fields: [FormField] {
        let networks = Network.allCases.map { ($0.rawValue, context.word("listening.network_\($0.rawValue)")) }
        let themes = Theme.allCases.map { ($0.rawValue, context.word("listening.theme_\($0.rawValue)")) }
        let polarities = Polarity.allCases.map { ($0.rawValue, context.word("listening.polarity_\($0.rawValue)")) }
        let values = Dictionary(filter.conditions.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        let holders =
            [("me", word("mine")), ("nobody", word("unassigned"))] + sortedPeople.map { (String($0.id), $0.name) }
        let all: [(String, String, [(String, String)])] = [
            ("network", word("filter_network"), networks),
            ("source", word("filter_source"), hearings.map { (String($0.id), $0.label) }),
            ("service", word("filter_service"), visibleWards.map { (String($0.id), $0.name) }),
            ("theme", word("filter_theme"), themes), ("polarity", word("filter_polarity"), polarities),
            ("person", word("filter_person"), holders),
        ]
        return all.map { name, label, list in
            FormField(name, .choice, label: label, choices: choices(list, values[name]), filter: true)
        }
    }

    private func chip(_ condition: (name: String, value: String)) -> InboxPage.Chip {
        let (name, value) = condition
        let label: String =
            switch name {
            case "network", "theme", "polarity": context.word("listening.\(name)_\(value)")
            case "service": wards.first { String($0.id) == value }?.name ?? value
            case "source": hearings.first { String($0.id) == value }?.label ?? value
            case "person":
                value == "me"
                    ? word("mine") : value == "nobody" ? word("unassigned") : names[Int64(value) ?? 0] ?? value
            case "overdue": word("overdue")
            default: "« \(value) »"
            }
        return InboxPage.Chip(label: label, without: filter.without(name))
    }

    private var pagination: Pagination {
        func link(_ name: String, _ key: (time: Int64, id: Int64)?) -> String? {
            key.map { filter.address(with: [(name, "\($0.time).\($0.id)")]) }
        }
        return Pagination(newer: link("before", reading.newer), older: link("after", reading.older))
    }

    private func empty(filtered: Bool) -> EmptyState {
        if filtered {
            return EmptyState(
                icon: "search", title: word("empty_filter_title"), text: word("empty_filter"),
                action: ("/inbox", word("filters_clear")))
        }
        if !reading.anything {
            return EmptyState(icon: "mail", title: word("empty_first_title"), text: word("empty_first"))
        }
        return EmptyState(
            icon: "check", title: word("empty_\(filter.view.rawValue)_title"),
            text: word("empty_\(filter.view.rawValue)"))
    }

    /// A head of service gives to services of her own.
    private var visibleWards: [Ward] { wards.filter { context.scope.covers($0.id) } }
    private var sortedPeople: [Person] { people.sorted { ($0.name, $0.id) < ($1.name, $1.id) } }

    private var peopleChoices: [FormField.Choice] {
        [FormField.Choice("", word("nobody"))]
            + sortedPeople.filter { $0.scope(of: .answer) != .nothing }.map {
                FormField.Choice(String($0.id), $0.id == context.person.id ? word("me") : $0.name)
            }
    }

    private var serviceChoices: [FormField.Choice] {
        visibleWards.map { FormField.Choice(String($0.id), $0.name) }
    }

    private var sources: [InboxPage.Source] {
        hearings.map { hearing in
            InboxPage.Source(
                label: hearing.label, heard: hearing.heardAt.map { Moment($0, context.figures) },
                visited: hearing.visitedAt.map { Moment($0, context.figures) }, failing: hearing.failing)
        }
    }

    /// Said above the list: what is not heard cannot be answered.
    private var silent: String? {
        let failing = hearings.filter(\.failing).map(\.label)
        guard !failing.isEmpty else { return nil }
        return context.word("inbox.silent", ["sources": failing.prefix(3).joined(separator: ", ")])
    }
}

// Long because the list and its controls are one page.
