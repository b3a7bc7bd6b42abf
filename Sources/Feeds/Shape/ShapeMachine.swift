/// The universal feed parser's state: which elements are open, what they have gathered, where it goes. Its results depend
/// on this state's exact history, so it is kept as it is; what each element does is in `ShapeElements`.
final class ShapeMachine {
    /// An element whose text is being gathered.
    struct Gathering {
        let element: String
        let keepsText: Bool
        var pieces: [String] = []
    }

    let feed = ShapeObject()
    var entries: [ShapeObject] = []
    var version = ""
    let namespaces = ShapeObject(translates: false)
    var prefixes: [String: String] = [:]
    var stack: [Gathering] = []
    var base: String
    var language: String?
    private var bases: [String] = []
    private var languages: [String?] = []
    var content: ShapeObject?
    var contentDepth = 0
    var isBase64 = false
    var inFeed = false, inEntry = false, inImage = false, inTextInput = false, inAuthor = false
    var inContributor = false, inPublisher = false, inSource = false, hasContent = false, idIsLink = false
    var inChapters = false
    var geometry = ""
    let source = ShapeObject()
    var summaryKey: String?
    var drawing = 0
    var depth = 0
    var titleDepth = -1
    private var depths: [ObjectIdentifier: [String: Int]] = [:]

    init(base: String, language: String?) {
        self.base = base
        self.language = language
        if let language { feed["language"] = .text(language.replacing("_", with: "-")) }
    }

    static let htmlTypes: Set<String> = ["application/xhtml+xml", "text/html"]
    private static let addresses: Set<String> = [
        "comments", "docs", "href", "icon", "id", "link", "logo", "url", "wfw_comment", "wfw_commentrss",
    ]
    private static let markup: Set<String> = [
        "content", "copyright", "description", "info", "rights", "subtitle", "summary", "tagline", "title",
    ]

    var contentType: String? { content?.text("type") }
    var isXHTML: Bool { contentType == "application/xhtml+xml" }

    /// The object that properties go to just now.
    var context: ShapeObject {
        if inSource { return source }
        if inImage, let image = feed["image"]?.object { return image }
        if inTextInput, let input = feed["textinput"]?.object { return input }
        return inEntry ? entries.last ?? feed : feed
    }

    // MARK: Elements

    func start(_ name: String, _ source: [(String, String)]) {
        depth += 1
        var pairs = source
        let attributes = ShapeObject(
            pairs.map { ($0.0.lowercased(), .text($0.0 == "rel" || $0.0 == "type" ? $0.1.lowercased() : $0.1)) },
            translates: false)
        scope(name, attributes)
        var tag = name
        if contentDepth > 0, !(contentType ?? "xml").hasSuffix("xml") {
            if tag == "xhtml:div" || tag == "div" { return }
            content?["type"] = .text("application/xhtml+xml")
        }
        if contentDepth > 0, isXHTML {
            inline(&tag, &pairs)
            return data("<\(tag)\(Self.written(pairs))>", escaping: false)
        }
        let (prefix, suffix) = split(tag)
        if prefix.isEmpty {
            if !["title", "link", "description", "name"].contains(tag) { inTextInput = false }
            if !["title", "link", "description", "url", "href", "width", "height"].contains(tag) { inImage = false }
        }
        let method = prefix + suffix
        if begin(method, attributes) { return }
        if attributes.isEmpty { push(method, true) } else { context[method] = .object(attributes) }
    }

    /// `xml:base` and `xml:lang`.
    private func scope(_ name: String, _ attributes: ShapeObject) {
        let stated = attributes.text("xml:base") ?? attributes.text("base") ?? ""
        let target = stated.isEmpty ? base : stated
        if base.isEmpty {
            base = ShapeAddress.join(base, target)
        } else {
            let safe = ShapeAddress.safe(base, target)
            if !safe.isEmpty { base = safe }
        }
        var here = attributes.text("xml:lang") ?? attributes.text("lang")
        if here == nil { here = language } else if here == "" { here = nil }
        if let here, ["feed", "rss", "rdf:RDF"].contains(name) {
            feed["language"] = .text(here.replacing("_", with: "-"))
        }
        language = here
        bases.append(base)
        languages.append(here)
    }

    private func inline(_ tag: inout String, _ pairs: inout [(String, String)]) {
        if let colon = tag.firstIndex(of: ":") {
            let uri = namespaces.text(String(tag[..<colon])) ?? ""
            tag = String(tag[tag.index(after: colon)...])
            if tag == "math", uri == "http://www.w3.org/1998/Math/MathML" { pairs.append(("xmlns", uri)) }
            if tag == "svg", uri == "http://www.w3.org/2000/svg" { pairs.append(("xmlns", uri)) }
        }
        if tag == "svg" { drawing += 1 }
    }

    private static func written(_ pairs: [(String, String)]) -> String {
        pairs.map { " \($0.0)=\"\(PythonText.escape($0.1, quotes: true))\"" }.joined()
    }

    private func split(_ tag: String) -> (prefix: String, suffix: String) {
        guard let colon = tag.firstIndex(of: ":") else { return ("", tag) }
        let prefix = String(tag[..<colon])
        let mapped = prefixes[prefix] ?? prefix
        return (mapped.isEmpty ? "" : mapped + "_", String(tag[tag.index(after: colon)...]))
    }

    func end(_ tag: String) {
        let (prefix, suffix) = split(tag)
        if suffix == "svg", drawing > 0 { drawing -= 1 }
        if drawing > 0 || !finish(prefix + suffix) { pop(prefix + suffix) }
        defer { unscope() }
        if contentDepth > 0, !(contentType ?? "xml").hasSuffix("xml") {
            if tag == "xhtml:div" || tag == "div" { return }
            content?["type"] = .text("application/xhtml+xml")
        }
        if contentDepth > 0, isXHTML {
            data("</\(tag.split(separator: ":").last ?? "")>", escaping: false)
        }
    }

    private func unscope() {
        _ = bases.popLast()
        if let last = bases.last, !last.isEmpty { base = last }
        _ = languages.popLast()
        if let last = languages.last { language = last }
        depth -= 1
    }

    func data(_ text: String, escaping: Bool = true) {
        guard !stack.isEmpty else { return }
        stack[stack.count - 1].pieces.append(escaping && isXHTML ? PythonText.escape(text) : text)
    }

    // MARK: Text

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

    // MARK: Namespaces

    func declare(_ prefix: String?, _ source: String) {
        var uri = source
        let lower = uri.lowercased()
        if version.isEmpty {
            if prefix == nil, lower == "http://my.netscape.com/rdf/simple/0.9/" {
                version = "rss090"
            } else if lower == "http://purl.org/rss/1.0/" {
                version = "rss10"
            } else if lower == "http://www.w3.org/2005/atom" {
                version = "atom10"
            }
        }
        if lower.contains("backend.userland.com/rss") { uri = "http://backend.userland.com/rss" }
        if let known = ShapeNamespaces.prefixes[uri.lowercased()] {
            prefixes[prefix ?? "\u{0}"] = known
            namespaces.put(known, .text(uri))
        } else {
            namespaces.put(prefix ?? "", .text(uri))
        }
    }

    /// An attribute under the prefix that its namespace is known by.
    func attribute(_ attributes: ShapeObject, _ name: String) -> String? {
        guard let colon = name.firstIndex(of: ":") else { return attributes.text(name) }
        let prefix = String(name[..<colon])
        return attributes.text((prefixes[prefix] ?? prefix) + name[colon...])
    }

    func save(_ key: String, _ value: ShapeValue, overwrite: Bool = false) {
        if overwrite { context[key] = value } else { context.setDefault(key, value) }
    }

    func address(_ reference: String) -> String { ShapeAddress.join(base, reference) }
}

/// Base64 as Python reads it: anything outside the alphabet is passed over.
enum Base64Text {
    static func decode(_ text: String) -> String? {
        var bits: UInt32 = 0
        var count = 0
        var out: [UInt8] = []
        for byte in text.utf8 {
            let value: UInt32
            switch byte {
            case 0x41...0x5A: value = UInt32(byte) - 0x41
            case 0x61...0x7A: value = UInt32(byte) - 0x47
            case 0x30...0x39: value = UInt32(byte) + 4
            case 0x2B: value = 62
            case 0x2F: value = 63
            default: continue
            }
            bits = bits << 6 | value
            count += 1
            if count % 4 == 0 { out += [UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8), UInt8(truncatingIfNeeded: bits)] }
        }
        switch count % 4 {
        case 1: return nil
        case 2: out.append(UInt8(truncatingIfNeeded: bits >> 4))
        case 3: out += [UInt8(truncatingIfNeeded: bits >> 10), UInt8(truncatingIfNeeded: bits >> 2)]
        default: break
        }
        return Transcoder.isUTF8(out[...]) ? String(decoding: out, as: UTF8.self) : nil
    }
}
