// What the start of each element does.
extension ShapeMachine {
    var keepsText: Bool { inFeed || inEntry || inSource }

    /// - Returns: whether the element is known.
    func begin(_ name: String, _ attributes: ShapeObject) -> Bool {
        if let target = Self.gathered[name] {
            push(target.0, target.1)
            return true
        }
        switch name {
        case "rss": rss(attributes)
        case "channel":
            inFeed = true
            channelDefinition(attributes)
        case "feed": atom(attributes)
        case "image":
            if !inEntry { context.setDefault("image", .object(ShapeObject())) }
            inImage = true
            titleDepth = -1
            push("image", false)
        case "textinput":
            context.setDefault("textinput", .object(ShapeObject()))
            inTextInput = true
            titleDepth = -1
            push("textinput", false)
        case "author", "managingeditor", "dc_author", "dc_creator", "itunes_author":
            inAuthor = true
            push("author", true)
            context.append("authors", .object(ShapeObject()))
        case "contributor", "dc_contributor":
            inContributor = true
            context.append("contributors", .object(ShapeObject()))
            push(name == "contributor" ? "contributor" : "name", false)
        case "item", "entry", "product": entry(attributes)
        case "category", "keywords", "dc_subject": category(attributes)
        case "media_category":
            attributes.setDefault("scheme", .text("http://search.yahoo.com/mrss/category_schema"))
            category(attributes)
        case "itunes_category":
            tag(attributes.text("text"), "http://www.itunes.com/", nil)
            push("category", true)
        case "cloud": context["cloud"] = .object(translated(attributes))
        case "link": link(attributes)
        case "guid", "id":
            idIsLink = (attributes.text("ispermalink") ?? "true") == "true"
            push("id", true)
        default: return construct(name, attributes) || other(name, attributes)
        }
        return true
    }

    /// Elements that only gather text: the name they gather it under, and whether it is kept.
    private static let gathered: [String: (String, Bool)] = [
        "name": ("name", false), "itunes_name": ("name", false), "width": ("width", false),
        "height": ("height", false), "url": ("href", true), "homepage": ("href", true), "uri": ("href", true),
        "email": ("email", false), "itunes_email": ("email", false), "language": ("language", true),
        "dc_language": ("language", true), "webmaster": ("publisher", true), "dc_publisher": ("publisher", true),
        "published": ("published", true), "issued": ("published", true), "pubdate": ("published", true),
        "dcterms_issued": ("published", true), "updated": ("updated", true), "modified": ("updated", true),
        "lastbuilddate": ("updated", true), "dc_date": ("updated", true), "dcterms_modified": ("updated", true),
        "created": ("created", true), "dcterms_created": ("created", true), "expirationdate": ("expired", true),
        "tags": ("tags", true), "newlocation": ("newlocation", true), "dcterms_valid": ("validity", true),
        "creativecommons_license": ("license", true), "creativeCommons_license": ("license", true),
    ]

    func translated(_ attributes: ShapeObject) -> ShapeObject {
        ShapeObject(attributes.keys.map { ($0, attributes.exact($0)) })
    }

    /// Text with a type of its own.
    private func construct(_ name: String, _ attributes: ShapeObject) -> Bool {
        switch name {
        case "title", "dc_title", "media_title":
            if drawing > 0 {
                start("title", attributes.keys.map { ($0, attributes.text($0) ?? "") })
            } else {
                push(content: "title", attributes, "text/plain", keepsText)
            }
        case "subtitle", "tagline", "itunes_subtitle": push(content: "subtitle", attributes, "text/plain", true)
        case "rights", "copyright", "dc_rights": push(content: "rights", attributes, "text/plain", true)
        case "info", "feedburner_browserfriendly": push(content: "info", attributes, "text/plain", true)
        case "abstract": push(content: "description", attributes, "text/plain", keepsText)
        case "description", "dc_description", "media_description":
            if context.has("summary"), !hasContent {
                summaryKey = "content"
                content(attributes)
            } else {
                push(content: "description", attributes, "text/html", keepsText)
            }
        case "summary", "itunes_summary":
            if context.has("summary"), !hasContent {
                summaryKey = "content"
                content(attributes)
            } else {
                summaryKey = "summary"
                push(content: "summary", attributes, "text/plain", true)
            }
        case "content": content(attributes)
        case "body", "xhtml_body": push(content: "content", attributes, "application/xhtml+xml", true)
        case "content_encoded", "fullitem":
            hasContent = true
            push(content: "content", attributes, "text/html", true)
        default: return false
        }
        return true
    }

    private func content(_ attributes: ShapeObject) {
        hasContent = true
        push(content: "content", attributes, "text/plain", true)
        if let source = attributes.text("src"), !source.isEmpty { content?["src"] = .text(source) }
        push("content", true)
    }

    private func other(_ name: String, _ attributes: ShapeObject) -> Bool {
        switch name {
        case "generator":
            let detail = linked(attributes)
            if let href = detail.text("href") { detail.put("href", .text(address(href))) }
            context["generator_detail"] = .object(translated(detail))
            push("generator", true)
        case "enclosure":
            let link = linked(attributes)
            link.put("rel", .text("enclosure"))
            context.append("links", .object(translated(link)))
        case "source":
            if let url = attributes.text("url") { source["href"] = .text(url) }
            push("source", true)
            inSource = true
            titleDepth = -1
        case "admin_generatoragent":
            let value = attribute(attributes, "rdf:resource")
            push("generator", true)
            if let value { stack[stack.count - 1].pieces.append(value) }
            pop("generator")
            context["generator_detail"] = .object(ShapeObject([("href", .optional(value))]))
        case "admin_errorreportsto":
            push("errorreportsto", true)
            if let value = attribute(attributes, "rdf:resource") { stack[stack.count - 1].pieces.append(value) }
            pop("errorreportsto")
        case "cc_license": license(attribute(attributes, "rdf:resource"))
        case "itunes_owner":
            inPublisher = true
            push("publisher", false)
        case "itunes_image", "itunes_link":
            push("itunes_image", false)
            let href = [attributes.text("href"), attributes.text("url")].compactMap(\.self).first { !$0.isEmpty }
            if let href { context["image"] = .object(ShapeObject([("href", .text(href))])) }
        default: return media(name, attributes) || place(name, attributes) || chapter(name, attributes)
        }
        return true
    }

    func license(_ address: String?) {
        let link = ShapeObject([("rel", .text("license"))])
        if let address, !address.isEmpty { link["href"] = .text(address) }
        context.append("links", .object(link))
    }

    private func media(_ name: String, _ attributes: ShapeObject) -> Bool {
        switch name {
        case "media_group": break
        case "media_rating", "media_restriction", "media_license":
            context.setDefault(name, .object(attributes))
            push(String(name.dropFirst(6)), true)
        case "media_credit":
            context.append("media_credit", .object(attributes))
            push("credit", true)
        case "media_content": context.append("media_content", .object(attributes))
        case "media_thumbnail":
            push("url", true)
            context.append("media_thumbnail", .object(attributes))
        case "media_player":
            push("media_player", false)
            context["media_player"] = .object(translated(attributes))
        default: return false
        }
        return true
    }
}
