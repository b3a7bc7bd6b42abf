/// Rewrites HTML piece by piece, as the universal feed parser does before it resolves or sanitises.
class ShapeMarkup: SGMLEvents {
    var out: [UInt8] = []
    let isHTML: Bool
    private let isXHTML: Bool

    init(type: String) {
        isXHTML = type == "application/xhtml+xml"
        isHTML = type.hasSuffix("html")
    }

    func rewrite(_ source: String) -> String {
        var scanner = SGMLScanner(Array(Self.prepared(source).utf8), isXHTML: isXHTML, events: self)
        scanner.run()
        return String(decoding: out, as: UTF8.self)
    }

    /// Unknown declarations become text, `<br/>` and `<p/>` are opened up, references to quotes are quotes.
    private static func prepared(_ source: String) -> String {
        var text = source.replacing(/(?i)<!(?!DOCTYPE|--|\[)/) { _ in "&lt;!" }
        text = text.replacing(/<([^<>\s]+?)\s*\/>/) { match in
            let tag = String(match.1)
            return ShapeTables.voidElements.contains(tag) ? "<\(tag) />" : "<\(tag)></\(tag)>"
        }
        return text.replacing("&#39;", with: "'").replacing("&#34;", with: "\"")
    }

    /// One value a name (the last), in the order of names; `rel` and `type` in lower case.
    static func normalized(_ attributes: [(String, String)]) -> [(String, String)] {
        var last: [String: String] = [:]
        for (name, value) in attributes { last[name.lowercased()] = value }
        return last.map { ($0.key, $0.key == "rel" || $0.key == "type" ? $0.value.lowercased() : $0.value) }
            .sorted { $0.0 < $1.0 }
    }

    func startTag(_ name: String, _ attributes: [(String, String)]) {
        var text = "<" + name
        for (key, value) in attributes {
            let escaped = value.replacing(">", with: "&gt;").replacing("<", with: "&lt;").replacing(
                "\"", with: "&quot;")
            text += " \(key)=\"\(Self.ampersands(escaped))\""
        }
        out += Array((text + (ShapeTables.voidElements.contains(name) ? " />" : ">")).utf8)
    }

    private static func ampersands(_ text: String) -> String {
        text.contains("&") ? text.replacing(/&(?!#\d+;|#x[0-9a-fA-F]+;|\w+;)/) { _ in "&amp;" } : text
    }

    func endTag(_ name: String) {
        if !ShapeTables.voidElements.contains(name) { out += Array("</\(name)>".utf8) }
    }

    func data(_ bytes: ArraySlice<UInt8>) { out += bytes }

    func comment(_ bytes: ArraySlice<UInt8>) { out += Array("<!--".utf8) + bytes + Array("-->".utf8) }

    func instruction(_ bytes: ArraySlice<UInt8>) { out += Array("<?".utf8) + bytes + [0x3E] }

    func doctype(_ bytes: ArraySlice<UInt8>) { out += Array("<!".utf8) + bytes + [0x3E] }

    func characterReference(_ name: String) {
        let lower = name.lowercased()
        let value = lower.hasPrefix("x") ? UInt32(lower.dropFirst(), radix: 16) : UInt32(lower)
        if let value, (0x80...0x9F).contains(value), Windows1252.scalar(UInt8(value)) != "\u{FFFD}" {
            let code = String(Windows1252.scalar(UInt8(value)).value, radix: 16)
            out += Array("&#x\(code);".utf8)
        } else {
            out += Array("&#\(lower);".utf8)
        }
    }

    func entityReference(_ name: String) {
        let isKnown = name == "apos" || CharacterReference.named(name) != nil
        out += Array((isKnown ? "&\(name);" : "&amp;\(name)").utf8)
    }

    func endOfBrokenComment(_ bytes: [UInt8], from index: Int) -> Int? { nil }
}

/// Makes the addresses in HTML absolute.
final class ShapeResolver: ShapeMarkup {
    private let base: String

    init(base: String, type: String) {
        self.base = base
        super.init(type: type)
    }

    override func startTag(_ name: String, _ attributes: [(String, String)]) {
        let resolved = Self.normalized(attributes).map { key, value -> (String, String) in
            guard ShapeTables.addresses.contains("\(name)/\(key)") else { return (key, value) }
            let address = ShapeAddress.safe(base, PythonText.strip(value))
            return (key, address.isEmpty ? value : address)
        }
        super.startTag(name, resolved)
    }
}
