/// A page's value as templates read it: texts, flags, lists, and fields by name. Nothing at all is an absent field.
enum PageValue {
    case text(String)
    /// Written as it is.
    case markup(SafeHTML)
    case flag(Bool)
    case list(List)
    case fields(Fields)

    final class List {
        var items: [PageValue] = []
    }

    final class Fields {
        var table: [String: PageValue] = [:]
    }

    func field(_ name: String) -> PageValue? {
        if case .fields(let fields) = self { fields.table[name] } else { nil }
    }
}
