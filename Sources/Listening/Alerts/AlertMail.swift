import Foundation
public import Kernel
public import Storage
public import Wire

/// Somebody to whom mails go.
public struct Addressee: Sendable, Equatable {
    public let person: Int64?
    public let name: String
    public let email: String
    public let tongue: Tongue

    public init(person: Int64?, name: String, email: String, tongue: Tongue) {
        self.person = person
        self.name = name
        self.email = email
        self.tongue = tongue
    }
}

/// How mails leave: nil mailer when no SMTP server is set.
public struct Post: Sendable {
    public let mailer: Mailer?
    public let from: String
    /// `https://resonance.chu.example`, without a slash at its end; nil when links cannot be made.
    public let site: String?
    /// The communication team, or one person by account.
    public let team: @Sendable () async throws -> [Addressee]

    public init(
        mailer: Mailer?, from: String, site: String?, team: @escaping @Sendable () async throws -> [Addressee]
    ) {
        self.mailer = mailer
        self.from = from
        self.site = site
        self.team = team
    }

    /// Sends one message to each, so that nobody sees the others' addresses.
    func send(
        to addressees: [Addressee], id: String, at now: Instant,
        _ compose: (Addressee) -> (subject: String, text: String, html: String?)
    ) async throws {
        guard let mailer else { return }
        let sender = try MailAddress(from, name: "Résonance")
        for addressee in addressees {
            let letter = compose(addressee)
            try await mailer.send(
                MailMessage(
                    from: sender, to: [try MailAddress(addressee.email, name: addressee.name)], subject: letter.subject,
                    text: letter.text, html: letter.html, date: now,
                    id: "\(id).\(MentionKey.digest(addressee.email))@\(sender.domain)"))
        }
    }
}

/// The job `alert.mail`: tells the person of the alert's rung. Texts of mentions stay in the house: a mail says what rose
/// and where to read it.
public struct AlertMail: Sendable {
    public static let kind = AlertRaising.mailJob

    private let database: Database
    private let clock: Clock
    private let post: Post
    private let services: @Sendable () async throws -> [CareService]

    public init(
        database: Database, clock: Clock, post: Post, services: @escaping @Sendable () async throws -> [CareService]
    ) {
        self.database = database
        self.clock = clock
        self.post = post
        self.services = services
    }

    private struct Payload: Decodable { let alert: Int64 }

    @Sendable public func handle(_ job: Job) async throws {
        let id = try JSONDecoder().decode(Payload.self, from: Data(job.payload.utf8)).alert
        let (alert, rung, watch) = try await database.read { connection in
            let alert = try AlertStore.find(id, scope: .everything, in: connection)
            var watch: String?
            if case .watch(let id) = alert.subject { watch = try WatchStore.find(id, in: connection).name }
            return (alert, try AlertLadder.rung(alert.level, in: connection), watch)
        }
        guard alert.closedAt == nil, alert.takenBy == nil else { return }
        let letter = AlertLetter(
            alert: alert, rung: rung, subject: try await name(alert.subject, watch: watch), site: post.site)
        try await post.send(to: try await addressees(rung), id: "alert-\(id)-\(job.id)", at: clock.now()) { addressee in
            (letter.title(addressee.tongue), letter.text(addressee.tongue), nil)
        }
    }

    private func addressees(_ rung: AlertRung) async throws -> [Addressee] {
        if let email = rung.email { return [Addressee(person: nil, name: "", email: email, tongue: .french)] }
        let team = try await post.team()
        return rung.person.flatMap { person in team.first { $0.person == person } }.map { [$0] } ?? team
    }

    private func name(_ subject: AlertSubject, watch: String?) async throws -> String? {
        if let watch { return watch }
        guard case .place(let place) = subject else { return nil }
        if let service = place.service { return try await services().first { $0.id == service }?.name }
        return place.theme?.rawValue
    }
}

/// The words of an alert's mail.
struct AlertLetter {
    let alert: Alert
    let rung: AlertRung
    let subject: String?
    let site: String?

    func title(_ tongue: Tongue) -> String {
        let about = subject.map { " : \($0)" } ?? ""
        return switch (alert.rule, tongue) {
        case (.distress, .french): "[Résonance] Une personne est peut-être en danger"
        case (.distress, .english): "[Résonance] Somebody may be in danger"
        case (.keyword, .french): "[Résonance] Nouvelle mention\(about)"
        case (.keyword, .english): "[Résonance] New mention\(about)"
        case (_, .french): "[Résonance] Les critiques montent\(about)"
        case (_, .english): "[Résonance] Complaints are rising\(about)"
        }
    }

    func text(_ tongue: Tongue) -> String {
        var lines: [String] = [title(tongue), ""]
        let count = Int(alert.observed)
        if let expected = alert.expected, let threshold = alert.threshold {
            let (usual, bound) = (String(format: "%.1f", expected), String(format: "%.1f", threshold))
            lines.append(
                tongue == .french
                    ? "\(count) avis négatifs, \(usual) attendus, seuil \(bound)."
                    : "\(count) negative opinions, \(usual) expected, threshold \(bound).")
        } else {
            lines.append(tongue == .french ? "Mentions concernées : \(count)." : "Mentions concerned: \(count).")
        }
        if !alert.why.words.isEmpty {
            let words = alert.why.words.prefix(6).map(\.word).joined(separator: ", ")
            lines.append(tongue == .french ? "Mots nouveaux : \(words)." : "New words: \(words).")
        }
        lines += ["", rung.template]
        if let site {
            lines += ["", (tongue == .french ? "Lire et prendre en charge : " : "Read and take it: ") + "\(site)/alerts"]
        }
        if alert.rule == .distress {
            lines += ["", tongue == .french ? "Numéros : 15, 112, 114 (sourds), 3114 (prévention du suicide)." : "Numbers: 15, 112, 114 (deaf), 3114 (suicide prevention)."]
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
