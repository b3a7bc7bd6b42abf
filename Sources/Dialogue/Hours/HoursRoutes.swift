// Long because one page sets all that says when an answer is due.
import Foundation
import Hummingbird
import HTTPTypes
import Kernel
import Web

/// `/hours`: opening hours, closing days and targets; `/hours/replies`: how long answers took.
struct HoursRoutes: Sendable {
    let desk: DialogueDesk

    private var actions: HoursActions { HoursActions(desk: desk) }

    func add(to pages: Pages) {
        pages.get("hours", right: .gather) { _, context in try await show(context) }
        pages.post("hours/place", right: .administer) { form, context in
            try await saving(form, context, "hours.said_hours_kept") { try await keepPlace(form, context) }
        }
        pages.post("hours/place/remove", right: .administer) { form, context in
            try await actions.keep(place: Self.place(form), by: context.person) { _ in nil }
            return Page.redirect("/hours", saying: "hours.said_hours_removed")
        }
        pages.post("hours/closures", right: .administer) { form, context in
            try await saving(form, context, "hours.said_closure_kept") { try await addClosure(form, context) }
        }
        pages.post("hours/closures/remove", right: .administer) { form, context in
            let (first, name) = (form["first"].flatMap { Int($0) } ?? 0, form["name"] ?? "")
            try await actions.keep(place: Self.place(form), by: context.person) { hours in
                var hours = hours
                hours.closures.removeAll { $0.first == first && $0.name == name }
                return hours
            }
            return Page.redirect(Self.path(form), saying: "hours.said_closure_removed")
        }
        pages.post("hours/targets", right: .administer) { form, context in
            try await saving(form, context, "hours.said_targets_kept") { try await keepTargets(form, context) }
        }
        ReplyTimeRoutes(desk: desk).add(to: pages)
    }

    // MARK: Changing

    private static func place(_ form: Query) -> Int64 { form["place"].flatMap { Int64($0) } ?? 0 }

    private static func path(_ form: Query) -> String {
        let place = place(form)
        return place == 0 ? "/hours" : "/hours?place=\(place)"
    }

    private func saving(
        _ form: Query, _ context: SignedInContext, _ word: String, _ change: () async throws -> Void
    ) async throws -> Response {
        do { try await change() } catch let failure as Failure where failure.kind == .unusable {
            return try await show(context, form: form, reproach: failure.words.map { context.word($0) })
        }
        return Page.redirect(Self.path(form), saying: word)
    }

    private func keepPlace(_ form: Query, _ context: SignedInContext) async throws {
        guard let territory = form["territory"].flatMap(Territory.init) else {
            throw Failure(.unusable, "no such territory", words: "hours.territory_wrong")
        }
        let week = try (0..<7).map { day in
            guard let ranges = HoursForm.ranges(form["day_\(day)"] ?? "") else {
                throw Failure(.unusable, "hours that cannot be read", words: "hours.ranges_wrong")
            }
            return ranges
        }
        let worked = Set(form.fields.filter { $0.name.hasPrefix("worked_") }.map { String($0.name.dropFirst(7)) })
        try await actions.keep(place: Self.place(form), by: context.person) { before in
            BusinessHours(
                territory: territory, week: week, closures: before.closures,
                worked: worked.intersection(Self.keys(territory)))
        }
    }

    /// Every holiday that a territory ever has.
    private static func keys(_ territory: Territory) -> Set<String> {
        Set([2_024, 2_030].flatMap { Holidays.of($0, in: territory).map(\.key) })
    }

    private func addClosure(_ form: Query, _ context: SignedInContext) async throws {
        let name = String((form["name"] ?? "").prefix(80))
        guard let first = form["first"].flatMap(LocalMoment.day), !name.isEmpty else {
            throw Failure(.unusable, "closing days lack a day or a name", words: "hours.closure_wrong")
        }
        let last =
            try form["last"].map { text in
                guard let day = LocalMoment.day(text) else {
                    throw Failure(.unusable, "no such day", words: "hours.closure_wrong")
                }
                return day
            } ?? first
        try await actions.keep(place: Self.place(form), by: context.person) { hours in
            var hours = hours
            hours.closures.append(Closure(first: first, last: last, name: name))
            hours.closures.sort { ($0.first, $0.name) < ($1.first, $1.name) }
            return hours
        }
    }

    private func keepTargets(_ form: Query, _ context: SignedInContext) async throws {
        var targets: [Target] = []
        guard let all = try HoursForm.minutes(form["all"]) else {
            throw Failure(.unusable, "no target for the rest", words: "hours.target_wrong")
        }
        targets.append(Target(network: nil, service: nil, minutes: all))
        for network in Network.allCases {
            guard let minutes = try HoursForm.minutes(form["network_\(network.rawValue)"]) else { continue }
            targets.append(Target(network: network, service: nil, minutes: minutes))
        }
        for ward in try await desk.staff.wards() {
            guard let minutes = try HoursForm.minutes(form["service_\(ward.id)"]) else { continue }
            targets.append(Target(network: nil, service: ward.id, minutes: minutes))
        }
        try await actions.keep(targets, by: context.person)
    }

    // MARK: Showing

    private struct Tab: Encodable, Sendable {
        let path: String
        let label: String
        let current: Bool
        let own: Bool
    }

    private struct Day: Encodable, Sendable {
        let date: String
        let name: String
        let article: String
        let box: FormField
    }

    private struct ClosureRow: Encodable, Sendable {
        let first: String
        let name: String
        let text: String
    }

    private struct HoursPage: Encodable, Sendable {
        let tabs: [Tab]
        let several: Bool
        let place: String
        let placeName: String
        let inherits: Bool
        let own: Bool
        let days: [FormField]
        let territory: FormField
        let zoneNow: String
        let holidays: [Day]
        let closures: [ClosureRow]
        let closureFields: [FormField]
        let targets: [FormField]
        let services: [FormField]
        let previews: [String]
        let maySet: Bool
        let reproach: String?
    }

    private func show(
        _ context: SignedInContext, form: Query? = nil, reproach: String? = nil
    ) async throws -> Response {
        let rules = try await actions.rules()
        let wards = try await desk.staff.wards()
        let names = Dictionary(
            wards.map { ($0.establishment, $0.establishmentName) }, uniquingKeysWith: { first, _ in first })
        let asked = form.map(Self.place) ?? context.query["place"].flatMap { Int64($0) } ?? 0
        let place = names[asked] == nil ? 0 : asked
        let hours = rules.places[place] ?? rules.house
        let draw = HoursDrawing(context: context, rules: rules, hours: hours, now: desk.clock.now(), form: form)
        let maySet = context.person.reach(of: .administer) == .everything
        let tabs =
            [Tab(path: "/hours", label: context.word("hours.whole_house"), current: place == 0, own: true)]
            + names.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map { id, name in
                Tab(path: "/hours?place=\(id)", label: name, current: id == place, own: rules.places[id] != nil)
            }
        let value = HoursPage(
            tabs: tabs, several: tabs.count > 1, place: String(place),
            placeName: names[place] ?? context.word("hours.whole_house"),
            inherits: place != 0 && rules.places[place] == nil, own: place != 0 && rules.places[place] != nil,
            days: draw.days, territory: draw.territory,
            zoneNow: context.word(
                "hours.clock_now",
                [
                    "time": Figures(context.tongue, zone: hours.zone).time(desk.clock.now()),
                    "zone": hours.zone.identifier,
                ]),
            holidays: draw.holidays.map { holiday in
                Day(
                    date: context.figures.date(day: holiday.day), name: context.word("hours.holiday_\(holiday.key)"),
                    article: holiday.article, box: draw.worked(holiday))
            },
            closures: hours.closures.map { closure in
                ClosureRow(first: String(closure.first), name: closure.name, text: draw.text(closure))
            },
            closureFields: draw.closureFields, targets: draw.targets, services: draw.services(wards),
            previews: draw.previews(place == 0 ? nil : wards.first { $0.establishment == place }?.id), maySet: maySet,
            reproach: reproach)
        return try Page.render("hours/hours", value, context, status: reproach == nil ? .ok : .badRequest)
    }
}
