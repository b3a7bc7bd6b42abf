import Calendars
import Channels
import Deontology
import Dialogue
import Foundation
import Kernel
import Listening
import Networks
import People
import Privacy
import Publishing
import Storage
import Wire

/// What the dialogue asks of the other rooms, in its own words.
extension House {
    /// - Parameter held: how much waits for a person before it leaves.
    func channels(held: @escaping @Sendable () async throws -> Int) -> ChannelDesk {
        ChannelDesk(
            database: database, clock: clock, ids: ids, sealer: sealer, http: http, site: site, hearing: hearing,
            endpoints: endpoints, names: names, organisation: { try await people.organisationName() ?? "Résonance" },
            held: held)
    }

    func publishing(_ channels: ChannelDesk) throws -> PublishingServices {
        PublishingServices(
            try PublishingDesk(
                database: database, clock: clock, zone: zone.zone, ids: ids,
                checker: try EmbeddedChecker.load(settings), privacy: try PrivacyReader(), channels: channels,
                staff: staff, letters: try letters(), site: site, library: settings.data + "/library",
                store: try Wiring.library(settings),
                shareKey: shareKey, healthDays: try HealthDays(Array(Embedded.bytes("calendars/health-days.json"))),
                limits: try LimitsBook.parse(Array(Embedded.bytes("networks/limits.json"))),
                templates: Array(Embedded.bytes("publishing/templates.json")),
                holiday: { Dialogue.holiday(on: $0, in: zone.zone) }))
    }

    func dialogue() throws -> Dialogue {
        Dialogue(
            DialogueDesk(
                database: database, clock: clock, zone: zone.zone, ids: ids,
                checker: try EmbeddedChecker.load(settings), privacy: try PrivacyReader(), sealer: sealer, http: http,
                voices: voices, staff: staff, letters: try letters(), site: site,
                hearing: hearing, seal: seal, endpoints: endpoints))
    }

    var staff: Staff {
        Staff(
            wards: {
                let places = Dictionary(
                    try await people.establishments().map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
                return try await people.services().filter(\.active).map {
                    Ward(
                        id: $0.id, name: $0.name, establishment: $0.establishment,
                        establishmentName: places[$0.establishment] ?? "")
                }
            },
            people: { try await people.users().filter(\.active).map(\.person) }, names: names,
            organisation: { try await people.organisationName() ?? "Résonance" })
    }

    private var voices: Voices {
        var voices = readings
        voices.opened = { try MentionShelf.handle(of: $0, openedBy: $1, in: $2) }
        voices.past = { try MentionShelf.keys(after: $0, limit: $1, in: $2) }
        voices.hearings = {
            try await origins.list().map {
                HeardSource(
                    id: $0.id, label: $0.label, heardAt: $0.lastHeardAt, visitedAt: $0.lastRunAt,
                    failing: $0.lastError != nil)
            }
        }
        return voices
    }

    private var readings: Voices {
        Voices(
            find: { try MentionShelf.find($0, in: $1).map(Heard.init) },
            named: { try MentionShelf.named($0, on: $1, in: $2) },
            answers: { try MentionShelf.answers(to: $0, on: $1, in: $2) },
            search: { try MentionShelf.search($0, limit: $1, zone: zone, in: $2) },
            hear: { _ = try await intake.take($0, from: try await ownReviews()) },
            revise: { _ = try await intake.revise($0, from: try await ownReviews()) },
            forget: { try MentionShelf.forget($0, on: $1, at: clock.now(), in: $2) },
            direct: { try await desk.actions.direct($0, to: $1, by: $2) },
            warmth: { service, theme, days, end in
                let reading = try await thermometer.reading(
                    Place(service: service, theme: theme), days: days, endingOn: zone.day(of: end))
                return Warmth(
                    degrees: reading.temperature.map { ($0.degrees, $0.low, $0.high) },
                    opinions: reading.window.opinions, negative: reading.window.negative)
            },
            change: { try await change(Place(service: $0, theme: $1), around: $2, days: $3) },
            daily: { service, theme, first, last in
                try await thermometer.daily(Place(service: service, theme: theme), from: first, through: last).map {
                    HeardDay(day: $0.day, opinions: $0.opinions, negative: $0.tally.negative)
                }
            })
    }

    /// Before and after a day, on one scale: the 90 days before both are what is normal.
    private func change(_ place: Place, around day: Int, days: Int) async throws -> (before: Warmth, after: Warmth) {
        let (start, last) = (day - days - Temperature.baselineDays, min(day + days, thermometer.today))
        let known = try await thermometer.daily(place, from: start, through: max(day, last))
        func sum(_ first: Int, _ end: Int) -> Tally {
            known.filter { $0.day >= first && $0.day < end }.reduce(into: Tally()) { sum, day in
                sum.opinions += day.opinions
                sum.negative += day.tally.negative
            }
        }
        let baseline = sum(start, day - days)
        func warmth(_ window: Tally) -> Warmth {
            let read = Temperature(window: window, baseline: baseline)
            return Warmth(
                degrees: read.map { ($0.degrees, $0.low, $0.high) }, opinions: window.opinions,
                negative: window.negative)
        }
        return (warmth(sum(day - days, day)), warmth(sum(day + 1, last + 1)))
    }

    /// The source under which our own reviews are heard.
    private func ownReviews() async throws -> Int64 {
        let draft = OriginDraft(
            kind: .files, network: .own, address: "own:reviews", label: "Avis recueillis par l'établissement",
            purpose: "Entendre et améliorer : avis déposés par les patients et leurs proches", retentionDays: 3_650)
        func known() async throws -> Int64? {
            try await origins.list().first { $0.kind == draft.kind && $0.address == draft.address }?.id
        }
        if let id = try await known() { return id }
        do {
            return try await origins.add(draft, by: nil).id
        } catch let failure as Failure where failure.kind == .conflict {
            // Another job made it meanwhile.
            guard let id = try await known() else { throw failure }
            return id
        }
    }

    func letters() throws -> Letters {
        guard let mailer = try Wiring.mailer(settings) else { return Letters(leave: false) { _ in } }
        let from = settings.mail?.from ?? "resonance@localhost"
        return Letters(leave: true) { letter in
            try await mailer.send(
                MailMessage(
                    from: try MailAddress(from, name: "Résonance"),
                    to: [try MailAddress(letter.to.email, name: letter.to.name)], subject: letter.subject,
                    text: letter.text, html: nil, date: clock.now(), id: letter.id,
                    unsubscribe: letter.unsubscribe, oneClick: letter.unsubscribe != nil))
        }
    }
}

extension Heard {
    init(_ item: MentionShelf.Item) {
        let mention = item.mention
        self.init(
            id: mention.id, network: mention.network, kind: mention.kind, externalID: item.externalID,
            parent: item.parent, author: mention.author, title: mention.title, text: mention.text,
            language: mention.language, rating: mention.rating, url: mention.url, publishedAt: mention.publishedAt,
            collectedAt: mention.collectedAt, polarity: mention.verdict?.polarity,
            urgency: mention.verdict?.urgency ?? .none,
            themes: mention.themes.map { HeardTheme($0.theme, $0.polarity) }, services: mention.services,
            own: mention.own, erased: mention.erased, foldedInto: item.foldedInto, origin: item.origin)
    }
}
