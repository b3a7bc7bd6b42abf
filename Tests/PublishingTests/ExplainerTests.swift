import Deontology
import Kernel
import Networks
import Storage
import TestKit
import Testing
import Web

@testable import Channels
@testable import Publishing

/// Explanations of examinations: a template, a page of our own, a card.
@Suite struct ExplainerTests {
    private func each(_ body: @escaping @Sendable (PublishingHouse) async throws -> Void) async throws {
        try await onBothEngines(PublishingHouse.migrations) { try await body(try PublishingHouse($0)) }
    }

    private static func explainer(_ faces: [PostContent.Face], heading: String = "Votre IRM, pas à pas") -> PostContent
    {
        var content = PublishingHouse.content(faces, "L'IRM n'utilise pas de rayons X.")
        content.kind = .explainer
        content.facts.source = "https://www.sfrnet.org/irm"
        content.facts.sourceDate = "2026-05-01"
        content.facts.readBy = "Dr Durand"
        content.page = OwnPage(
            heading: heading,
            before: "Apportez votre convocation, l'ordonnance et la carte Vitale.\nRetirez vos bijoux dans la cabine.",
            during: "L’équipe vous parle tout au long de l’examen ; une poire dans la main l’appelle à tout moment.",
            after: "Le compte rendu est remis au médecin qui a demandé l'examen.",
            questions: "Accueil du service d'imagerie, au rez-de-chaussée")
        return content
    }

    /// Read by a doctor, then by communication.
    private static func approve(_ id: Int64, seen: Int = 1, in house: PublishingHouse) async throws {
        let approval = ApprovalActions(desk: house.desk)
        try await approval.approve(id, seen: seen, by: try PublishingHouse.person("validator"))
        try await approval.approve(id, seen: seen, by: try PublishingHouse.person("second"))
    }

    private static func create(
        _ content: PostContent, at due: Instant? = nil, in house: PublishingHouse
    ) async throws -> Int64 {
        let author = try PublishingHouse.person("communication")
        let id = try await PostActions(desk: house.desk).create(content, service: nil, by: author)
        try await ApprovalActions(desk: house.desk).submit(
            id, seen: 1,
            when: due.map { .at($0, local: "2026-11-02T14:00", zone: "Europe/Paris", recurrence: nil) }
                ?? .onceApproved,
            by: author)
        return id
    }

    private static func status(_ path: String, in house: PublishingHouse) async throws -> Int {
        try await house.visit { try await $0.get(path).status }
    }

    @Test("a page of ours appears when its post leaves, not before, and says what was approved")
    func appears() async throws {
        try await each { house in
            let due = house.time.now.adding(seconds: 3_600)
            let id = try await Self.create(
                Self.explainer([.init(channel: try await house.connect())]), at: due, in: house)
            let slug = OwnPage.slug("Votre IRM, pas à pas", id)
            #expect(slug.hasPrefix("votre-irm-pas-a-pas-"))
            #expect(try await Self.status("/comprendre/\(slug)", in: house) == 404)
            try await Self.approve(id, in: house)
            #expect(try await Self.status("/comprendre/\(slug)", in: house) == 404)
            house.time.move(3_601)
            try await house.work()
            try await house.visit { visitor in
                let page = try await visitor.get("/comprendre/\(slug)")
                #expect(page.status == 200 && page.text.contains("Retirez vos bijoux dans la cabine."))
                #expect(page.text.contains("Dr Durand"))
                #expect(try await visitor.get("/comprendre").text.contains("Votre IRM, pas à pas"))
                let cards = try await visitor.get("/posts/\(id)/cards.pdf")
                #expect(cards.status == 200 && cards.text.hasPrefix("%PDF-"))
            }
        }
    }

    @Test("a page without any account is published at its hour")
    func alone() async throws {
        try await each { house in
            let now = try await Self.create(Self.explainer([]), in: house)
            let later = try await Self.create(
                Self.explainer([], heading: "Plus tard"), at: house.time.now.adding(seconds: 600), in: house)
            try await Self.approve(now, in: house)
            try await Self.approve(later, in: house)
            #expect(try await house.post(now).state == .published)
            #expect(try await house.post(later).state == .scheduled)
            house.time.move(601)
            try await PublishingServices(house.desk).plan()
            #expect(try await house.post(later).state == .published)
        }
    }

    @Test("what stands between brackets in a template keeps the post from going to anybody")
    func unfinished() async throws {
        try await each { house in
            for template in house.desk.templates {
                var content = template.content
                content.faces = [.init(channel: try await house.connect())]
                content.facts.source = "https://www.has-sante.fr"
                content.facts.sourceDate = "2026-05-01"
                content.facts.readBy = "Dr Durand"
                let texts = [content.text] + (content.page?.texts ?? [])
                #expect(!Unfinished.marks(in: texts).isEmpty, "\(template.id)")
                await #expect(throws: Failure.self, "\(template.id)") { try await Self.create(content, in: house) }
            }
            #expect(Unfinished.marks(in: ["[À compléter : durée]", "Une [note] de bas de page."]).count == 1)
        }
    }

    @Test("the words of every template pass the check once they are filled in")
    func templates() async throws {
        try await each { house in
            let channel = try await house.connect()
            for template in house.desk.templates {
                func filled(_ text: String) -> String {
                    text.replacing(/\[à compléter[^\]]*\]/, with: "à l’accueil du service")
                }
                var content = template.content
                content.text = filled(content.text)
                content.page = content.page.map {
                    OwnPage(
                        heading: $0.heading, before: filled($0.before), during: filled($0.during),
                        after: filled($0.after), questions: filled($0.questions))
                }
                content.faces = [.init(channel: channel)]
                content.facts.source = "https://www.has-sante.fr"
                content.facts.sourceDate = "2026-05-01"
                content.facts.readBy = "Dr Durand"
                content.facts.interests = ""
                let channels = try await house.database.read { try ChannelStore.all(in: $0) }
                let checked = PostCheck(desk: house.desk).read(content, lifts: [], channels: channels, items: [])
                #expect(checked.blocks == 0, "\(template.id): \(checked.findings.map(\.rule))")
            }
        }
    }

    @Test("a page that changes keeps its address, and its old words until the new ones are approved")
    func changes() async throws {
        try await each { house in
            let id = try await Self.create(Self.explainer([]), in: house)
            try await Self.approve(id, in: house)
            let slug = OwnPage.slug("Votre IRM, pas à pas", id)
            try await house.database.write { try OwnPageStore.withdraw(id, at: house.time.now, in: $0) }
            try await house.visit { visitor in
                let gone = try await visitor.get("/comprendre/\(slug)")
                #expect(gone.status == 410 && !gone.text.contains("Retirez vos bijoux dans la cabine."))
            }
        }
    }
}
