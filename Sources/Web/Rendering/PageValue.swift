import Mustache

/// A page's value as templates read it: texts, flags, lists, and fields by name. Nothing at all is an absent field. Each
/// says at once which fields it has: the engine would look into it with a mirror for every name that it seeks.
enum PageValue {
    /// A text that needs no more escaping: safe markup, or words that were escaped when the page's value was read.
    struct Text: MustacheParent, MustacheCustomRenderable {
        let renderText: String
        var isNull: Bool { false }

        init(_ text: String) { renderText = SafeHTML.escape(text) }
        init(_ html: SafeHTML) { renderText = html.markup }

        func child(named _: String) -> Any? { nil }
    }

    final class List: MustacheParent, MustacheSequence, MustacheTransformable, CustomStringConvertible {
        var items: [Any] = []
        var description: String { "" }

        func child(named _: String) -> Any? { nil }
        func makeIterator() -> IndexingIterator<[Any]> { items.makeIterator() }
        func transform(_ name: String) -> Any? { items.transform(name) }
    }

    final class Fields: MustacheParent, CustomStringConvertible {
        var table: [String: Any] = [:]
        var description: String { "" }

        func child(named name: String) -> Any? { table[name] }
    }
}
