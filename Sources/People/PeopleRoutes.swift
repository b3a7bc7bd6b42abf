import Kernel
public import Web

/// The pages of this room. `/` is somebody else's.
public struct PeopleRoutes {
    let actions: PeopleActions

    public init(_ actions: PeopleActions) { self.actions = actions }

    public func add(to pages: Pages) {
        SignInRoutes(actions: actions).add(to: pages)
        WelcomeRoutes(actions: actions).add(to: pages)
        AccountRoutes(actions: actions).add(to: pages)
        FactorRoutes(actions: actions).add(to: pages)
        MemberRoutes(actions: actions).add(to: pages)
        OrganisationRoutes(actions: actions).add(to: pages)
        TrailRoutes(actions: actions).add(to: pages)
    }

    /// The heading that the entries stand under.
    public static let group = "web.group_house"

    /// Entries of the navigation, for the binary to put in its order.
    public static let navigation = [
        NavigationItem(
            "people", path: "/people", label: "people.people", icon: "people", right: .administer),
        NavigationItem(
            "organisation", path: "/organisation", label: "people.organisation", icon: "building", right: .administer),
        NavigationItem("audit", path: "/audit", label: "people.audit", icon: "audit", right: .audit),
    ].map { $0.under(group) }
}

/// The fields of a form with the errors of a refusal put where they belong.
func marked(_ fields: [FormField], _ refusal: Refusal?, _ context: some Viewing) -> [FormField] {
    fields.map { field in
        var field = field
        field.error = refusal?.fields[field.name].map { context.word($0) }
        return field
    }
}
