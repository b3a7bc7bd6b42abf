/// The universal feed parser's state: which elements are open, what they have gathered, where it goes. Its results
/// depend
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
    var depths: [ObjectIdentifier: [String: Int]] = [:]

    init(base: String, language: String?) {
        self.base = base
        self.language = language
        if let language { feed["language"] = .text(language.replacing("_", with: "-")) }
    }

    static let htmlTypes: Set<String> = ["application/xhtml+xml", "text/html"]
    static let addresses: Set<String> = [
        "comments", "docs", "href", "icon", "id", "link", "logo", "url", "wfw_comment", "wfw_commentrss",
    ]
    static let markup: Set<String> = [
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
