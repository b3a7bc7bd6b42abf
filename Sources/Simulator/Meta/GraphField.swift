/// One of the fields that are asked for: `comments.filter(stream).limit(0).summary(true){id,from{name}}`
/// (https://developers.facebook.com/docs/graph-api/guides/field-expansion).
struct GraphField: Sendable {
    let name: String
    var with: [String: String] = [:]
    var inside: [GraphField] = []

    /// Nil for a list that is no list of fields.
    static func list(_ text: String) -> [GraphField]? {
        var rest = Array(text.filter { !$0.isWhitespace }.unicodeScalars)[...]
        guard rest.count <= 4_000, let fields = list(&rest, depth: 0), rest.isEmpty else { return nil }
        return fields
    }

    private static func list(_ rest: inout ArraySlice<Unicode.Scalar>, depth: Int) -> [GraphField]? {
        guard depth < 8 else { return nil }
        var fields: [GraphField] = []
        while true {
            guard let name = word(&rest) else { return nil }
            var field = GraphField(name: name)
            while rest.first == "." {
                rest.removeFirst()
                guard let name = word(&rest), rest.first == "(", let close = rest.firstIndex(of: ")") else {
                    return nil
                }
                field.with[name] = String(String.UnicodeScalarView(rest[(rest.startIndex + 1)..<close]))
                rest = rest[(close + 1)...]
            }
            if rest.first == "{" {
                rest.removeFirst()
                guard let inside = list(&rest, depth: depth + 1), rest.first == "}" else { return nil }
                rest.removeFirst()
                field.inside = inside
            }
            fields.append(field)
            guard rest.first == "," else { return fields }
            rest.removeFirst()
        }
    }

    private static func word(_ rest: inout ArraySlice<Unicode.Scalar>) -> String? {
        let word = rest.prefix { $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "_" }
        guard !word.isEmpty else { return nil }
        rest = rest[word.endIndex...]
        return String(String.UnicodeScalarView(word))
    }

    var limit: Int? { with["limit"].flatMap { Int($0) } }
    var hasSummary: Bool { ["true", "1"].contains(with["summary"] ?? "") }
}

/// Something of the Graph, with the fields that it can show.
struct GraphNode {
    typealias Show = (GraphField) throws -> Value

    let type: String
    /// Shown where no field is asked for.
    let standard: [String]
    let fields: [String: Show]

    /// - Parameter absent: fields that there are, and that have nothing to show.
    init(_ type: String, standard: [String], absent: [String] = [], _ fields: [String: Show]) {
        (self.type, self.standard) = (type, standard)
        let empty = absent.map { name -> (String, Show) in (name, { _ in .null }) }
        self.fields = fields.merging(empty) { shown, _ in shown }
    }

    /// `id` comes always. A field that there is not is refused, as the Graph does.
    func shown(_ wanted: [GraphField]) throws -> Value {
        var out: [String: Value] = [:]
        for field in (wanted.isEmpty ? standard.map { GraphField(name: $0) } : wanted) + [GraphField(name: "id")] {
            guard let show = fields[field.name] else {
                let message = "(#100) Tried accessing nonexisting field (\(field.name)) on node type (\(type))"
                throw GraphError(100, message).refusal
            }
            let value = try show(field)
            if !value.isNull { out[field.name] = value }
        }
        return .fields(out)
    }

    /// The fields that a request asks for. Throws for what is no list of fields.
    static func wanted(_ call: Call) throws -> [GraphField] {
        guard let text = call.form.filled("fields") else { return [] }
        guard let fields = GraphField.list(text) else {
            throw GraphError(2500, "Syntax error in the list of fields").refusal
        }
        return fields
    }
}

/// A list of the Graph in pages (https://developers.facebook.com/docs/graph-api/results).
struct GraphList {
    /// Newest first, or as the list is read.
    let items: [Item]

    /// - Parameter show: nil for what this caller does not see.
    func page(_ call: Call, most: Int = 100, _ show: (Item) throws -> Value?) throws -> Value {
        let limit = min(max(call.form.number("limit") ?? 25, 0), most)
        var start = 0
        if let after = call.form.filled("after") {
            guard let place = items.firstIndex(where: { Self.cursor($0) == after }) else {
                throw GraphError(100, "(#100) The cursor is not one of this list").refusal
            }
            start = place + 1
        }
        let shown = items[start..<min(items.count, start + limit)]
        var page: [String: Value] = ["data": .list(try shown.compactMap(show))]
        if let first = shown.first, let last = shown.last {
            let cursors: Value = ["before": .text(Self.cursor(first)), "after": .text(Self.cursor(last))]
            var paging: [String: Value] = ["cursors": cursors]
            if start + shown.count < items.count { paging["next"] = .text(Self.next(call, Self.cursor(last))) }
            page["paging"] = .fields(paging)
        }
        return .fields(page)
    }

    private static func cursor(_ item: Item) -> String { "QVFI" + item.id.filter { $0.isLetter || $0.isNumber } }

    private static func next(_ call: Call, _ after: String) -> String {
        let path = ([call.network.rawValue] + [call.version].compactMap { $0 } + call.path).map(Form.encoded)
        let kept = call.query.pairs.filter { !["after", "before"].contains($0.name) } + [("after", after)]
        let query = kept.map { "\(Form.encoded($0.0))=\(Form.encoded($0.1))" }.joined(separator: "&")
        return "\(call.origin)/\(path.joined(separator: "/"))?\(query)"
    }
}
