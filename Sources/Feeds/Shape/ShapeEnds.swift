// What the end of each element does.
extension ShapeMachine {
    /// - Returns: whether the element is known.
    func finish(_ name: String) -> Bool {
        if let (gathered, parsed) = Self.dates[name] {
            let value = pop(gathered)
            save(parsed, ShapeDate.parse(value), overwrite: true)
            return true
        }
        switch name {
        case "channel", "feed": inFeed = false
        case "image":
            pop("image")
            inImage = false
        case "textinput":
            pop("textinput")
            inTextInput = false
        case "author", "managingeditor", "dc_author", "dc_creator", "itunes_author":
            pop("author")
            inAuthor = false
            synchronise("author")
        case "contributor":
            pop("contributor")
            inContributor = false
        case "dc_contributor":
            named("name")
            inContributor = false
        case "name", "itunes_name": named("name")
        case "email", "itunes_email": named("email")
        case "url", "homepage", "uri": named("href")
        case "width", "height":
            let value = pop(name)
            if inImage { context[name] = .integer(value.flatMap { DateNumber.parse($0) } ?? 0) }
        case "item", "entry", "product":
            pop("item")
            inEntry = false
            hasContent = false
        case "language", "dc_language": language = pop("language")
        case "webmaster", "dc_publisher":
            pop("publisher")
            synchronise("publisher")
        case "category", "keywords", "dc_subject", "media_category", "itunes_category": category()
        case "link": pop("link")
        case "guid", "id": identifier()
        default: return construct(name) || other(name)
        }
        return true
    }

    private static let dates: [String: (String, String)] = [
        "published": ("published", "published_parsed"), "issued": ("published", "published_parsed"),
        "pubdate": ("published", "published_parsed"), "dcterms_issued": ("published", "published_parsed"),
        "updated": ("updated", "updated_parsed"), "modified": ("updated", "updated_parsed"),
        "lastbuilddate": ("updated", "updated_parsed"), "dc_date": ("updated", "updated_parsed"),
        "dcterms_modified": ("updated", "updated_parsed"), "created": ("created", "created_parsed"),
        "dcterms_created": ("created", "created_parsed"), "expirationdate": ("expired", "expired_parsed"),
    ]

    private func construct(_ name: String) -> Bool {
        switch name {
        case "title", "dc_title": title()
        case "media_title":
            let depth = titleDepth
            title()
            titleDepth = depth
        case "subtitle", "tagline", "itunes_subtitle": pop(content: "subtitle")
        case "rights", "copyright", "dc_rights": pop(content: "rights")
        case "info", "feedburner_browserfriendly": pop(content: "info")
        case "description", "abstract", "dc_description", "media_description":
            if summaryKey == "content" { contentEnded() } else { pop(content: "description") }
            summaryKey = nil
        case "summary", "itunes_summary":
            if summaryKey == "content" { contentEnded() } else { pop(content: summaryKey ?? "summary") }
            summaryKey = nil
        case "content", "body", "xhtml_body", "content_encoded", "fullitem": contentEnded()
        default: return false
        }
        return true
    }

    private func title() {
        guard drawing == 0 else { return }
        if let value = pop(content: "title"), !value.isEmpty { titleDepth = depth }
    }

    private func contentEnded() {
        let type = Self.mapped(contentType ?? "")
        let copies = type == "text/plain" || Self.htmlTypes.contains(type)
        let value = pop(content: "content")
        if copies { save("summary", .optional(value)) }
    }

    private func other(_ name: String) -> Bool {
        switch name {
        case "generator":
            let value = pop("generator")
            context["generator_detail"]?.object?["name"] = .optional(value)
        case "source":
            inSource = false
            if let value = pop("source"), !value.isEmpty { source["title"] = .text(value) }
            context["source"] = .object(source.copy())
            for key in source.keys { source.remove(key) }
        case "newlocation":
            let url = pop("newlocation")
            if context === feed { context["newlocation"] = .text(ShapeAddress.safe(base, PythonText.strip(url ?? ""))) }
        case "tags":
            for term in (pop("tags") ?? "").split(separator: ",") { tag(PythonText.strip(String(term)), nil, nil) }
        case "itunes_keywords", "media_keywords":
            for term in (pop(name) ?? "").split(separator: ",") where !PythonText.strip(String(term)).isEmpty {
                tag(PythonText.strip(String(term)), name == "itunes_keywords" ? "http://www.itunes.com/" : nil, nil)
            }
        case "itunes_owner":
            pop("publisher")
            inPublisher = false
            synchronise("publisher")
        case "itunes_block":
            context["itunes_block"] = .integer(["yes", "Yes"].contains(pop(name, strip: false)) ? 1 : 0)
        case "itunes_explicit": explicit()
        case "creativecommons_license", "creativeCommons_license":
            license(pop("license"))
            context.remove("license")
        case "dcterms_valid": validity()
        default: return media(name) || placed(name) || chapters(name)
        }
        return true
    }

    /// As the feed parser's tests ask; its own code answers nothing for `true`, `false` and `no`.
    private func explicit() {
        switch pop("itunes_explicit", strip: false) {
        case "yes", "true": context["itunes_explicit"] = .bool(true)
        case "clean", "no", "false": context["itunes_explicit"] = .bool(false)
        default: context["itunes_explicit"] = .null
        }
    }

    private func validity() {
        for part in (pop("validity") ?? "").split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard pair.count == 2, pair[0] == "start" || pair[0] == "end" else { continue }
            save("validity_\(pair[0])", .text(pair[1]), overwrite: true)
            save("validity_\(pair[0])_parsed", ShapeDate.parse(pair[1]), overwrite: true)
        }
    }

    private func media(_ name: String) -> Bool {
        switch name {
        case "media_rating", "media_license", "media_restriction":
            guard let value = pop(String(name.dropFirst(6))), !PythonText.strip(value).isEmpty else { return true }
            let words = value.split(separator: " ", omittingEmptySubsequences: false)
            let countries = words.map { ShapeValue.text(PythonText.strip(String($0)).lowercased()) }
            context[name]?.object?["content"] = name == "media_restriction" ? .list(countries) : .text(value)
        case "media_credit":
            guard let value = pop("credit"), !PythonText.strip(value).isEmpty else { return true }
            context["media_credit"]?.items?.last?.object?["content"] = .text(value)
        case "media_thumbnail":
            guard let url = pop("url"), !PythonText.strip(url).isEmpty else { return true }
            let last = context["media_thumbnail"]?.items?.last?.object
            if last?.has("url") == false { last?["url"] = .text(url) }
        case "media_player": context["media_player"]?.object?["content"] = .optional(pop("media_player"))
        default: return false
        }
        return true
    }

    private func category() {
        guard let value = pop("category"), !value.isEmpty else { return }
        if let last = context["tags"]?.items?.last?.object, last.text("term")?.isEmpty ?? true {
            last["term"] = .text(value)
        } else {
            tag(value, nil, nil)
        }
    }

    private func identifier() {
        let value = pop("id")
        save("guidislink", .bool(idIsLink && !context.has("link")))
        if idIsLink { save("link", .optional(value)) }
    }
}
