// Feeds, entries, categories and links.
extension ShapeMachine {
    func rss(_ attributes: ShapeObject) {
        guard !version.hasPrefix("rss") else { return }
        let stated = attributes.text("version") ?? ""
        let known = ["0.91": "rss091u", "0.92": "rss092", "0.93": "rss093", "0.94": "rss094"]
        version = known[stated] ?? (stated.hasPrefix("2.") ? "rss20" : "rss")
    }

    func atom(_ attributes: ShapeObject) {
        inFeed = true
        guard version.isEmpty else { return }
        version = ["0.1": "atom01", "0.2": "atom02", "0.3": "atom03"][attributes.text("version") ?? ""] ?? "atom"
    }

    /// The attributes of CDF.
    func channelDefinition(_ attributes: ShapeObject) {
        if let date = attributes.text("lastmod") { gather("modified", date) }
        if let href = attributes.text("href") { gather("link", href) }
    }

    private func gather(_ name: String, _ text: String) {
        _ = begin(name, ShapeObject(translates: false))
        if !stack.isEmpty { stack[stack.count - 1].pieces = [text] }
        _ = finish(name)
    }

    func entry(_ attributes: ShapeObject) {
        entries.append(ShapeObject())
        push("item", false)
        inEntry = true
        idIsLink = false
        titleDepth = -1
        if let id = attribute(attributes, "rdf:about"), !id.isEmpty { context["id"] = .text(id) }
        channelDefinition(attributes)
    }

    func category(_ attributes: ShapeObject) {
        tag(attributes.text("term"), attributes.text("scheme") ?? attributes.text("domain"), attributes.text("label"))
        push("category", true)
    }

    func tag(_ term: String?, _ scheme: String?, _ label: String?) {
        context.setDefault("tags", .list([]))
        guard [term, scheme, label].contains(where: { $0?.isEmpty == false }) else { return }
        let isKnown = context["tags"]?.items?.contains {
            $0.object?.text("term") == term && $0.object?.text("scheme") == scheme && $0.object?.text("label") == label
        }
        guard isKnown != true else { return }
        let value = ShapeObject([("term", .optional(term)), ("scheme", .optional(scheme)), ("label", .optional(label))])
        context.append("tags", .object(value))
    }

    /// The attributes with their address under `href`.
    func linked(_ attributes: ShapeObject) -> ShapeObject {
        let found = attributes.exists("url") ?? attributes.exists("uri") ?? attributes.exists("href")
        guard let found, !found.isEmpty else { return attributes }
        attributes.remove("url")
        attributes.remove("uri")
        attributes.put("href", .text(found))
        return attributes
    }

    func link(_ attributes: ShapeObject) {
        attributes.setDefault("rel", .text("alternate"))
        attributes.setDefault("type", .text(attributes.text("rel") == "self" ? "application/atom+xml" : "text/html"))
        let link = linked(attributes)
        let href = link.text("href").map(address)
        if let href { link.put("href", .text(href)) }
        context.setDefault("links", .list([]))
        if !(inEntry && inImage) { context.append("links", .object(translated(link))) }
        guard let href else { return push("link", keepsText) }
        if link.text("rel") == "alternate", Self.htmlTypes.contains(Self.mapped(link.text("type") ?? "")) {
            context["link"] = .text(href)
        }
    }
}

extension ShapeObject {
    func exists(_ key: String) -> String? { has(key) ? text(key) : nil }
}
