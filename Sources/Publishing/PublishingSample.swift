import Calendars
import Channels
import Foundation
public import Kernel
import Networks
import Storage

extension PublishingServices {
    /// Gives the sample hospital posts in every state, some of which leave at once. To be called once.
    public func fillSample(by author: Person, doctor: Person, head: Person) async throws {
        try await PublishingSample(desk: desk, author: author, doctor: doctor, head: head).fill()
    }
}

/// Invented posts of the hospital that does not exist.
struct PublishingSample: Sendable {
    let desk: PublishingDesk
    let author: Person
    let doctor: Person
    let head: Person

    func fill() async throws {
        try await desk.database.write { try Budget.set(.x, 500_000, in: $0) }
        let channels = try await desk.database.read { try ChannelStore.all(in: $0) }.filter { $0.kind == .account }
        func faces(_ networks: [Network]) -> [PostContent.Face] {
            channels.filter { networks.contains($0.network) }.map { PostContent.Face(channel: $0.id) }
        }
        let written: [Network] = [.facebook, .threads, .x, .linkedin, .google]
        try await leave(doors(faces(written)), .onceApproved)
        try await leave(tobacco(faces([.facebook, .threads, .linkedin])), try moment(days: 3, at: "09:00"))
        let queue = try await life()
        try await leave(babies(faces([.facebook, .threads])), .inQueue(queue))
        try await leave(readers(faces([.facebook])), .inQueue(queue))
        let explainer = try await create(scanner(faces(written)))
        try await approvals.submit(explainer, seen: 1, when: try moment(days: 8, at: "12:00"), by: author)
        let nurses = try await create(nurses(faces([.linkedin, .facebook])))
        try await approvals.submit(nurses, seen: 1, when: .onceApproved, by: author)
        try await approvals.askChanges(
            nurses, seen: 1, note: "Indiquer les horaires des postes de nuit et la date limite de réponse.", by: head)
        _ = try await create(choir([]))
    }

    private var approvals: ApprovalActions { ApprovalActions(desk: desk) }

    private func create(_ content: PostContent) async throws -> Int64 {
        try await PostActions(desk: desk).create(content, service: nil, by: author)
    }

    /// Written, read by whoever has to, and on its way.
    private func leave(_ content: PostContent, _ moment: ApprovalActions.Moment) async throws {
        let id = try await create(content)
        try await approvals.submit(id, seen: 1, when: moment, by: author)
        for stage in content.stages {
            try await approvals.approve(id, seen: 1, by: stage == .medical ? doctor : head)
        }
    }

    /// A queue of what can leave on any day.
    private func life() async throws -> Int64 {
        let id = desk.newID()
        try await QueueActions(desk: desk).make(
            QueueForm(
                name: "Vie de l’hôpital", days: ["9:00", "", "12:30", "", "17:30", "", ""],
                restsOnHolidays: true),
            id: id, by: head)
        return id
    }

    /// So many days from now, at an hour of the hospital's own.
    private func moment(days: Double, at hour: String) throws -> ApprovalActions.Moment {
        let day = Day(desk.clock.now().adding(seconds: days * 86_400), in: desk.zone).text
        let local = "\(day)T\(hour)"
        let due = try LocalMoment(local).resolved(in: desk.zone).instant
        return .at(due, local: local, zone: desk.zone.identifier, recurrence: nil)
    }

    // MARK: What they say

    private func doors(_ faces: [PostContent.Face]) -> PostContent {
        PostContent(
            title: "Portes ouvertes de l’imagerie", kind: .event,
            text: """
                Comment se passe un scanner ? Une IRM ? Samedi 12 décembre, de 10 h à 17 h, le service d’imagerie de \
                l’hôpital Saint-Aubin ouvre ses portes : visite des salles, questions aux manipulateurs, atelier pour \
                les enfants. Entrée libre, par le hall principal.
                """, faces: faces)
    }

    private func tobacco(_ faces: [PostContent.Face]) -> PostContent {
        PostContent(
            title: "Consultations de tabacologie", kind: .news,
            text: """
                Envie d’arrêter de fumer ? Les tabacologues de la Clinique du Parc reçoivent aussi le samedi matin, sur \
                rendez-vous. Et le 39 89 répond gratuitement, du lundi au samedi, de 8 h à 20 h.
                """, faces: faces)
    }

    private func babies(_ faces: [PostContent.Face]) -> PostContent {
        PostContent(
            title: "Visite de la maternité", kind: .news,
            text: """
                Vous attendez un enfant ? La maternité des Tilleuls propose une visite chaque premier jeudi du mois, à \
                18 h, avec une sage-femme et une puéricultrice. Rendez-vous à l’accueil.
                """, faces: faces)
    }

    private func readers(_ faces: [PostContent.Face]) -> PostContent {
        PostContent(
            title: "La bibliothèque cherche des lecteurs", kind: .news,
            text: """
                Lire une heure par semaine aux patients qui le souhaitent : la bibliothèque de l’hôpital Saint-Aubin \
                cherche des bénévoles, l’après-midi. Renseignements à l’accueil.
                """, faces: faces)
    }

    private func scanner(_ faces: [PostContent.Face]) -> PostContent {
        var facts = PostFacts()
        facts.isMedical = true
        facts.source = "https://www.has-sante.fr"
        facts.sourceDate = "2026-03-01"
        facts.readBy = doctor.name
        facts.readOn = Day(desk.clock.now(), in: desk.zone).text
        facts.interests = ""
        return PostContent(
            title: "Comment se passe une IRM ?", kind: .explainer, audience: .before,
            text: """
                Une IRM dure de 15 à 45 minutes. Elle ne fait pas mal et n’utilise pas de rayons X. L’appareil est \
                bruyant : on vous donne un casque. Dites-le avant l’examen si vous portez un pacemaker, un implant ou \
                un éclat métallique, et si l’espace fermé vous inquiète.
                """, faces: faces, facts: facts)
    }

    private func nurses(_ faces: [PostContent.Face]) -> PostContent {
        PostContent(
            title: "Postes d’infirmières et d’infirmiers en gériatrie", kind: .recruitment,
            text: """
                Le service de gériatrie de l’hôpital Saint-Aubin recrute des infirmières et des infirmiers, de jour et de \
                nuit. Tutorat pendant les deux premiers mois, crèche sur place.
                """, faces: faces)
    }

    private func choir(_ faces: [PostContent.Face]) -> PostContent {
        PostContent(
            title: "Concert de la chorale du personnel", kind: .event,
            text: "La chorale du personnel chantera dans le hall de l’hôpital, le vendredi 18 décembre à 18 h.",
            faces: faces)
    }
}
