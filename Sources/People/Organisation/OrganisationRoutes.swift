import Hummingbird
import Kernel
import Web

/// The organisation, its establishments and services: `/organisation`.
struct OrganisationRoutes {
    let actions: PeopleActions

    struct Row: Encodable, Sendable {
        let id: Int64
        let name: String
        let synonyms: String
        let active: Bool
    }

    struct Place: Encodable, Sendable {
        let name: String
        let services: [Row]
    }

    struct Value: Encodable, Sendable {
        let name: FormField
        let place: FormField
        let errors: [FormError]
        let places: [Place]
    }

    struct Form: Encodable, Sendable {
        let id: Int64?
        let title: String
        let fields: [FormField]
        let errors: [FormError]
        let crumbs: [Crumb]
    }

    func add(to pages: Pages) {
        pages.get("organisation", right: .administer) { _, context in try await show(context) }
        pages.post("organisation", right: .administer) { form, context in
            try await attempt(context) {
                try await actions.rename(organisation: form["organisation"] ?? "", by: context.person)
            }
        }
        pages.post("organisation/establishments", right: .administer) { form, context in
            try await attempt(context) {
                try await actions.addEstablishment(form["establishment_name"] ?? "", by: context.person)
            }
        }
        pages.get("organisation/services/new", right: .administer) { _, context in
            try await self.form(context, nil, ServiceForm(establishment: 0, name: "", synonyms: []))
        }
        pages.post("organisation/services/new", right: .administer) { form, context in
            try await keep(nil, form, context)
        }
        pages.get("organisation/services/:id", right: .administer) { _, context in
            let service = try await service(context)
            let old = ServiceForm(
                establishment: service.establishment, name: service.name, synonyms: service.synonyms,
                active: service.active)
            return try await self.form(context, service, old)
        }
        pages.post("organisation/services/:id", right: .administer) { form, context in
            try await keep(service(context), form, context)
        }
    }

    private func attempt(_ context: SignedInContext, _ change: () async throws -> Void) async throws -> Response {
        do {
            try await change()
            return Page.redirect("/organisation", saying: "people.said_saved")
        } catch let refusal as Refusal { return try await show(context, refusal) }
    }

    private func service(_ context: SignedInContext) async throws -> Service {
        let id = try context.identifier(of: Service.self).value
        guard let service = try await actions.services().first(where: { $0.id == id }) else {
            throw Failure(.notFound, "no such service")
        }
        return service
    }

    private func show(_ context: SignedInContext, _ refusal: Refusal? = nil) async throws -> Response {
        let services = try await actions.services()
        let places = try await actions.establishments().map { place in
            let rows = services.filter { $0.establishment == place.id }.map {
                Row(id: $0.id, name: $0.name, synonyms: $0.synonyms.joined(separator: ", "), active: $0.active)
            }
            return Place(name: place.name, services: rows)
        }
        let fields = marked(
            [
                FormField(
                    "organisation", label: context.word("people.organisation_name"),
                    value: try await actions.organisationName() ?? "", required: true),
                FormField("establishment_name", label: context.word("people.establishment_new"), required: true),
            ], refusal, context)
        let value = Value(name: fields[0], place: fields[1], errors: FormField.errors(fields), places: places)
        return try Page.render(
            "people/organisation", value, context, status: refusal == nil ? .ok : .unprocessableContent)
    }

    private func form(
        _ context: SignedInContext, _ service: Service?, _ form: ServiceForm, _ refusal: Refusal? = nil
    ) async throws -> Response {
        let places = try await actions.establishments().map {
            FormField.Choice(String($0.id), $0.name, selected: $0.id == form.establishment)
        }
        var fields = [
            FormField("name", label: context.word("people.service_name"), value: form.name, required: true),
            FormField(
                "establishment", .choice, label: context.word("people.establishment"), required: true, choices: places),
            FormField(
                "synonyms", .area, label: context.word("people.synonyms"), value: form.synonyms.joined(separator: "\n"),
                hint: context.word("people.synonyms_hint")),
        ]
        if service != nil {
            fields.append(FormField("active", .box, label: context.word("people.service_open"), checked: form.active))
        }
        fields = marked(fields, refusal, context)
        let value = Form(
            id: service?.id, title: service?.name ?? context.word("people.service_new"), fields: fields,
            errors: FormField.errors(fields), crumbs: [Crumb("/organisation", context.word("people.organisation"))])
        return try Page.render("people/service", value, context, status: refusal == nil ? .ok : .unprocessableContent)
    }

    private func keep(_ service: Service?, _ form: Query, _ context: SignedInContext) async throws -> Response {
        let asked = ServiceForm(
            establishment: form["establishment"].flatMap { Int64($0) } ?? 0, name: form["name"] ?? "",
            synonyms: ServiceForm.synonyms(form["synonyms"] ?? ""), active: service == nil || form.ticked("active"))
        do {
            try await actions.keep(service?.id, asked, by: context.person)
            return Page.redirect("/organisation", saying: "people.said_saved")
        } catch let refusal as Refusal { return try await self.form(context, service, asked, refusal) }
    }
}
