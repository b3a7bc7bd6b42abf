import Kernel

/// What the layout shows around every page.
struct Shell: Encodable {
    /// Entries of the menu under one heading; what everybody opens each day stands first, without one.
    struct Group: Encodable {
        let heading: String?
        var items: [Item]
    }

    struct Item: Encodable {
        let key: String
        let path: String
        let label: String
        let icon: String
        let current: Bool
        let main: Bool
        let badge: Int?
    }

    struct Who: Encodable {
        let name: String
        let email: String
        let initials: String
    }

    struct Tongues: Encodable {
        let code: String
        let label: String
        /// This page in that language, for a visitor; somebody with an account keeps the choice and comes back to `next`.
        let path: String
        let next: String
    }

    struct Banner: Encodable {
        struct Link: Encodable {
            let path: String
            let label: String
        }

        let id: String
        let title: String
        let text: String
        let since: Moment
        let action: Link?
        let links: [Link]
        let grave: Bool

        init(_ notice: Notice, _ context: some Viewing) {
            id = notice.id
            title = context.word(notice.title)
            text = context.word(notice.text, notice.values)
            since = Moment(notice.since, context.figures)
            action = notice.action.map { Link(path: $0.path, label: context.word($0.word)) }
            links = notice.links.map { Link(path: $0.path, label: context.word($0.word)) }
            grave = notice.grave
        }
    }

    let lang: String
    let appearance: String
    let assets: String
    let csrf: String
    let requestID: String
    let organisation: String?
    let person: Who?
    let menu: [Group]
    let otherTongue: Tongues
    /// Path and query of this page, to come back to it.
    let here: String
    let said: String?
    let notices: [Banner]
    /// Where the events of the notices come from.
    let noticesAddress: String?

    init(_ context: some Viewing) {
        let site = context.site
        lang = context.tongue.rawValue
        appearance = (context.visitor?.appearance ?? .system).rawValue
        assets = site.asset("").dropLast().description
        csrf = context.forgeryToken
        requestID = context.requestID
        organisation = context.visitor.flatMap { $0.organisation.isEmpty ? nil : $0.organisation }
        person = context.visitor.map { Self.who($0.person) }
        menu = Self.menu(context)
        otherTongue = Self.other(context)
        here = context.path
        said = Self.said(context)
        notices = context.notices.map { Banner($0, context) }
        noticesAddress = context.visitor == nil ? nil : site.gate.noticesAddress
    }

    private static func who(_ person: Person) -> Who {
        let initials = person.name.split(separator: " ").prefix(2).compactMap(\.first).map { String($0) }.joined()
        return Who(name: person.name, email: person.email, initials: initials.uppercased())
    }

    private static func menu(_ context: some Viewing) -> [Group] {
        guard let person = context.visitor?.person else { return [] }
        let path = context.path.split(separator: "?").first.map(String.init) ?? "/"
        // The most exact address wins: posters stand below reviews.
        let here = context.site.navigation.filter { path == $0.path || path.hasPrefix($0.path + "/") }
            .max { $0.path.count < $1.path.count }?.key
        return context.site.navigation.reduce(into: []) { menu, entry in
            if person.reach(of: entry.right) == .nothing { return }
            let heading = entry.group.map { context.word($0) }
            if menu.isEmpty || menu[menu.endIndex - 1].heading != heading {
                menu.append(Group(heading: heading, items: []))
            }
            menu[menu.endIndex - 1].items.append(
                Item(
                    key: entry.key, path: entry.path, label: context.word(entry.label), icon: entry.icon,
                    current: entry.key == here, main: entry.main,
                    badge: context.badges[entry.key].flatMap { $0 > 0 ? $0 : nil }))
        }
    }

    private static func other(_ context: some Viewing) -> Tongues {
        let code = context.tongue == .french ? "en" : "fr"
        let path = context.path.split(separator: "?").first.map(String.init) ?? "/"
        let query = context.query.replacing(["lang": code, "said": nil])
        let kept = context.query.replacing(["lang": nil, "said": nil])
        return Tongues(
            code: code, label: code == "en" ? "English" : "Français", path: "\(path)?\(query)",
            next: kept.isEmpty ? path : "\(path)?\(kept)")
    }

    /// Only words made for it can be said, so that an address cannot put others on the page.
    private static func said(_ context: some Viewing) -> String? {
        guard let key = context.query["said"], key.contains(".said_"), context.site.words.has(key) else { return nil }
        return context.word(key)
    }
}
