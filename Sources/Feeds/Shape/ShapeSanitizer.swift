/// Keeps the elements, attributes and styles that the universal feed parser keeps.
final class ShapeSanitizer: ShapeMarkup {
    private var hidden = 0
    private var math = 0
    private var drawing = 0

    private static let hiddenElements: Set<String> = ["applet", "script", "style"]
    private static let mathURI = "http://www.w3.org/1998/Math/MathML"
    private static let drawingURI = "http://www.w3.org/2000/svg"
    private static let linkURI = "http://www.w3.org/1999/xlink"
    private static let drawingElementCase = cases(ShapeTables.drawingElements)
    private static let drawingAttributeCase = cases(ShapeTables.drawingAttributes)

    /// Lower-case names to the names as SVG writes them.
    private static func cases(_ names: Set<String>) -> [String: String] {
        Dictionary(names.map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    }

    static func sanitize(_ source: String, type: String) -> String {
        let sanitizer = ShapeSanitizer(type: type)
        let text = sanitizer.rewrite(source.replacing("<![CDATA[", with: "&lt;![CDATA["))
        return PythonText.strip(text).replacing("\r\n", with: "\n")
    }

    override func startTag(_ name: String, _ source: [(String, String)]) {
        var attributes = source
        var name = name
        var allowed = ShapeTables.attributes
        var spelling: [String: String] = [:]
        if !ShapeTables.elements.contains(name) || drawing > 0 {
            if Self.hiddenElements.contains(name) { hidden += 1 }
            vocabulary(name, &attributes)
            if math > 0, ShapeTables.mathElements.contains(name) {
                allowed = ShapeTables.mathAttributes
            } else if drawing > 0, let proper = Self.drawingElementCase[name] {
                name = proper
                allowed = Set(Self.drawingAttributeCase.keys)
                spelling = Self.drawingAttributeCase
            } else if !ShapeTables.elements.contains(name) {
                return
            }
        }
        if math > 0 || drawing > 0, attributes.contains(where: { $0.0.hasPrefix("xlink:") }),
            !attributes.contains(where: { $0 == ("xmlns:xlink", Self.linkURI) })
        {
            attributes.append(("xmlns:xlink", Self.linkURI))
        }
        super.startTag(name, clean(attributes, allowed, spelling))
    }

    /// Counts `math` and `svg`, whose namespace HTML implies.
    private func vocabulary(_ name: String, _ attributes: inout [(String, String)]) {
        let declared = attributes.last { $0.0 == "xmlns" }?.1 ?? ""
        if isHTML, declared.isEmpty {
            if name == "svg" { attributes.append(("xmlns", Self.drawingURI)) }
            if name == "math" { attributes.append(("xmlns", Self.mathURI)) }
        }
        if name == "math", attributes.contains(where: { $0 == ("xmlns", Self.mathURI) }) { math += 1 }
        if name == "svg", attributes.contains(where: { $0 == ("xmlns", Self.drawingURI) }) { drawing += 1 }
    }

    private func clean(
        _ attributes: [(String, String)], _ allowed: Set<String>, _ spelling: [String: String]
    ) -> [(String, String)] {
        Self.normalized(attributes).compactMap { key, value in
            if key == "style", allowed.contains("style") {
                let style = ShapeStyle.clean(value, isDrawing: drawing > 0)
                return style.isEmpty ? nil : (key, style)
            }
            guard allowed.contains(key) else { return nil }
            return (spelling[key] ?? key, key == "href" ? ShapeAddress.safe(value) : value)
        }
    }

    override func endTag(_ name: String) {
        var name = name
        if !ShapeTables.elements.contains(name) {
            if Self.hiddenElements.contains(name) { hidden -= 1 }
            if math > 0, ShapeTables.mathElements.contains(name) {
                if name == "math" { math -= 1 }
            } else if drawing > 0, let proper = Self.drawingElementCase[name] {
                name = proper
                if name == "svg" { drawing -= 1 }
            } else {
                return
            }
        }
        super.endTag(name)
    }

    override func instruction(_ bytes: ArraySlice<UInt8>) {}
    override func doctype(_ bytes: ArraySlice<UInt8>) {}
    override func data(_ bytes: ArraySlice<UInt8>) { if hidden == 0 { super.data(bytes) } }

    /// An unclosed comment swallows what follows rather than showing it.
    override func endOfBrokenComment(_ bytes: [UInt8], from index: Int) -> Int? {
        var place = index
        while place + 1 < bytes.count {
            if bytes[place] == 0x2D, bytes[place + 1] == 0x2D,
                let end = bytes[(place + 2)...].firstIndex(of: 0x3E)
            {
                return end + 1
            }
            place += 1
        }
        return bytes.count
    }
}

/// Style attributes, declaration by declaration.
enum ShapeStyle {
    static func clean(_ source: String, isDrawing: Bool) -> String {
        let style = source.replacing(/url\s*\(\s*[^\s)]+?\s*\)\s*/, with: " ")
        let gauntlet = /([:,;#%.\sa-zA-Z0-9!]|\w-\w|'[\s\w]+'|"[\s\w]+"|\([\d,\s]+\))*/
        guard style.utf8.count < 4_096, style.wholeMatch(of: gauntlet) != nil else { return "" }
        let rest = style.replacing(/\s*[\-\w]+\s*:\s*[^:;]*;?/, with: "")
        guard PythonText.strip(rest).isEmpty else { return "" }
        return style.matches(of: /([\-\w]+)\s*:\s*([^:;]*)/).compactMap { match in
            keeps(String(match.1), String(match.2), isDrawing) ? "\(match.1): \(match.2);" : nil
        }.joined(separator: " ")
    }

    private static func keeps(_ property: String, _ value: String, _ isDrawing: Bool) -> Bool {
        guard !value.isEmpty else { return false }
        if ShapeTables.styleProperties.contains(property.lowercased()) { return true }
        let family = property.split(separator: "-", omittingEmptySubsequences: false).first?.lowercased() ?? ""
        if ["background", "border", "margin", "padding"].contains(family) {
            return value.split(whereSeparator: \.isWhitespace).allSatisfy { word in
                ShapeTables.styleKeywords.contains(String(word)) || isValue(word)
            }
        }
        return isDrawing && ShapeTables.drawingProperties.contains(property.lowercased())
    }

    private static func isValue(_ word: Substring) -> Bool {
        let shape = /#[0-9a-f]+|rgb\(\d+%?,\d*%?,?\d*%?\)?|\d{0,2}\.?\d{0,2}(cm|em|ex|in|mm|pc|pt|px|%|,|\))?/
        return word.wholeMatch(of: shape) != nil
    }
}
