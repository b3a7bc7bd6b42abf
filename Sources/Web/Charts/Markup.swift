/// Writes elements whose attributes and texts are escaped. Numbers are cut to two decimals: a pixel has no more.
struct Markup {
    private(set) var text = ""

    mutating func open(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) {
        text += "<\(name)\(Self.written(attributes))>"
    }

    mutating func close(_ name: String) { text += "</\(name)>" }

    /// An element without content: SVG shapes.
    mutating func empty(_ name: String, _ attributes: KeyValuePairs<String, String>) {
        text += "<\(name)\(Self.written(attributes))/>"
    }

    mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], text content: String) {
        text += "<\(name)\(Self.written(attributes))>\(SafeHTML.escape(content))</\(name)>"
    }

    mutating func add(_ html: SafeHTML) { text += html.markup }

    var html: SafeHTML { SafeHTML(trusted: text) }

    private static func written(_ attributes: KeyValuePairs<String, String>) -> String {
        attributes.map { " \($0)=\"\(SafeHTML.escape($1))\"" }.joined()
    }

    /// A coordinate: `12`, `12.5`, `12.35`.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let hundredths = Int((max(-1e9, min(1e9, value)) * 100).rounded())
        let fraction = abs(hundredths % 100)
        let whole = "\(hundredths < 0 ? "-" : "")\(abs(hundredths / 100))"
        if fraction == 0 { return whole }
        return "\(whole)." + (fraction % 10 == 0 ? "\(fraction / 10)" : Figures.two(fraction))
    }
}
