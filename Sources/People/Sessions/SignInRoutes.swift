import Hummingbird
import Kernel
import Web

/// In and out: `/sign-in`, `/sign-in/code`, `/sign-out`.
struct SignInRoutes {
    let actions: PeopleActions

    struct Form: Encodable, Sendable {
        let fields: [FormField]
        let errors: [FormError]
        let next: String
        let lang: String
    }

    func add(to pages: Pages) {
        pages.openGet("sign-in") { _, context in
            if context.visitor != nil { return Page.redirect("/") }
            if try await actions.users().isEmpty { return try Page.render("people/unready", Form.empty, context) }
            return try show(context, next: context.query["next"])
        }
        pages.openPost("sign-in") { form, context in try await submit(form, context) }
        pages.openGet("sign-in/code") { _, context in try code(context, next: context.query["next"]) }
        pages.openPost("sign-in/code") { form, context in try await submitCode(form, context) }
        pages.post("sign-out", access: .signedIn) { _, context in
            try await actions.signOut(context.person, session: context.session)
            return SessionCookie.clear(
                on: Page.redirect("/sign-in", saying: "people.said_signed_out"), context.site.settings)
        }
    }

    private func show(
        _ context: PageContext, next: String?, email: String = "", refusal: Refusal? = nil
    ) throws -> Response {
        let fields = [
            FormField(
                "email", .email, label: context.word("people.email"), value: email, required: true,
                autocomplete: "username"),
            FormField(
                "password", .password, label: context.word("people.password"), required: true,
                autocomplete: "current-password"),
        ]
        let shown = marked(fields, refusal, context)
        let value = Form(
            fields: shown, errors: FormField.errors(shown), next: Page.safe(next: next), lang: context.tongue.rawValue)
        return try Page.render(
            "people/sign_in", value, context, status: refusal == nil ? .ok : .unprocessableContent)
    }

    private func submit(_ form: Query, _ context: PageContext) async throws -> Response {
        let email = form["email"] ?? ""
        do {
            let opened = try await actions.signIn(
                email: email, password: form.raw("password") ?? "", address: context.address, agent: context.agent)
            let next = Page.safe(next: form["next"])
            let path = opened.half ? "/sign-in/code?next=\(Query.encode(next))" : next
            let life = Int(opened.half ? Session.half : Session.longest)
            return SessionCookie.set(opened.token, seconds: life, on: Page.redirect(path), context.site.settings)
        } catch let refusal as Refusal {
            return try show(context, next: form["next"], email: email, refusal: refusal)
        }
    }

    private func code(_ context: PageContext, next: String?, refusal: Refusal? = nil) throws -> Response {
        let field = FormField(
            "code", label: context.word("people.code"), hint: context.word("people.code_hint"), required: true,
            autocomplete: "one-time-code")
        let fields = marked([field], refusal, context)
        let value = Form(
            fields: fields, errors: FormField.errors(fields), next: Page.safe(next: next), lang: context.tongue.rawValue
        )
        return try Page.render("people/code", value, context, status: refusal == nil ? .ok : .unprocessableContent)
    }

    private func submitCode(_ form: Query, _ context: PageContext) async throws -> Response {
        guard let token = context.sessionToken else { throw Failure(.signedOut, "no half-open session") }
        do {
            let opened = try await actions.completeSignIn(
                token: token, code: form["code"] ?? "", address: context.address, agent: context.agent)
            return SessionCookie.set(
                opened.token, seconds: Int(Session.longest), on: Page.redirect(Page.safe(next: form["next"])),
                context.site.settings)
        } catch let refusal as Refusal {
            return try code(context, next: form["next"], refusal: refusal)
        }
    }
}

extension SignInRoutes.Form {
    static let empty = SignInRoutes.Form(fields: [], errors: [], next: "/", lang: "fr")
}
