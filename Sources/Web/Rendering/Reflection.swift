import Mustache

/// Turns a page's value into dictionaries once, before it is drawn: looking a field up then costs a hash instead of a
/// mirror for each name on each level, which is what a page of fifty rows would spend its time on.
enum Reflection {
    /// Deeper values than any page has; a value that holds itself stops here.
    private static let depth = 12

    /// The fields of a struct. A type of our own: the engine asks of every value on its way whether it has fields, and
    /// a dictionary's answer hangs on the types of its keys, which costs more than the looking up.
    struct Fields: MustacheParent {
        var table: [String: Any] = [:]

        func child(named name: String) -> Any? { table[name] }
    }

    /// A text, which says at once that it has no fields: the engine would look into it with a mirror for every name
    /// that it seeks inside `{{#text}}…{{/text}}`.
    private struct Leaf: MustacheParent, MustacheCustomRenderable {
        let renderText: String

        var isNull: Bool { false }
        func child(named _: String) -> Any? { nil }
    }

    static func reflect(_ value: Any, level: Int = 0) throws -> Any? {
        switch value {
        case let text as String: return Leaf(renderText: text)
        case is Bool, is Int, is Double, is Int64: return value
        case let html as SafeHTML: return try template(html)
        default: return try reflect(value, Mirror(reflecting: value), level)
        }
    }

    private static func reflect(_ value: Any, _ mirror: Mirror, _ level: Int) throws -> Any? {
        switch mirror.displayStyle {
        case .optional: return try mirror.children.first.flatMap { try reflect($0.value, level: level) }
        case .collection: return try mirror.children.compactMap { try reflect($0.value, level: level + 1) }
        case .dictionary:
            guard let table = value as? [String: Any] else { return String(describing: value) }
            return Fields(table: try table.compactMapValues { try reflect($0, level: level + 1) })
        default:
            if let raw = value as? any RawRepresentable { return try reflect(raw.rawValue, level: level) }
            guard mirror.displayStyle == .struct, !mirror.children.isEmpty else { return String(describing: value) }
            return level > depth ? nil : try fields(mirror, level)
        }
    }

    private static func fields(_ mirror: Mirror, _ level: Int) throws -> Fields {
        var fields = Fields()
        for child in mirror.children {
            if let name = child.label, let field = try reflect(child.value, level: level + 1) {
                fields.table[name] = field
            }
        }
        return fields
    }

    /// The engine draws a template found in a variable without escaping it: that is how safe markup gets through.
    /// Braces are written as entities, so that no text in it is ever read as a tag.
    private static func template(_ html: SafeHTML) throws -> MustacheTemplate {
        try MustacheTemplate(string: html.markup.replacing("{", with: "&#123;"))
    }
}
