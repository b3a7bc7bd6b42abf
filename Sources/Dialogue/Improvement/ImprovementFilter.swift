import Kernel
import Web

/// What the board shows, as its address says.
struct ImprovementFilter: Sendable, Equatable {
    var service: Int64?
    var theme: Theme?
    var owner: Int64?
    var state: Improvement.State?
    /// The least criticality of a voice.
    var criticality: Int?

    init() {}

    init(_ query: Query) {
        service = query["service"].flatMap { Int64($0) }
        theme = query["theme"].flatMap(Theme.init)
        owner = query["owner"].flatMap { Int64($0) }
        state = query["state"].flatMap(Improvement.State.init)
        criticality = query["criticality"].flatMap { Int($0) }.flatMap { (1...5).contains($0) ? $0 : nil }
    }

    var isEmpty: Bool { self == ImprovementFilter() }

    func fields(_ people: ImprovementPeople, _ context: some Viewing) -> [FormField] {
        func field(_ name: String, _ label: String, _ chosen: String?, _ choices: [(String, String)]) -> FormField {
            FormField(
                name, .choice, label: context.word(label),
                choices: [FormField.Choice("", context.word("improvement.any"))]
                    + choices.map { FormField.Choice($0.0, $0.1, selected: $0.0 == chosen) },
                filter: true)
        }
        return [
            field(
                "state", "improvement.state", state?.rawValue,
                Improvement.State.allCases.map {
                    ($0.rawValue, context.word("improvement.state_\($0.rawValue)"))
                }),
            field(
                "service", "improvement.service", service.map(String.init),
                people.wards.map {
                    (String($0.id), $0.name)
                }),
            field(
                "theme", "improvement.theme", theme?.rawValue,
                Theme.allCases.map {
                    ($0.rawValue, context.word("listening.theme_\($0.rawValue)"))
                }),
            field("owner", "improvement.owner", owner.map(String.init), people.people.map { (String($0.id), $0.name) }),
            field(
                "criticality", "improvement.criticality_least", criticality.map(String.init),
                (1...5).map {
                    (String($0), context.word("improvement.criticality_\($0)"))
                }),
        ]
    }
}

/// Who and what the pages of this room name.
struct ImprovementPeople: Sendable {
    /// The services within reach, by name.
    let wards: [Ward]
    /// Accounts that are open, by name.
    let people: [Person]
    private let wardNames: [Int64: String]
    private let names: [Int64: String]

    init(_ staff: Staff, scope: Scope) async throws {
        let all = try await staff.wards()
        wards = all.filter { scope.covers($0.id) }
        people = try await staff.people().sorted { ($0.name, $0.id) < ($1.name, $1.id) }
        wardNames = Dictionary(all.map { ($0.id, $0.name) }) { first, _ in first }
        names = try await staff.names()
    }

    /// The whole hospital when nil.
    func service(_ id: Int64?, _ context: some Viewing) -> String {
        guard let id else { return context.word("improvement.whole") }
        return wardNames[id] ?? context.word("improvement.service_closed")
    }

    func person(_ id: Int64?, _ context: some Viewing) -> String {
        guard let id else { return context.word("improvement.machine") }
        return names[id] ?? context.word("improvement.person_gone")
    }
}
