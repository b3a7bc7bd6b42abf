import Hummingbird
import Kernel
import Web

/// The people of the organisation, for its administrators: `/people`.
struct MemberRoutes {
    let actions: PeopleActions

    struct Row: Encodable, Sendable {
        let id: Int64
        let name: String
        let email: String
        let roles: [String]
        let state: String
        let tone: String
    }

    struct List: Encodable, Sendable { let rows: [Row] }

    struct Form: Encodable, Sendable {
        let id: Int64?
        let title: String
        let fields: [FormField]
        let errors: [FormError]
        let rolesError: String?
        let boxes: [GrantWords.Box]
        let rows: [GrantWords.ServiceRow]
        let active: Bool
        let crumbs: [Crumb]
    }

    struct Link: Encodable, Sendable {
        let name: String
        let link: String
        let crumbs: [Crumb]
    }

    func add(to pages: Pages) {
        pages.get("people", right: .administer) { _, context in try await list(context) }
        pages.get("people/new", right: .administer) { _, context in
            try await form(context, nil, AccountForm(name: "", email: "", tongue: context.tongue, grants: []))
        }
        pages.post("people/new", right: .administer) { form, context in try await invite(form, context) }
        pages.get("people/:id", right: .administer) { _, context in
            let account = try await member(context).account
            let old = AccountForm(
                name: account.name, email: account.email, tongue: account.tongue, grants: account.grants)
            return try await self.form(context, account, old)
        }
        pages.post("people/:id", right: .administer) { form, context in try await change(form, context) }
        pages.post("people/:id/active", right: .administer) { form, context in
            let id = try context.identifier(of: Account.self).value
            try await actions.setActive(form["active"] == "1", id, by: context.person)
            return Page.redirect("/people", saying: "people.said_saved")
        }
        pages.post("people/:id/link", right: .administer) { _, context in
            let account = try await member(context).account
            let token = try await actions.renewInvitation(account.id, by: context.person)
            return try link(token, account.name, context)
        }
    }

    static func tongueField(_ tongue: Tongue, _ context: some Viewing) -> FormField {
        FormField(
            "tongue", .choice, label: context.word("people.language"), required: true,
            choices: [
                .init("fr", "Français", selected: tongue == .french),
                .init("en", "English", selected: tongue == .english),
            ])
    }

    private func member(_ context: SignedInContext) async throws -> OwnAccount {
        try await actions.member(context.identifier(of: Account.self).value, by: context.person)
    }

    private func list(_ context: SignedInContext) async throws -> Response {
        let words = GrantWords(services: try await actions.services(), context: context)
        let rows = try await actions.users().map { account in
            let (state, tone) =
                !account.active
                ? ("closed", "")
                : !account.hasPassword
                    ? ("invited", "warn") : account.hasFactor ? ("protected", "good") : ("active", "accent")
            return Row(
                id: account.id, name: account.name, email: account.email, roles: words.list(account.grants),
                state: context.word("people.state_\(state)"), tone: tone)
        }
        return try Page.render("people/list", List(rows: rows), context)
    }

    private func form(
        _ context: SignedInContext, _ account: Account?, _ form: AccountForm, _ refusal: Refusal? = nil
    ) async throws -> Response {
        let fields = marked(
            [
                FormField(
                    "name", label: context.word("people.name"), value: form.name, required: true, autocomplete: "off"),
                FormField(
                    "email", .email, label: context.word("people.email"), value: form.email, required: true,
                    autocomplete: "off"),
                Self.tongueField(form.tongue, context),
            ], refusal, context)
        let words = GrantWords(services: try await actions.services(), context: context)
        let value = Form(
            id: account?.id, title: account?.name ?? context.word("people.invite"), fields: fields,
            errors: FormField.errors(fields), rolesError: refusal?.fields["roles"].map { context.word($0) },
            boxes: words.boxes(form.grants), rows: words.rows(form.grants), active: account?.active ?? true,
            crumbs: [Crumb("/people", context.word("people.people"))])
        return try Page.render("people/person", value, context, status: refusal == nil ? .ok : .unprocessableContent)
    }

    private func read(_ form: Query, _ context: SignedInContext) async throws -> AccountForm {
        AccountForm(
            name: form["name"] ?? "", email: form["email"] ?? "",
            tongue: form["tongue"].flatMap(Tongue.init) ?? context.tongue,
            grants: try GrantWords.grants(form.all("role"), services: try await actions.services()))
    }

    private func invite(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let asked = try await read(form, context)
        do {
            let made = try await actions.invite(asked, by: context.person)
            return try link(made.token, asked.name, context)
        } catch let refusal as Refusal { return try await self.form(context, nil, asked, refusal) }
    }

    private func change(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let account = try await member(context).account
        let asked = try await read(form, context)
        do {
            try await actions.change(account.id, asked, by: context.person)
            return Page.redirect("/people", saying: "people.said_saved")
        } catch let refusal as Refusal { return try await self.form(context, account, asked, refusal) }
    }

    private func link(_ token: String, _ name: String, _ context: SignedInContext) throws -> Response {
        let value = Link(
            name: name, link: "\(context.page.home)/welcome/\(token)",
            crumbs: [Crumb("/people", context.word("people.people"))])
        return try Page.render("people/link", value, context)
    }
}
