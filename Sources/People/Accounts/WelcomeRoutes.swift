import Hummingbird
import Kernel
import Web

/// First steps: `/setup`, where the first administrator is made, and `/welcome/:token`, where an invitation is taken up.
struct WelcomeRoutes {
    let actions: PeopleActions

    struct Value: Encodable, Sendable {
        let fields: [FormField]
        let errors: [FormError]
        let token: String
        let name: String
        let email: String
    }

    func add(to pages: Pages) {
        pages.openGet("setup") { _, context in
            let token = context.query["token"] ?? ""
            guard try await actions.isSetupToken(token) else {
                throw Failure(.notFound, "wrong or old set-up token", words: "people.setup_gone")
            }
            return try setup(context, token: token, Query(""))
        }
        pages.openPost("setup") { form, context in try await submitSetup(form, context) }
        pages.openGet("welcome/:token") { _, context in
            try await welcome(context, token: context.parameters.get("token") ?? "")
        }
        pages.openPost("welcome/:token") { form, context in
            try await accept(form, context, token: context.parameters.get("token") ?? "")
        }
    }

    private static func passwordField(_ context: some Viewing) -> FormField {
        FormField(
            "password", .password, label: context.word("people.password_new"),
            hint: context.word("people.password_hint"), required: true, autocomplete: "new-password")
    }

    private func setup(_ context: PageContext, token: String, _ form: Query, _ refusal: Refusal? = nil) throws
        -> Response
    {
        let fields = [
            FormField(
                "organisation", label: context.word("people.organisation_name"), value: form["organisation"] ?? "",
                hint: context.word("people.organisation_hint"), required: true, autocomplete: "organization"),
            FormField(
                "name", label: context.word("people.your_name"), value: form["name"] ?? "", required: true,
                autocomplete: "name"),
            FormField(
                "email", .email, label: context.word("people.email"), value: form["email"] ?? "", required: true,
                autocomplete: "username"),
            Self.passwordField(context),
        ]
        let shown = marked(fields, refusal, context)
        let value = Value(fields: shown, errors: FormField.errors(shown), token: token, name: "", email: "")
        return try Page.render("people/setup", value, context, status: refusal == nil ? .ok : .unprocessableContent)
    }

    private func submitSetup(_ form: Query, _ context: PageContext) async throws -> Response {
        let token = form["token"] ?? ""
        let account = AccountForm(
            name: form["name"] ?? "", email: form["email"] ?? "", tongue: context.tongue,
            grants: [Grant(.administrator)])
        do {
            let id = try await actions.setUp(
                token, organisation: form["organisation"] ?? "", account, password: form.raw("password") ?? "")
            return try await enter(id, context, saying: "people.said_set_up")
        } catch let refusal as Refusal {
            return try setup(context, token: token, form, refusal)
        }
    }

    private func enter(_ account: Int64, _ context: PageContext, saying word: String) async throws -> Response {
        let opened = try await actions.open(account, half: false, agent: context.agent)
        return SessionCookie.set(
            opened.token, seconds: Int(Session.longest), on: Page.redirect("/account", saying: word),
            context.site.settings)
    }

    private func welcome(_ context: PageContext, token: String, _ refusal: Refusal? = nil) async throws -> Response {
        guard let account = try await actions.invited(token) else {
            throw Failure(.notFound, "invitation unknown or old", words: "people.invitation_gone")
        }
        let fields = marked([Self.passwordField(context)], refusal, context)
        let value = Value(
            fields: fields, errors: FormField.errors(fields), token: token, name: account.name, email: account.email)
        return try Page.render("people/welcome", value, context, status: refusal == nil ? .ok : .unprocessableContent)
    }

    /// Whoever has a second factor signs in with it: the link alone does not open the account.
    private func accept(_ form: Query, _ context: PageContext, token: String) async throws -> Response {
        do {
            let account = try await actions.accept(token, password: form.raw("password") ?? "")
            if account.hasFactor { return Page.redirect("/sign-in", saying: "people.said_password") }
            return try await enter(account.id, context, saying: "people.said_welcome")
        } catch let refusal as Refusal {
            return try await welcome(context, token: token, refusal)
        }
    }
}
