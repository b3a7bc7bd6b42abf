import Dialogue
import Foundation
import Kernel
import Listening
import People
import Storage

/// The fictitious hospital that a newcomer meets: three establishments, their services, five people, eighteen months of
/// what was said, up to now.
struct SampleHospital {
    /// Everybody's password. The data is invented and the server listens on loopback: this is a key to a doll's house.
    static let password = "valmont-demonstration"

    static let people: [(name: String, email: String, role: Role)] = [
        ("Camille Orsini", "direction@valmont.example", .administrator),
        ("Léa Marchandeau", "communication@valmont.example", .communication),
        ("Dr Idriss Benhamou", "clinicien@valmont.example", .clinician),
        ("Solène Le Guennec", "validation@valmont.example", .validator),
        ("Maître Paul Estève", "dpo@valmont.example", .auditor),
    ]

    static let places: [(establishment: String, services: [(name: String, synonyms: [String])])] = [
        (
            "Hôpital Saint-Aubin",
            [
                ("Urgences", ["urgences adultes", "SAU", "les urgences", "accueil des urgences"]),
                ("Cardiologie", ["cardio", "service de cardiologie", "coronarographie"]),
                ("Réanimation", ["réa", "soins intensifs", "USI"]),
                ("Oncologie", ["cancérologie", "onco", "chimiothérapie", "hôpital de jour oncologie"]),
                ("Imagerie", ["radiologie", "IRM", "scanner", "radio", "échographie"]),
                ("Gériatrie", ["service de gériatrie", "court séjour gériatrique", "EHPAD Les Glycines", "Glycines"]),
                ("Chirurgie", ["bloc opératoire", "chirurgie ambulatoire", "orthopédie", "ambulatoire"]),
                ("Neurologie", ["neuro", "unité neurovasculaire", "UNV"]),
            ]
        ),
        (
            "Hôpital Mère-Enfant Les Tilleuls",
            [
                (
                    "Maternité",
                    ["mater", "salle de naissance", "sage-femme", "sages-femmes", "accouchement", "péridurale"]
                ),
                ("Pédiatrie", ["service de pédiatrie", "pédiatre"]),
                ("Néonatologie", ["néonat", "réanimation néonatale", "prématurés"]),
                ("Urgences pédiatriques", ["urgences enfants", "urgences pédia"]),
            ]
        ),
        ("Clinique du Parc", [("Psychiatrie", ["psy", "CMP"]), ("Addictologie", ["addicto", "ELSA"])]),
    ]

    let house: House

    /// Fills an empty installation, or goes on with one whose filling was cut short; does nothing in one that has an
    /// organisation of its own. Each step leaves out what is there already, so that it may be cut anywhere.
    /// - Returns: true when it filled it.
    func fill() async throws -> Bool {
        guard try await begin() else { return false }
        try await fillPlaces()
        try await fillPeople()
        try await fillMentions()
        try await readMentions()
        try await fillWatches()
        try await house.dialogue().fillSampleReviews()
        try await house.watchman.patrol()
        let soon = house.clock.now().adding(seconds: 10)
        try await house.database.write { connection in
            try Dialogue.planSample(at: soon, in: connection)
            try Storage.Settings.set(Self.mark, nil, in: connection)
        }
        return true
    }

    /// There from before the first row of the sample until after its last.
    private static let mark = "sample.filling"

    private func begin() async throws -> Bool {
        let isEmpty = try await house.people.organisationName() == nil
        return try await house.database.write { connection in
            if isEmpty { try Storage.Settings.set(Self.mark, "true", in: connection) }
            return try Storage.Settings.value(Self.mark, in: connection) != nil
        }
    }

    private func fillPlaces() async throws {
        let known = Set(try await house.people.establishments().map(\.name))
        for place in Self.places where !known.contains(place.establishment) {
            _ = try await house.people.found(
                organisation: "CHU de Valmont-sur-Loire", establishment: place.establishment, services: place.services)
        }
    }

    private func fillPeople() async throws {
        let known = Set(try await house.people.users().map(\.email))
        for person in Self.people where !known.contains(person.email) {
            _ = try await house.people.createUser(
                name: person.name, email: person.email, password: Self.password, role: person.role)
        }
    }

    private func fillMentions() async throws {
        let now = house.clock.now()
        let arrivals = try SampleMention.all().map { $0.arrival(now: now, zone: house.zone) }
        let draft = OriginDraft(
            kind: .files, network: .other, address: "import:sample", label: "Hôpital fictif",
            purpose: "Montrer le logiciel sur un hôpital qui n'existe pas", retentionDays: 3_650)
        let known = try await house.origins.list().first { $0.kind == draft.kind && $0.address == draft.address }
        let origin = if let known { known.id } else { try await house.origins.add(draft, by: nil).id }
        for batch in stride(from: 0, to: arrivals.count, by: 500) {
            let part = Array(arrivals[batch..<min(batch + 500, arrivals.count)])
            _ = try await house.intake.take(part, from: origin)
        }
    }

    /// The team has read what is older than a week and corrected the machine, as teams do: the history is theirs, the
    /// last days are the machine's.
    private func readMentions() async throws {
        guard let reader = try await house.people.users().first(where: { $0.email == Self.people[1].email }) else {
            return
        }
        let known = try await house.database.read { connection in
            try connection.query(
                """
                SELECT id, external_id FROM mention m WHERE external_id LIKE 'sample-%'
                  AND NOT EXISTS (SELECT 1 FROM correction c WHERE c.mention = m.id)
                """
            ).reduce(into: [String: Int64]()) { $0[try $1.text("external_id")] = try $1.int64("id") }
        }
        let actions = house.desk.actions
        for said in try SampleMention.all() where said.daysAgo >= Self.unread && said.author != SampleMention.house {
            guard let id = known["sample-\(said.id)"] else { continue }
            let correction = Correction(
                polarity: said.polarity, themes: Set(said.themes), urgency: said.urgency)
            try await actions.correct(id, correction, seen: 0, by: reader.person)
        }
    }

    /// Days that nobody has read yet.
    private static let unread = 7

    private func fillWatches() async throws {
        let drafts = [
            WatchDraft(
                name: "Rendez-vous et standard", query: "(standard OR téléphone OR rendez-vous OR rdv OR ValmontRDV)",
                purpose: "Savoir si l'on peut nous joindre", retentionDays: 365),
            WatchDraft(
                name: "Journalistes", query: "journaliste OR rédaction OR reportage", purpose: "Répondre à la presse",
                retentionDays: 365, tells: true),
            WatchDraft(
                name: "Parking", query: "parking OR stationnement OR \"se garer\"",
                purpose: "Suivre les travaux d'accès", retentionDays: 365),
        ]
        let known = Set(try await house.watches.list().map(\.name))
        for draft in drafts where !known.contains(draft.name) { _ = try await house.watches.create(draft, by: nil) }
    }
}

extension SampleHospital {
    /// Whether this installation holds the sample hospital.
    func isHere() async throws -> Bool {
        try await house.people.users().contains { $0.email == Self.people[1].email }
    }
}
