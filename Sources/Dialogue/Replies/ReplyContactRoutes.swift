import Hummingbird
import Kernel
import Storage
import Web

/// The office that replies send people to: one page, for those who let replies out everywhere.
struct ReplyContactRoutes: Sendable {
    let desk: DialogueDesk

    func add(to pages: Pages) {
        pages.get("replies/contact", right: .approve) { _, context in
            let contact = try await desk.database.read { try ReplyContact.find(in: $0) }
            return try show(contact, context)
        }
        pages.post("replies/contact", right: .approve) { form, context in
            let contact = ReplyContact(email: form["email"] ?? "", phone: form["phone"] ?? "")
            do { try await keep(contact, by: context.person) } catch let failure as Failure
                where failure.kind == .unusable
            { return try show(contact, context, wrong: failure.words) }
            return Page.redirect("/replies/contact", saying: "replies.said_contact_kept")
        }
    }

    private struct Office: Encodable, Sendable {
        let crumbs: [Crumb]
        let fields: [FormField]
        let errors: [FormError]
        let mayKeep: Bool
        let example: String?
    }

    func keep(_ contact: ReplyContact, by person: Person) async throws {
        guard person.scope(of: .approve) == .everything else {
            throw Failure(.forbidden, "the office is the whole hospital's")
        }
        let contact = try contact.checked()
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let before = try ReplyContact.find(in: connection)
            try contact.keep(in: connection)
            try Audit.record(
                who: person.id, action: "reply.contact_changed", subject: "setting", id: nil,
                before: try ReplyTrail.json(before), after: try ReplyTrail.json(contact), at: now, in: connection)
        }
    }

    private func show(_ contact: ReplyContact, _ context: SignedInContext, wrong: String? = nil) throws -> Response {
        func error(_ key: String) -> String? { wrong == key ? context.word(key) : nil }
        let fields = [
            FormField(
                "email", .email, label: context.word("replies.contact_email"), value: contact.email,
                hint: context.word("replies.contact_email_hint"), error: error("replies.contact_email_wrong"),
                required: true, autocomplete: "off"),
            FormField(
                "phone", .text, label: context.word("replies.contact_phone"), value: contact.phone,
                error: error("replies.contact_phone_wrong"), autocomplete: "off"),
        ]
        return try Page.render(
            "replies/contact",
            Office(
                crumbs: [Crumb("/replies/waiting", context.word("replies.waiting"))], fields: fields,
                errors: FormField.errors(fields), mayKeep: context.person.scope(of: .approve) == .everything,
                example: contact.channel), context, status: wrong == nil ? .ok : .badRequest)
    }
}
