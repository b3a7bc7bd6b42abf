import Kernel
import Web

/// A request in the register.
struct RequestLine: Encodable {
    let path: String
    let number: String
    let kind: String
    let name: String
    let road: String
    let received: String
    let due: String
    let state: String
    let left: String?
    let tone: String
    let isOpen: Bool
    let extended: Bool
    let identified: Bool

    init(_ request: PersonRequest, today: Int, _ context: SignedInContext) {
        path = "/protection/requests/\(request.id)"
        number = String(request.id)
        kind = context.word("protection.kind_\(request.kind.rawValue)")
        name = request.dossier?.name ?? context.word("protection.purged")
        road = context.word("protection.road_\(request.road.rawValue)")
        received = context.figures.date(day: request.receivedOn)
        due = context.figures.date(day: request.dueOn)
        state = context.word("protection.request_\(request.state.rawValue)")
        let days = request.left(on: today)
        left = days.map { ReportLine.left($0, context) }
        tone = days.map { $0 < 0 ? "bad" : $0 <= 7 ? "warn" : "" } ?? ""
        isOpen = request.state == .open
        extended = request.extended
        identified = request.identified
    }
}

struct RequestListPage: Encodable {
    let requests: [RequestLine]
    let crumbs: [Crumb]
    let empty: EmptyState?
}

struct RequestFormPage: Encodable {
    let fields: [FormField]
    let crumbs: [Crumb]
    let reproach: String?
}

struct RequestPage: Encodable {
    struct Found: Encodable {
        let id: String
        let path: String
        let text: String
        let language: String?
        let network: String
        let when: Moment
    }

    let request: RequestLine
    let version: String
    let dossier: PersonRequest.Dossier?
    let crumbs: [Crumb]
    let reproach: String?
    let erased: String?
    let identifying: FormField?
    let extending: FormField?
    let answering: [FormField]
    let query: FormField?
    let mayErase: Bool
    let found: [Found]
    let searched: String?

    init(
        _ request: PersonRequest, erased: Int, found: [Heard]?, _ failure: Failure?, today: Int,
        _ context: SignedInContext
    ) {
        func word(_ key: String) -> String { context.word("protection.\(key)") }
        let open = request.state == .open
        self.request = RequestLine(request, today: today, context)
        version = String(request.version)
        dossier = request.dossier
        crumbs = [Crumb("/protection/requests", word("requests"))]
        reproach = failure.map { context.word($0.words ?? "protection.changed_meanwhile") }
        self.erased = erased == 0 ? nil : context.count("protection.n_erased", erased)
        identifying =
            open && !request.identified
            ? FormField("how", label: word("identity_how"), hint: word("identity_hint"), required: true) : nil
        extending =
            (try? request.prolonged(on: today)) == nil
            ? nil : FormField("extension", .area, label: word("extension_reason"), required: true)
        answering =
            open
            ? [
                FormField(
                    "outcome", .choice, label: word("outcome"), required: true,
                    choices: [.init("granted", word("request_granted")), .init("refused", word("request_refused"))]),
                FormField("answer", .area, label: word("answer"), hint: word("answer_hint"), required: true),
                FormField("evidence", label: word("evidence"), hint: word("evidence_hint")),
            ] : []
        query =
            open
            ? FormField(
                "q", .search, label: word("search"), value: context.query["q"] ?? "", hint: word("search_hint"),
                filter: true) : nil
        mayErase = request.identified && (request.kind == .erasure || request.kind == .opposition)
        self.found = (found ?? []).map { heard in
            Found(
                id: String(heard.id), path: "/mentions/\(heard.id)", text: String(heard.text.prefix(400)),
                language: heard.language, network: context.word("listening.network_\(heard.network.rawValue)"),
                when: Moment(heard.publishedAt, context.figures))
        }
        searched = found.map { context.count("protection.n_found", $0.count) }
    }
}
