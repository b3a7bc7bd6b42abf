import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Listening

@Suite struct TodayTests {
    /// Ninety-seven days: a complaint in five, then a week in which the waiting room fills up.
    private func history() -> [Said] {
        (0..<200).map { index in
            let hours = Double(index) * 11 + 2
            let lately = hours < 7 * 24 - 12
            var said = Said(id: "h\(index)", hoursAgo: hours, text: "avis \(index)")
            said.polarity = lately ? (index % 3 == 0 ? .positive : .negative) : (index % 5 == 0 ? .negative : .positive)
            said.themes = said.polarity == .negative ? [lately ? .waiting : .meals] : [.care]
            said.services = index % 2 == 0 ? [1] : []
            return said
        }
    }

    private func links(_ text: String, _ label: String) throws -> String {
        let pattern = try Regex("href=\"([^\"]+)\"[^>]*>\(label)")
        let found = try #require(try pattern.firstMatch(in: text)?[1].substring, "\(label)")
        return String(found).replacing("&amp;", with: "&")
    }

    @Test("the temperature opens exactly the opinions that make it, on both engines")
    func opens() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            try await house.hear(history())
            // None of these is an opinion: our own words, a neutral article, what nobody has judged.
            try await house.hear([
                Said(text: "notre réponse", own: true),
                Said(network: .web, kind: .article, text: "une dépêche", polarity: .neutral),
                Said(text: "pas encore lu", polarity: nil),
            ])
            let page = try await house.visit { try await $0.get("/today") }
            let reading = try await Thermometer(database: database, clock: house.time.clock, zone: house.zone).reading(
                Place())
            let temperature = try #require(reading.temperature)
            #expect(page.status == 200 && !page.text.contains("⟦"))
            #expect(page.text.contains(String(format: "%.1f", temperature.degrees).replacing(".", with: ",")))
            let link = try links(page.text, "Lire ces avis")
            let opened = try await house.visit { try await $0.get(link) }
            let voices = opened.text.matches(of: /data-voice="/).count
            #expect(voices == reading.window.opinions)
            #expect(opened.text.contains("Voici exactement les \(reading.window.opinions) avis"))
            for text in ["notre réponse", "une dépêche", "pas encore lu"] { #expect(!opened.text.contains(text)) }
        }
    }

    @Test("by service, theme and network too, the stream shows as many opinions as the thermometer counts")
    func places() async throws {
        let house = try await StreamHouse(try await Database.inMemory(ListeningSchema.migrations))
        try await house.hear(history())
        let thermometer = Thermometer(database: house.database, clock: house.time.clock, zone: house.zone)
        for place in [
            Place(service: 1), Place(theme: .waiting), Place(network: .google),
            Place(service: 1, theme: .care, network: .google),
        ] {
            for days in [1, 7, 28] {
                let reading = try await thermometer.reading(place, days: days)
                let filter = TodayDrawing.opinions(reading)
                #expect(try await house.list(filter).count == reading.window.opinions, "\(place) \(days)")
                let complaints = try await house.list(TodayDrawing.complaints(reading))
                #expect(Double(complaints.count) == reading.window.negative)
                #expect(filter.measured?.place == place && TodayAddress(place, days: days).path.hasPrefix("/today?"))
            }
        }
    }

    @Test("themes that moved are told with a sentence, and open what they are made of")
    func moved() async throws {
        let house = try await StreamHouse(try await Database.inMemory(ListeningSchema.migrations))
        try await house.hear(history())
        let page = try await house.visit { try await $0.get("/today") }
        let moves = try #require(page.text.range(of: "Ce qui a bougé"))
        let text = page.text[moves.upperBound...]
        #expect(text.contains("Attente") && text.contains("avis sur 100 s’en plaignent, contre 0"))
        #expect(text.contains("theme=waiting&amp;from=2026-11-15&amp;to=2026-11-21&amp;opinions=1"))
    }

    @Test("one complaint in a quiet week moves no theme; many do, and the one that fell is told as well")
    func movement() {
        func movement(_ theme: Theme, _ now: Double, _ of: Int, _ before: Double, _ ofBefore: Int) -> ThemeMovement {
            ThemeMovement(theme: theme, complaints: now, before: before, opinions: of, opinionsBefore: ofBefore)
        }
        #expect(ThemeMovement.most([movement(.pain, 1, 4, 0, 300)]).isEmpty)
        #expect(ThemeMovement.most([movement(.pain, 0, 0, 30, 300)]).isEmpty)
        #expect(ThemeMovement.most([movement(.pain, 5, 50, 30, 300)]).isEmpty)
        let found = ThemeMovement.most([
            movement(.waiting, 30, 60, 30, 300), movement(.meals, 0, 60, 60, 300), movement(.care, 6, 60, 30, 300),
            movement(.access, 14, 60, 30, 300), movement(.billing, 12, 60, 30, 300),
        ])
        #expect(found.map(\.theme) == [.waiting, .meals, .access])
        #expect(found.map(\.isWorse) == [true, false, true])
    }

    @Test(
        "what to read first: danger, then urgency, then what is widely seen, then complaints, then doubt; never twice")
    func first() async throws {
        let house = try await StreamHouse(try await Database.inMemory(ListeningSchema.migrations))
        let dispatch =
            "Un patient raconte avoir attendu onze heures sur un brancard dans le couloir des urgences sans voir de médecin ni recevoir à boire, et sa famille annonce qu'elle va porter plainte contre l'établissement"
        let keys = try await house.hear([
            Said(id: "plain", hoursAgo: 1), Said(id: "unsure", hoursAgo: 2, polarity: .neutral, unsure: true),
            Said(id: "seen", hoursAgo: 30, reach: 5_000),
            Said(id: "urgent", hoursAgo: 40, polarity: .positive, urgency: .high),
            Said(id: "danger", hoursAgo: 50, polarity: .neutral, urgency: .distress),
            Said(id: "paper1", hoursAgo: 21, network: .web, kind: .article, text: dispatch),
            Said(id: "paper2", hoursAgo: 20, network: .web, kind: .article, text: dispatch),
            Said(id: "ours", hoursAgo: 3, own: true, urgency: .distress),
            Said(id: "happy", hoursAgo: 1, polarity: .positive),
            Said(id: "past", hoursAgo: 24 * 9, urgency: .distress),
        ])
        let (zone, reading) = (
            house.zone,
            try await Thermometer(database: house.database, clock: house.time.clock, zone: house.zone).reading(Place())
        )
        let found = try await house.database.read {
            try ReadFirst.find(reading, scope: .everything, zone: zone, in: $0)
        }
        #expect(found.map(\.mention.id) == [keys[4], keys[3], keys[2]])
        #expect(found.map(\.reason) == [.distress, .urgent, .spreading])
        let all = ReadFirst.rank(try await house.list(StreamFilter()), count: 20)
        #expect(all.map(\.reason) == [.distress, .distress, .urgent, .spreading, .spreading, .negative, .unsure])
        #expect(all.filter { $0.mention.text == dispatch }.count == 1)
        try await house.desk.actions.correct(
            keys[4], Correction(urgency: .distress), seen: 0, by: StreamHouse.person("communication"))
        let later = try await house.database.read {
            try ReadFirst.find(reading, scope: .everything, zone: zone, in: $0)
        }
        #expect(!later.map(\.mention.id).contains(keys[4]))
    }

    @Test("under twenty opinions before, it says so instead of a number")
    func notEnough() async throws {
        let house = try await StreamHouse(try await Database.inMemory(ListeningSchema.migrations))
        try await house.hear((0..<19).map { Said(id: "\($0)", hoursAgo: 24 * 8 + Double($0)) })
        let page = try await house.visit { try await $0.get("/today") }
        #expect(page.text.contains("Pas encore assez d’avis") && page.text.contains("il y en a 19"))
        #expect(!page.text.contains("heat-figure"))
        try await house.hear(Said(hoursAgo: 24 * 20))
        #expect(try await house.visit { try await $0.get("/today") }.text.contains("heat-figure"))
    }

    @Test("a new installation says what to do")
    func empty() async throws {
        let house = try await StreamHouse(try await Database.inMemory(ListeningSchema.migrations))
        let page = try await house.visit { try await $0.get("/today") }
        for path in ["/sources/new", "/imports", "/watches/new"] { #expect(page.text.contains("href=\"\(path)\"")) }
        let stream = try await house.visit { try await $0.get("/stream") }
        #expect(stream.text.contains("Rien n’est encore arrivé"))
    }

    @Test("a head of service begins with their service and sees no other")
    func heads() async throws {
        let house = try await StreamHouse(try await Database.inMemory(ListeningSchema.migrations))
        try await house.hear(history())
        let page = try await house.visit(as: "hearts") { try await $0.get("/today") }
        #expect(
            page.text.contains("Cardiologie,") && page.text.contains("Pas encore assez")
                && !page.text.contains("Urgences"))
        #expect(try await house.visit(as: "hearts") { try await $0.get("/today?service=1") }.status == 404)
        #expect(try await house.visit(as: "emergencies") { try await $0.get("/today") }.text.contains("heat-figure"))
        // The sums of the whole hospital are not said above a stream that is cut to one service.
        let stream = try await house.visit(as: "hearts") {
            try await $0.get("/stream?opinions=1&from=2026-11-15&to=2026-11-21")
        }
        #expect(!stream.text.contains("Voici exactement"))
    }

    @Test("the curve and the columns have their tables, and the numbers are compared with 7 and 28 days before")
    func charts() async throws {
        let house = try await StreamHouse(try await Database.inMemory(ListeningSchema.migrations))
        try await house.hear(history())
        let page = try await house.visit { try await $0.get("/today?lang=en&days=14") }
        #expect(page.text.matches(of: /<table/).count == 2)
        #expect(page.text.contains("7 days earlier") && page.text.contains("28 days earlier"))
        #expect(page.text.contains("from=2026-10-11&amp;to=2026-10-24"))
        #expect(
            page.text.contains("chart-band") && page.text.contains("aria-current=\"true\"><span class=\"long\">14 days")
        )
    }
}
