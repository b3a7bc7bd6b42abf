// Authors, contributors and publishers.
extension ShapeMachine {
    /// The end of a name, e-mail or address inside a person.
    func named(_ key: String) {
        let value = pop(key)
        let stored = ShapeValue.optional(value)
        if inPublisher, key != "href" {
            author(key, stored, "publisher")
        } else if inAuthor {
            author(key, stored, "author")
        } else if inContributor {
            context.setDefault("contributors", .list([.object(ShapeObject())]))
            context["contributors"]?.items?.last?.object?[key] = stored
        } else if inTextInput, key == "name" {
            context["name"] = stored
        }
    }

    private func author(_ key: String, _ value: ShapeValue, _ role: String) {
        context.setDefault(role + "_detail", .object(ShapeObject()))
        context[role + "_detail"]?.object?[key] = value
        synchronise("author")
        context.setDefault("authors", .list([.object(ShapeObject())]))
        context["authors"]?.items?.last?.object?[key] = value
    }

    /// Makes the one-line form out of the parts, or the parts out of the one-line form.
    func synchronise(_ key: String) {
        let detail = context[key + "s"]?.items?.last?.object ?? ShapeObject()
        guard detail.isEmpty else {
            let name = detail.text("name") ?? "", email = detail.text("email") ?? ""
            if !name.isEmpty, !email.isEmpty {
                context[key] = .text("\(name) (\(email))")
            } else if !name.isEmpty || !email.isEmpty {
                context[key] = .text(name.isEmpty ? email : name)
            }
            return
        }
        guard var author = context.text(key), !author.isEmpty else { return }
        var email: String?
        if let match = author.firstMatch(of: Self.email) {
            let found = String(match.output.0)
            email = found
            for cruft in [found, "()", "<>", "&lt;&gt;"] { author = author.replacing(cruft, with: "") }
            author = PythonText.strip(author)
            if author.hasPrefix("(") { author.removeFirst() }
            if author.hasSuffix(")") { author.removeLast() }
            author = PythonText.strip(author)
        }
        if !author.isEmpty || email != nil { context.setDefault(key + "_detail", .object(detail)) }
        if !author.isEmpty { detail["name"] = .text(author) }
        if let email { detail["email"] = .text(email) }
    }

    private static var email: Regex<(Substring, Substring?)> {
        /[a-zA-Z0-9_\-.+]+@(?:\[[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.|(?:[a-zA-Z0-9\-]+\.)+)(?:[a-zA-Z]{2,4}|[0-9]{1,3})\]?(\?subject=\S+)?/
    }
}
