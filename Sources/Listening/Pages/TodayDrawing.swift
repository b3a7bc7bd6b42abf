import Kernel
import Web

/// Turns what was read into Today's value.
struct TodayDrawing {
    let context: SignedInContext
    let address: TodayAddress
    let reading: TodayReading
    let services: [CareService]

    var figures: Figures { context.figures }
    var now: Reading { reading.now.reading }

    func word(_ key: String, _ values: [String: String] = [:]) -> String { context.word("listening.\(key)", values) }

    var value: TodayPage {
        let temperature = now.temperature
        let charts = TodayCharts(context: context, reading: reading)
        let alerts = lines
        return TodayPage(
            placeName: placeName, dates: dates(now), spans: spans, lists: lists, days: String(address.days),
            steps: reading.anything ? [] : steps, started: reading.anything, heat: temperature.map(heat),
            notEnough: temperature == nil ? notEnough : nil, measures: measures, curve: charts.curve,
            columns: charts.columns, movements: reading.movements.map(movement),
            hasMovements: !reading.movements.isEmpty, movesShown: address.place.theme == nil && temperature != nil,
            firsts: firsts, nothingFirst: reading.first.isEmpty, alerts: Array(alerts.prefix(3)),
            hasAlerts: !alerts.isEmpty,
            moreAlerts: alerts.count > 3 ? word("all_alerts", ["n": figures.integer(reading.alerts.count)]) : nil)
    }

    /// The opinions of a window: exactly those that its temperature is made of.
    static func opinions(_ reading: Reading) -> StreamFilter {
        StreamFilter(reading.place, from: reading.firstDay, through: reading.lastDay, opinionsOnly: true)
    }

    static func complaints(_ reading: Reading) -> StreamFilter {
        var filter = opinions(reading)
        filter.polarities = [.negative, .mixed]
        return filter
    }

    private func dates(_ reading: Reading) -> String {
        reading.days == 1
            ? figures.date(day: reading.lastDay)
            : word(
                "span",
                ["from": figures.shortDate(day: reading.firstDay), "to": figures.date(day: reading.lastDay)])
    }

    private var placeName: String {
        var parts: [String] = []
        if let service = address.place.service { parts.append(services.first { $0.id == service }?.name ?? "?") }
        if let theme = address.place.theme { parts.append(word("theme_\(theme.rawValue)")) }
        if let network = address.place.network { parts.append(word("network_\(network.rawValue)")) }
        if let watch = address.place.watch {
            parts.append(reading.watches.first { $0.id == watch }?.name ?? word("watch_gone"))
        }
        return parts.isEmpty ? word("place_everywhere") : parts.joined(separator: " · ")
    }

    private var spans: [TodayPage.Span] {
        TodayAddress.spans.map { days in
            TodayPage.Span(
                label: context.count("listening.days", days), short: word("days_short", ["n": "\(days)"]),
                path: TodayAddress(address.place, days: days).path,
                current: days == address.days)
        }
    }

    private var lists: [StreamPage.Choice] {
        func list(_ name: String, _ values: [(String, String)], _ chosen: String?, any: Bool = true)
            -> StreamPage.Choice
        {
            let first = any ? [FormField.Choice("", word("place_any_\(name)"))] : []
            return StreamPage.Choice(
                name: name, label: word("filter_\(name)"),
                choices: first + values.map { FormField.Choice($0.0, $0.1, selected: $0.0 == chosen) })
        }
        let place = address.place
        return [
            list(
                "service", services.map { (String($0.id), $0.name) }, place.service.map(String.init),
                any: context.scope == .everything),
            list("theme", Theme.allCases.map { ($0.rawValue, word("theme_\($0.rawValue)")) }, place.theme?.rawValue),
            list(
                "network", Network.allCases.map { ($0.rawValue, word("network_\($0.rawValue)")) },
                place.network?.rawValue),
            list("watch", reading.watches.map { (String($0.id), $0.name) }, place.watch.map(String.init)),
        ].filter { !$0.choices.isEmpty && ($0.choices.count > 1 || $0.name == "service") }
    }

    private var steps: [TodayPage.Step] {
        [("source", "source", "/sources/new"), ("import", "import", "/imports"), ("watch", "watch", "/watches/new")].map
        {
            TodayPage.Step(icon: $0.0, name: word("step_\($0.1)"), text: word("step_\($0.1)_text"), path: $0.2)
        }
    }

    private var firsts: [Voice] {
        let room = VoiceRoom(
            context: context,
            serviceNames: Dictionary(services.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first }),
            judging: context.person.scope(of: .judge), latest: reading.latest, back: address.path)
        return reading.first.map { item in
            var voice = room.voice(item.mention)
            voice.because = because(item)
            // Said once is enough.
            if item.reason == .distress || item.reason == .urgent { voice.alarm = nil }
            return voice
        }
    }

    private func because(_ item: ReadFirst) -> String {
        guard item.reason == .spreading else { return word("first_\(item.reason.rawValue)") }
        var parts: [String] = []
        if let reach = item.mention.reach, reach > 0 { parts.append(context.count("listening.people_reached", reach)) }
        if item.mention.copies > 0 { parts.append(context.count("listening.copies", item.mention.copies)) }
        return word("first_spreading", ["how": parts.joined(separator: ", ")])
    }

    private func movement(_ movement: ThemeMovement) -> TodayPage.Movement {
        func perHundred(_ share: Double) -> String { figures.decimal(share * 100, digits: share < 0.02 ? 1 : 0) }
        let key = movement.isWorse ? "moved_worse" : movement.complaints == 0 ? "moved_gone" : "moved_better"
        let name = word("theme_\(movement.theme.rawValue)")
        var filter = Self.complaints(now)
        filter.themes = [movement.theme]
        return TodayPage.Movement(
            name: name,
            sentence: word(
                key, ["now": perHundred(movement.share), "before": perHundred(movement.shareBefore)]),
            tone: movement.isWorse ? "bad" : "good", icon: movement.isWorse ? "rise" : "fall",
            word: word(movement.isWorse ? "moving_up" : "moving_down"), path: filter.address)
    }

    /// Alerts that say the same are one line with their number, the gravest and the newest of them telling.
    private var lines: [TodayPage.AlertLine] {
        var groups: [(title: String, alerts: [Alert])] = []
        for alert in reading.alerts {
            let title = word("alert_title_\(alert.rule.rawValue)", ["about": about(alert.subject)])
            if let index = groups.firstIndex(where: { $0.title == title }) {
                groups[index].alerts.append(alert)
            } else {
                groups.append((title, [alert]))
            }
        }
        return groups.compactMap { title, alerts in
            guard let level = alerts.map(\.level).max(), let last = alerts.map(\.raisedAt).max(),
                let rule = alerts.first?.rule
            else { return nil }
            return TodayPage.AlertLine(
                title: title, times: alerts.count > 1 ? context.count("listening.alert_times", alerts.count) : nil,
                level: word("alert_level_\(level.rawValue)"),
                tone: level >= .engage || rule == .distress ? "bad" : "warn", since: Moment(last, figures),
                path: "/alerts")
        }
    }

    private func about(_ subject: AlertSubject) -> String {
        switch subject {
        case .watch(let id): return reading.watches.first { $0.id == id }?.name ?? word("watch_gone")
        case .mention: return ""
        case .place(let place):
            if let service = place.service { return services.first { $0.id == service }?.name ?? "?" }
            if let theme = place.theme { return word("theme_\(theme.rawValue)") }
            if let watch = place.watch { return reading.watches.first { $0.id == watch }?.name ?? word("watch_gone") }
            return word("whole_hospital")
        }
    }
}
