import Foundation
import Kernel
import Web

/// Fields and sentences of the page of hours.
struct HoursDrawing {
    let context: SignedInContext
    let rules: HoursRules
    let hours: BusinessHours
    let now: Instant
    /// What was sent and refused, to be shown again.
    let form: Query?

    private func word(_ key: String, _ values: [String: String] = [:]) -> String {
        context.word("hours.\(key)", values)
    }

    var days: [FormField] {
        hours.week.enumerated().map { index, ranges in
            FormField(
                "day_\(index)", label: word("day_\(index)"), value: form?["day_\(index)"] ?? HoursForm.text(ranges),
                filter: true)
        }
    }

    var territory: FormField {
        FormField(
            "territory", .choice, label: word("territory"), required: true,
            choices: Territory.allCases.map {
                FormField.Choice($0.rawValue, word("territory_\($0.rawValue)"), selected: $0 == hours.territory)
            })
    }

    /// Those of the year that comes.
    var holidays: [Holiday] {
        let today = hours.day(of: now)
        let year = LocalTime.civil(today).year
        return (Holidays.of(year, in: hours.territory) + Holidays.of(year + 1, in: hours.territory)).filter {
            (today..<(today + 365)).contains($0.day)
        }
    }

    func worked(_ holiday: Holiday) -> FormField {
        FormField(
            "worked_\(holiday.key)", .box, label: word("worked_that_day"), checked: hours.worked.contains(holiday.key))
    }

    func text(_ closure: Closure) -> String {
        let figures = context.figures
        let days =
            closure.first == closure.last
            ? figures.date(day: closure.first)
            : word("span", ["from": figures.date(day: closure.first), "to": figures.date(day: closure.last)])
        return "\(closure.name) · \(days)"
    }

    var closureFields: [FormField] {
        [
            FormField("name", label: word("closure_name"), value: form?["name"] ?? "", required: true),
            FormField("first", .date, label: word("closure_first"), value: form?["first"] ?? "", required: true),
            FormField("last", .date, label: word("closure_last"), value: form?["last"] ?? ""),
        ]
    }

    private func said(_ network: Network?, _ service: Int64?) -> String {
        rules.targets.first { $0.network == network && $0.service == service }.map {
            HoursForm.hours($0.minutes, context.figures)
        } ?? ""
    }

    var targets: [FormField] {
        [
            FormField(
                "all", label: word("target_all"), value: form?["all"] ?? said(nil, nil),
                hint: word("target_hint"), required: true)
        ]
            + Network.allCases.map { network in
                FormField(
                    "network_\(network.rawValue)", label: context.word("listening.network_\(network.rawValue)"),
                    value: form?["network_\(network.rawValue)"] ?? said(network, nil), filter: true)
            }
    }

    func services(_ wards: [Ward]) -> [FormField] {
        wards.map { ward in
            FormField(
                "service_\(ward.id)", label: ward.name,
                value: form?["service_\(ward.id)"] ?? said(nil, ward.id), filter: true)
        }
    }

    /// "Une question posée vendredi à 17 h 30 sur Google attend une réponse avant lundi à 11 h 30."
    func previews(_ service: Int64?) -> [String] {
        let zone = hours.zone
        let words = RosterWords(context: context, zone: zone)
        let today = hours.day(of: now)
        let weekday = ((today + 3) % 7 + 7) % 7
        let friday = today + (11 - weekday) % 7
        var moments = [(friday, 17 * 60 + 30, Network.google), (friday + 2, 11 * 60, .own)]
        if let eve = holidays.first(where: { $0.day > friday + 3 && !hours.worked.contains($0.key) }) {
            moments.append((eve.day - 1, 16 * 60, .google))
        }
        return moments.compactMap { day, minute, network in
            let asked = LocalMoment.instant(day: day, minute: minute, zone)
            let minutes = rules.minutes(network, service)
            guard let due = hours.moment(Double(minutes) * 60, after: asked) else { return nil }
            return word(
                "preview",
                [
                    "asked": words.moment(asked), "network": context.word("listening.network_\(network.rawValue)"),
                    "due": words.moment(due), "hours": HoursForm.hours(minutes, context.figures),
                ])
        }
    }
}
