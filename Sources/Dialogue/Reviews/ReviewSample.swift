import Kernel
import Storage

extension Dialogue {
    /// Gives the sample hospital a dozen reviews of its own, in every state. What is there already is left as it is, so
    /// that it may be cut anywhere and go on.
    public func fillSampleReviews() async throws {
        try await desk.database.write { connection in
            guard try !ReplyContact.find(in: connection).isSet else { return }
            try ReplyContact(email: "usagers@valmont.example").keep(in: connection)
        }
        try await ReviewSample(desk: desk).fill()
    }
}

/// Invented reviews of the hospital that does not exist.
struct ReviewSample: Sendable {
    private enum End: Sendable {
        case waiting, published
        case answered(String)
        case refused(Review.Reason, String)
        case asked(String)
    }

    private struct Story: Sendable {
        let days: Double
        let service: String
        let feeling: Review.Feeling
        let themes: [Theme]
        let text: String
        let end: End
        var speaker = Review.Speaker.patient
        var tongue = Tongue.french
    }

    let desk: DialogueDesk

    private static let stories: [Story] = [
        Story(
            days: 96, service: "Maternité", feeling: .good, themes: [.welcome, .care],
            text: "Une équipe douce et présente. La sage-femme Julie m'a tout expliqué, même à trois heures du matin.",
            end: .published),
        Story(
            days: 88, service: "Urgences", feeling: .bad, themes: [.waiting, .information],
            text: "Six heures sur un brancard dans le couloir. Personne ne nous disait où on en était.",
            end: .answered(
                "Attendre sans savoir est éprouvant, et nous le regrettons. Un écran affiche désormais le temps d'attente estimé dans la salle. Pour en parler avec nous : relations.usagers@valmont.example."
            ), speaker: .relative),
        Story(
            days: 71, service: "Cardiologie", feeling: .good, themes: [.information],
            text: "Le Dr Martin prend le temps de répondre aux questions. On repart rassuré.", end: .published),
        Story(
            days: 60, service: "Imagerie", feeling: .mixed, themes: [.access, .care],
            text: "Examen rapide et équipe aimable, mais j'ai cherché l'entrée pendant vingt minutes.",
            end: .answered(
                "Merci pour ce retour. Le fléchage depuis le parking a été refait. Nous restons à l'écoute de ce qui manque encore."
            )),
        Story(
            days: 44, service: "Chirurgie", feeling: .good, themes: [.care, .organisation],
            text: "Tout était bien organisé, de l'arrivée à la sortie. Merci au bloc.", end: .published),
        Story(
            days: 37, service: "Gériatrie", feeling: .bad, themes: [.meals, .room],
            text: "Les repas arrivent froids et le plateau est posé trop loin pour ma mère.", end: .published,
            speaker: .relative),
        Story(
            days: 25, service: "Urgences", feeling: .bad, themes: [.welcome],
            text: "Accueil glacial. On nous a parlé comme à des numéros.", end: .published),
        Story(
            days: 18, service: "Pédiatrie", feeling: .good, themes: [.welcome, .pain],
            text: "My son was scared and they made him laugh. He felt almost nothing.", end: .published,
            speaker: .relative, tongue: .english),
        Story(
            days: 12, service: "Imagerie", feeling: .good, themes: [],
            text: "Perdez du poids en dix jours avec notre cure, commandez sur notre site !",
            end: .refused(.advertising, "Cette page est réservée aux expériences vécues à l'hôpital.")),
        Story(
            days: 6, service: "Oncologie", feeling: .mixed, themes: [.information],
            text: "Ma voisine de chambre, institutrice à Valmont et mère de jumeaux, a été mieux informée que moi.",
            end: .asked("Pouvez-vous retirer ce qui permet de reconnaître votre voisine ? Le reste sera publié.")),
        Story(
            days: 4.5, service: "Maternité", feeling: .bad, themes: [.pain],
            text: "La péridurale est venue trop tard. L'infirmière Sophie a levé les yeux au ciel quand j'ai pleuré.",
            end: .waiting),
        Story(
            days: 0.2, service: "Cardiologie", feeling: .good, themes: [.cleanliness, .room],
            text: "Chambre 214 très propre et calme, merci aux agents de service.", end: .waiting),
    ]

    func fill() async throws {
        let wards = try await desk.staff.wards()
        guard let person = try await desk.staff.people().first(where: { $0.scope(of: .moderate) == .everything }) else {
            return
        }
        for (index, story) in Self.stories.enumerated() {
            let at = desk.clock.now().adding(seconds: -story.days * 86_400)
            let ward = wards.first { $0.name == story.service }
            try await tell(story, number: index, ward: ward?.id, at: at, by: person)
        }
    }

    private func tell(_ story: Story, number: Int, ward: Int64?, at: Instant, by person: Person) async throws {
        let then = moved(to: at)
        let review = try await ReviewActions(desk: then).submit(
            ReviewDraft(
                text: story.text, service: ward, feeling: story.feeling, speaker: story.speaker,
                stayMonth: String(at.adding(days: -9).iso8601.prefix(7)), themes: story.themes, tongue: story.tongue),
            ticket: .init(secret: "sample-\(number)-valmont-demonstration", issued: 0, bits: 0, sum: []), lane: .proof)
        guard review.state == .waiting, review.version == 1 else { return }
        let moderation = ModerationActions(desk: moved(to: at.adding(seconds: 20 * 3_600)))
        switch story.end {
        case .waiting: return
        case .published, .answered: try await moderation.publish(review.id, version: 1, by: person)
        case .refused(let reason, let note):
            try await moderation.refuse(review.id, version: 1, reason: reason, note: note, by: person)
        case .asked(let note): try await moderation.askChange(review.id, version: 1, note: note, by: person)
        }
        guard case .answered(let answer) = story.end else { return }
        let reply = desk.newID()
        try await desk.database.write { connection in
            try ReviewAnswers.publish(
                text: answer, answering: review.externalID, reply: reply, at: at.adding(days: 2), in: connection)
        }
    }

    /// The same desk on another day.
    private func moved(to instant: Instant) -> DialogueDesk {
        var desk = desk
        desk.clock = .fixed(instant)
        return desk
    }
}
