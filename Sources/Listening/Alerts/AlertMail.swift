import Foundation
public import Kernel
public import Storage
public import Web
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
    /// The communication team.
    public let team: @Sendable () async throws -> [Addressee]
    /// Anybody with an account that is open; nil for the others.
    public let person: @Sendable (Int64) async throws -> Addressee?

    public init(
        mailer: Mailer?, from: String, site: String?, team: @escaping @Sendable () async throws -> [Addressee],
        person: @escaping @Sendable (Int64) async throws -> Addressee?
    ) {
        self.mailer = mailer
        self.from = from
        self.site = site
        self.team = team
        self.person = person
    }

    /// Sends one message to each, so that nobody sees the others' addresses. A mailbox that refuses keeps nobody else
    /// from being told.
    /// - Throws: what went wrong, once everybody was tried: what may go better later before what never will.
    func send(
        to addressees: [Addressee], id: String, at now: Instant,
        _ compose: (Addressee) -> (subject: String, text: String, html: String?)
    ) async throws {
        guard let mailer else { return }
        let sender = try MailAddress(from, name: "Résonance")
        var failures: [Failure] = []
        for addressee in addressees {
            let letter = compose(addressee)
            do {
                try await mailer.send(
                    MailMessage(
                        from: sender, to: [try MailAddress(addressee.email, name: addressee.name)],
                        subject: letter.subject, text: letter.text, html: letter.html, date: now,
                        id: "\(id).\(MentionKey.digest(addressee.email))"))
            } catch let failure as Failure { failures.append(failure) }
        }
        if let failure = failures.first(where: { $0.kind == .unavailable }) ?? failures.first { throw failure }
    }
}

/// The job `alert.mail`: tells the person of the alert's rung. Texts of mentions stay in the house: a mail says what rose
/// and where to read it.
public struct AlertMail: Sendable {
    public static let kind = AlertRaising.mailJob

    private let database: Database
    private let clock: Clock
    private let post: Post
    private let words: Words
    private let services: @Sendable () async throws -> [CareService]

    public init(
        database: Database, clock: Clock, post: Post, words: Words,
        services: @escaping @Sendable () async throws -> [CareService]
    ) {
        self.database = database
        self.clock = clock
        self.post = post
        self.words = words
        self.services = services
    }

    private struct Payload: Decodable { let alert: Int64 }

    @Sendable public func handle(_ job: Job) async throws {
        let id = try JSONDecoder().decode(Payload.self, from: Data(job.payload.utf8)).alert
        let (alert, rung, watch) = try await database.read { connection in
            let alert = try AlertStore.find(id, scope: .everything, in: connection)
            var watch: String?
            if let id = alert.subject.watch { watch = try WatchStore.find(id, in: connection).name }
            return (alert, try AlertLadder.rung(alert.level, in: connection), watch)
        }
        guard alert.closedAt == nil, alert.takenBy == nil else { return }
        let service = try await service(alert.subject)
        let words = words
        try await post.send(to: try await addressees(rung), id: "alert-\(id)-\(job.id)", at: clock.now()) { addressee in
            let letter = AlertLetter(
                alert: alert, rung: rung, watch: watch, service: service, site: post.site, words: words,
                tongue: addressee.tongue)
            return (letter.title, letter.text, nil)
        }
    }

    private func addressees(_ rung: AlertRung) async throws -> [Addressee] {
        if let email = rung.email { return [Addressee(person: nil, name: "", email: email, tongue: .french)] }
        // Somebody who left is replaced by the team: an alert is never told to nobody.
        if let person = rung.person, let addressee = try await post.person(person) { return [addressee] }
        return try await post.team()
    }

    private func service(_ subject: AlertSubject) async throws -> String? {
        guard case .place(let place) = subject, let service = place.service else { return nil }
        return try await services().first { $0.id == service }?.name
    }
}
