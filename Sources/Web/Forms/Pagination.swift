/// Links to the newer and the older page of a list (`{{>web/pagination}}`); nil where there is none. Lists are cut by
/// the last item seen, never by a count, so that page one thousand costs what page one does.
public struct Pagination: Encodable, Sendable {
    public let newer: String?
    public let older: String?
    public let any: Bool

    public init(newer: String? = nil, older: String? = nil) {
        self.newer = newer
        self.older = older
        any = newer != nil || older != nil
    }
}

/// What a list says when there is nothing in it, and what to do about it (`{{>web/empty}}`).
public struct EmptyState: Encodable, Sendable {
    public struct Action: Encodable, Sendable {
        public let path: String
        public let label: String
    }

    public let icon: String
    public let title: String
    public let text: String
    public let action: Action?

    public init(icon: String, title: String, text: String, action: (path: String, label: String)? = nil) {
        self.icon = icon
        self.title = title
        self.text = text
        self.action = action.map { Action(path: $0.path, label: $0.label) }
    }
}

/// One step of the path shown above a title (`{{>web/crumbs}}` with `crumbs`).
public struct Crumb: Encodable, Sendable {
    public let path: String
    public let label: String

    public init(_ path: String, _ label: String) {
        self.path = path
        self.label = label
    }
}
