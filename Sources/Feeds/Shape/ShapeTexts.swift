// How the text of an element is gathered, made what it should be, and put where it belongs.
extension ShapeMachine {
    func push(_ element: String, _ keepsText: Bool) { stack.append(Gathering(element: element, keepsText: keepsText)) }

    func push(content element: String, _ attributes: ShapeObject, _ type: String, _ keepsText: Bool) {
        contentDepth += 1
        language = language?.replacing("_", with: "-")
        let mapped = Self.mapped(attributes.text("type") ?? type)
        content = ShapeObject([("type", .text(mapped)), ("language", .optional(language)), ("base", .text(base))])
        let isText = mapped.hasPrefix("text/") || mapped.hasSuffix("+xml") || mapped.hasSuffix("/xml")
        isBase64 = attributes.text("mode") == "base64" || !isText
        push(element, keepsText)
    }

    @discardableResult
    func pop(content element: String) -> String? {
        let value = pop(element)
        contentDepth -= 1
        content = nil
        isBase64 = false
        return value
    }

    static func mapped(_ type: String) -> String {
        switch type.lowercased() {
        case "text", "plain": "text/plain"
        case "html": "text/html"
        case "xhtml": "application/xhtml+xml"
        case let other: other
        }
    }

    /// Ends the gathering of an element, makes its text what it should be and puts it where it belongs.
    @discardableResult
    func pop(_ element: String, strip: Bool = true) -> String? {
        guard let top = stack.last, top.element == element else { return nil }
        stack.removeLast()
        var output = unwrapped(top.pieces).joined()
        if strip { output = PythonText.strip(output) }
        guard top.keepsText else { return output }
        if isBase64, let decoded = Base64Text.decode(output) { output = decoded }
        if Self.addresses.contains(element), !output.isEmpty, element != "id" || idIsLink {
            output = ShapeAddress.join(base, output)
        }
        if !version.hasPrefix("atom"), contentType == "text/plain", PythonText.looksLikeHTML(output) {
            content?["type"] = .text("text/html")
        }
        isBase64 = false
        let type = contentType ?? "text/html"
        if Self.htmlTypes.contains(Self.mapped(type)), Self.markup.contains(element) {
            output = ShapeResolver(base: base, type: type).rewrite(output)
            output = ShapeSanitizer.sanitize(output, type: type)
        }
        output = Self.recoded(output)
        if ["category", "tags", "itunes_keywords"].contains(element) { return output }
        if element == "title", titleDepth > -1, titleDepth <= depth { return output }
        return store(element, output)
    }

    /// Atom's XHTML stands in one `div` that is not part of it.
    private func unwrapped(_ source: [String]) -> [String] {
        guard version == "atom10", isXHTML else { return source }
        var pieces = source[...]
        while pieces.count > 1, let last = pieces.last, PythonText.strip(last).isEmpty { pieces.removeLast() }
        while pieces.count > 1, let first = pieces.first, PythonText.strip(first).isEmpty { pieces.removeFirst() }
        guard let first = pieces.first, first == "<div>" || first.hasPrefix("<div "), pieces.last == "</div>" else {
            return Array(pieces)
        }
        var level = 0
        for piece in pieces.dropLast() {
            if piece.hasPrefix("</") {
                level -= 1
                if level == 0 { return Array(pieces) }
            } else if piece.hasPrefix("<"), !piece.hasSuffix("/>") {
                level += 1
            }
        }
        return Array(pieces.dropFirst().dropLast())
    }

    /// UTF-8 that was taken for ISO 8859-1 and encoded again; controls that were windows-1252.
    private static func recoded(_ text: String) -> String {
        var output = text
        if text.unicodeScalars.allSatisfy({ $0.value < 256 }) {
            let bytes = text.unicodeScalars.map { UInt8($0.value) }
            if Transcoder.isUTF8(bytes[...]) { output = String(decoding: bytes, as: UTF8.self) }
        }
        guard output.unicodeScalars.contains(where: { (0x80...0x9F).contains($0.value) }) else { return output }
        var scalars = String.UnicodeScalarView()
        for scalar in output.unicodeScalars {
            let mapped = (0x80...0x9F).contains(scalar.value) ? Windows1252.scalar(UInt8(scalar.value)) : scalar
            scalars.append(mapped == "\u{FFFD}" ? scalar : mapped)
        }
        return String(scalars)
    }

    private func detail(_ value: String) -> ShapeObject {
        let detail = content?.copy() ?? ShapeObject()
        detail["value"] = .text(value)
        return detail
    }

    private func store(_ element: String, _ value: String) -> String {
        if inEntry, !inSource, let entry = entries.last {
            storeInEntry(entry, element, value)
        } else if inFeed || inSource {
            let name = element == "description" ? "subtitle" : element
            context[name] = .text(value)
            if element == "link" {
                let link = value.replacing(/&([A-Za-z0-9_]+);/) { "&\($0.1)" }
                context["link"] = .text(link)
                context["links"]?.items?.last?.object?["href"] = .text(link)
            } else if contentDepth > 0 {
                context[name + "_detail"] = .object(detail(value))
            }
        }
        return value
    }

    private func storeInEntry(_ entry: ShapeObject, _ element: String, _ value: String) {
        switch element {
        case "content": entry.append("content", .object(detail(value)))
        case "link":
            guard !inImage else { return }
            let link = value.replacing("&amp;", with: "&").replacing(/&([A-Za-z0-9_]+);/) { "&\($0.1)" }
            // Atom's text in a link that is no alternate is that link's address, not the entry's.
            let relation = entry["links"]?.items?.last?.object?.text("rel") ?? "alternate"
            if relation == "alternate" { entry["link"] = .text(link) }
            if !link.isEmpty { entry["links"]?.items?.last?.object?["href"] = .text(link) }
        default:
            let name = element == "description" ? "summary" : element
            let known = depths[ObjectIdentifier(entry)]?[name]
            if known.map({ depth <= $0 }) ?? true {
                depths[ObjectIdentifier(entry), default: [:]][name] = depth
                entry[name] = .text(value)
            }
            if contentDepth > 0 { entry[name + "_detail"] = .object(detail(value)) }
        }
    }
}
