import Mustache

/// Turns a page's value into dictionaries once, before it is drawn: looking a field up then costs a hash instead of a
/// mirror for each name on each level, which is what a page of fifty rows would spend its time on.
enum Reflection {
    /// Deeper values than any page has; a value that holds itself stops here.
    private static let depth = 12

    static func reflect(_ value: Any, level: Int = 0) throws -> Any? {
        switch value {
        case is String, is Bool, is Int, is Double, is Int64: return value
        case let html as SafeHTML: return try template(html)
        case let list as [Any]: return try list.compactMap { try reflect($0, level: level + 1) }
        case let table as [String: Any]: return try table.compactMapValues { try reflect($0, level: level + 1) }
        case let raw as any RawRepresentable: return try reflect(raw.rawValue, level: level)
        default: return level > depth ? nil : try fields(value, level)
        }
    }

    private static func fields(_ value: Any, _ level: Int) throws -> Any? {
        let mirror = Mirror(reflecting: value)
        if mirror.displayStyle == .optional {
            return try mirror.children.first.flatMap { try reflect($0.value, level: level) }
        }
        if mirror.displayStyle != .struct || mirror.children.isEmpty { return String(describing: value) }
        var fields: [String: Any] = [:]
        for child in mirror.children {
            if let name = child.label, let field = try reflect(child.value, level: level + 1) { fields[name] = field }
        }
        return fields
    }

    /// The engine draws a template found in a variable without escaping it: that is how safe markup gets through.
    /// Braces are written as entities, so that no text in it is ever read as a tag.
    private static func template(_ html: SafeHTML) throws -> MustacheTemplate {
        try MustacheTemplate(string: html.markup.replacing("{", with: "&#123;"))
    }
}
