import Calendars
import Hummingbird
import Kernel
import Networks
import Storage
import Web

/// `/posts/budget`: what may be spent each month on networks that take money for a post, and what has been.
struct BudgetRoutes: Sendable {
    let desk: PublishingDesk

    func add(to pages: Pages) {
        pages.get("posts/budget", right: .compose) { _, context in try await show(nil, context) }
        pages.post("posts/budget/:network", right: .administer) { form, context in try await set(form, context) }
    }

    /// Networks whose posts have a price.
    private var metered: [Network] {
        Network.allCases.filter { desk.limits.limits(for: $0)?[.postCost]?.value.number ?? 0 > 0 }
    }

    private struct Page: Encodable, Sendable {
        let crumbs: [Crumb]
        let networks: [Line]
        let mayChange: Bool
        let reproach: String?

        struct Line: Encodable, Sendable {
            let network: String
            let path: String
            let price: String
            let linkPrice: String
            let spent: String
            let limit: FormField
            let share: Int
            let months: [Month]
        }

        struct Month: Encodable, Sendable {
            let month: String
            let spent: String
        }
    }

    private func show(_ failure: Failure?, _ context: SignedInContext) async throws -> Response {
        let month = Budget(desk: desk).month
        let known = try await desk.database.read { connection in
            try metered.map { network in
                (
                    network, try Budget.limit(network, in: connection),
                    try Budget.months(network, in: connection)
                )
            }
        }
        func money(_ millicents: Int) -> String { context.figures.decimal(Double(millicents) / 100_000, digits: 2) }
        let lines = known.map { network, limit, months in
            let spent = months.first { $0.month == month }?.millicents ?? 0
            let limits = desk.limits.limits(for: network)
            func price(_ name: FigureName) -> String {
                context.figures.decimal(limits?[name]?.value.number ?? 0, digits: 3)
            }
            return Page.Line(
                network: context.word("listening.network_\(network.rawValue)"),
                path: "/posts/budget/\(network.rawValue)", price: price(.postCost), linkPrice: price(.linkPostCost),
                spent: context.word("publishing.spent", ["spent": money(spent), "limit": money(limit)]),
                limit: FormField(
                    "limit_\(network.rawValue)", label: context.word("publishing.budget_limit"),
                    value: limit == 0 ? "" : money(limit), hint: context.word("publishing.budget_hint"), filter: true),
                share: limit == 0 ? 0 : min(100, spent * 100 / limit),
                months: months.map { Page.Month(month: $0.month, spent: money($0.millicents)) })
        }
        let value = Page(
            crumbs: [Crumb("/posts", context.word("publishing.posts"))], networks: lines,
            mayChange: context.person.scope(of: .administer) == .everything,
            reproach: failure.map { context.reproach($0) })
        return try Web.Page.render(
            "publishing/budget", value, context, status: failure == nil ? .ok : .badRequest)
    }

    private func set(_ form: Query, _ context: SignedInContext) async throws -> Response {
        guard let network = context.page.parameters.get("network").flatMap(Network.init), metered.contains(network)
        else { throw Failure(.notFound, "no such metered network") }
        do {
            try await Budget(desk: desk).allow(network, form["limit_\(network.rawValue)"] ?? "0", by: context.person)
        } catch let failure as Failure where failure.kind == .unusable { return try await show(failure, context) }
        return Web.Page.redirect("/posts/budget", saying: "publishing.said_budget")
    }
}

extension Budget {
    /// The most that anybody may set, in US dollars a month.
    static let most = 100_000.0

    /// - Parameter typed: US dollars, with a point or a comma.
    /// - Throws: `.unusable` for what is no sum.
    func allow(_ network: Network, _ typed: String, by person: Person) async throws {
        guard person.scope(of: .administer) == .everything else {
            throw Failure(.forbidden, "budgets are for the whole organisation")
        }
        let plain = typed.filter { !$0.isWhitespace && $0 != "\u{202f}" && $0 != "\u{a0}" }
            .replacing(",", with: ".")
        guard let dollars = plain.isEmpty ? 0 : Double(plain), dollars.isFinite, (0...Self.most).contains(dollars)
        else {
            throw Failure(.unusable, "no sum from 0 to \(Int(Self.most))", words: "publishing.wrong_sum")
        }
        let (millicents, now) = (Int((dollars * 100_000).rounded()), desk.clock.now())
        try await desk.database.write { connection in
            let before = try Self.limit(network, in: connection)
            guard before != millicents else { return }
            try Self.set(network, millicents, in: connection)
            try Audit.record(
                who: person.id, action: "budget.set", subject: "network", id: nil, before: "{\"millicents\":\(before)}",
                after: "{\"network\":\"\(network.rawValue)\",\"millicents\":\(millicents)}", at: now, in: connection)
        }
    }

    /// What each month took, the latest first.
    static func months(
        _ network: Network, in connection: any Connection
    ) throws -> [(month: String, millicents: Int)] {
        try connection.query(
            "SELECT month, millicents FROM spending WHERE network = $1 ORDER BY month DESC LIMIT 24", [network]
        ).map { (try $0.text("month"), try $0.int("millicents")) }
    }
}
