import Hummingbird
import Kernel
import Web

/// The second factor of one's own account: `/account/factor`.
struct FactorRoutes {
    let actions: PeopleActions

    struct Value: Encodable, Sendable {
        let key: String
        let uri: String
        let code: SafeHTML
        let fields: [FormField]
        let errors: [FormError]
    }

    struct Codes: Encodable, Sendable {
        let codes: [String]
    }

    func add(to pages: Pages) {
        pages.get("account/factor", access: .signedIn) { _, context in try await show(context) }
        pages.post("account/factor", access: .signedIn) { form, context in
            do {
                let codes = try await actions.confirmFactor(
                    form["code"] ?? "", of: context.person, session: context.session)
                return try Page.render("people/recovery", Codes(codes: codes), context)
            } catch let refusal as Refusal { return try await show(context, refusal) }
        }
        pages.get("account/factor/remove", access: .signedIn) { _, context in try remove(context) }
        pages.post("account/factor/remove", access: .signedIn) { form, context in
            do {
                try await actions.removeFactor(password: form.raw("password") ?? "", of: context.person)
                return Page.redirect("/account", saying: "people.said_factor_off")
            } catch let refusal as Refusal { return try remove(context, refusal) }
        }
    }

    private func show(_ context: SignedInContext, _ refusal: Refusal? = nil) async throws -> Response {
        let secret = try await actions.proposeFactor(to: context.person)
        let issuer =
            context.visitor?.organisation.isEmpty == false
            ? "Résonance \(context.visitor?.organisation ?? "")" : "Résonance"
        let uri = SecondFactor.uri(secret: secret, account: context.person.email, issuer: issuer)
        let field = FormField(
            "code", label: context.word("people.code"), hint: context.word("people.factor_code_hint"), required: true,
            autocomplete: "one-time-code")
        let fields = marked([field], refusal, context)
        let value = Value(
            key: Self.grouped(Secret.base32(secret)), uri: uri,
            code: try QRCode.svg(uri, label: context.word("people.factor_qr")), fields: fields,
            errors: FormField.errors(fields))
        return try Page.render("people/factor", value, context, status: refusal == nil ? .ok : .unprocessableContent)
    }

    private func remove(_ context: SignedInContext, _ refusal: Refusal? = nil) throws -> Response {
        let field = FormField(
            "password", .password, label: context.word("people.password"), required: true,
            autocomplete: "current-password")
        let fields = marked([field], refusal, context)
        let value = Value(
            key: "", uri: "", code: SafeHTML(trusted: ""), fields: fields, errors: FormField.errors(fields))
        return try Page.render(
            "people/factor_remove", value, context, status: refusal == nil ? .ok : .unprocessableContent)
    }

    /// Four by four, to be typed.
    static func grouped(_ key: String) -> String {
        stride(from: 0, to: key.count, by: 4).map { String(key.dropFirst($0).prefix(4)) }.joined(separator: " ")
    }
}
