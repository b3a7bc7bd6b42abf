import Hummingbird
import Kernel
import Web

/// One's own account: `/account`.
struct AccountRoutes {
    let actions: PeopleActions

    struct SessionRow: Encodable, Sendable {
        let id: Int64
        let device: String
        let current: Bool
        let seen: Moment
        let since: Moment
    }

    struct Value: Encodable, Sendable {
        let name: String
        let email: String
        let fields: [FormField]
        let errors: [FormError]
        let tongue: FormField
        let sessions: [SessionRow]
        let others: Bool
        let hasFactor: Bool
        let codesLeft: String
        let roles: [String]
    }

    func add(to pages: Pages) {
        pages.get("account", access: .signedIn) { _, context in try await show(context) }
        pages.post("account/password", access: .signedIn) { form, context in
            do {
                try await actions.changePassword(
                    from: form.raw("old") ?? "", to: form.raw("password") ?? "", of: context.person,
                    session: context.session)
                return Page.redirect("/account", saying: "people.said_password")
            } catch let refusal as Refusal { return try await show(context, refusal) }
        }
        pages.post("account/language", access: .signedIn) { form, context in
            guard let tongue = form["tongue"].flatMap(Tongue.init) else { throw Failure(.unusable, "no such language") }
            try await actions.prefer(tongue: tongue, of: context.person)
            // The switch in the head of every page comes back to that page.
            if let next = form["next"] { return Page.redirect(Page.safe(next: next)) }
            return Page.redirect("/account", saying: "people.said_saved")
        }
        pages.post("account/appearance", access: .signedIn) { form, context in
            guard let appearance = form["appearance"].flatMap(Appearance.init) else {
                throw Failure(.unusable, "no such appearance")
            }
            try await actions.prefer(appearance: appearance, of: context.person)
            return Page.redirect(Page.safe(next: form["next"]))
        }
        pages.post("account/sessions/others", access: .signedIn) { _, context in
            try await actions.endOthers(of: context.person, but: context.session)
            return Page.redirect("/account", saying: "people.said_sessions_ended")
        }
        pages.post("account/session/:id/end", access: .signedIn) { _, context in
            try await actions.end(context.identifier(of: Session.self).value, of: context.person)
            return Page.redirect("/account", saying: "people.said_sessions_ended")
        }
    }

    private func show(_ context: SignedInContext, _ refusal: Refusal? = nil) async throws -> Response {
        let own = try await actions.own(context.person)
        let fields = marked(
            [
                FormField(
                    "old", .password, label: context.word("people.password_old"), required: true,
                    autocomplete: "current-password"),
                FormField(
                    "password", .password, label: context.word("people.password_new"),
                    hint: context.word("people.password_hint"), required: true, autocomplete: "new-password"),
            ], refusal, context)
        let figures = context.figures
        let sessions = own.sessions.map { session in
            SessionRow(
                id: session.id, device: session.device, current: session.id == context.session,
                seen: Moment(session.seen, figures), since: Moment(session.created, figures))
        }
        let value = Value(
            name: own.account.name, email: own.account.email, fields: fields, errors: FormField.errors(fields),
            tongue: MemberRoutes.tongueField(own.account.tongue, context), sessions: sessions,
            others: sessions.count > 1, hasFactor: own.account.hasFactor,
            codesLeft: context.count("people.codes_left", own.codesLeft),
            roles: GrantWords(services: own.services, context: context).list(own.account.grants))
        return try Page.render(
            "people/account", value, context, status: refusal == nil ? .ok : .unprocessableContent)
    }
}
