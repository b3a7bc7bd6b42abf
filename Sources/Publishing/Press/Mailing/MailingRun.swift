import Channels
import Foundation
import Kernel
import Storage

/// Carries a mailing out, at a bounded pace: armed, one attempt, settled. Whatever happens to this process in between, no
/// mail leaves twice: what was armed and is not settled stays unknown.
struct MailingRun: Sendable {
    let desk: PublishingDesk

    static let kind = "press.mail"
    /// Mails of one turn, and seconds between two turns: 120 a minute, which relays take from anybody.
    static let turn = 20
    static let pause = 10.0

    private struct Payload: Decodable { let mailing: Int64 }

    static func carry(_ mailing: Int64, at moment: Instant? = nil, in connection: any Connection) throws {
        try JobQueue.enqueue(
            kind, key: String(mailing), payload: "{\"mailing\":\(mailing)}", runAt: moment, in: connection)
    }

    @Sendable func handle(_ job: Job) async throws {
        guard let id = try? JSONDecoder().decode(Payload.self, from: Data(job.payload.utf8)).mailing else {
            throw Failure(.unusable, "job \(job.id) names no mailing")
        }
        guard let (mailing, release) = try await begin(id) else { return }
        let content = release.content
        guard ReleaseCheck(desk: desk).read(content, lifts: try await lifts(release)).blocks == 0 else {
            return try await hold(mailing, .blocked)
        }
        for _ in 0..<Self.turn {
            guard try await step(mailing, release, job) else { return try await end(mailing) }
        }
        let later = desk.clock.now().adding(seconds: Self.pause)
        try await desk.database.write { try Self.carry(id, at: later, in: $0) }
    }

    private func lifts(_ release: Release) async throws -> [KeptPostLift] {
        try await desk.database.read { try ReleaseCheck.lifts(release.id, in: $0) }
    }

    /// The mailing with its release, when it may go on now; what may not waits for a person.
    private func begin(_ id: Int64) async throws -> (Mailing, Release)? {
        let (mailing, release, stopped) = try await desk.database.read { connection in
            let mailing = try MailingStore.find(id, in: connection)
            return (
                mailing, try mailing.flatMap { try ReleaseStore.look($0.release, in: connection) },
                try Gate.stopped(in: connection) != nil
            )
        }
        guard let mailing, let release, mailing.state == .sending, !stopped else { return nil }
        guard release.state == .approved, release.version == mailing.version else {
            try await hold(mailing, .changed)
            return nil
        }
        guard desk.clock.now().seconds(since: mailing.movedAt) <= Parcel.patience else {
            try await hold(mailing, .late)
            return nil
        }
        return (mailing, release)
    }

    func hold(_ mailing: Mailing, _ reason: Mailing.Reason) async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            guard
                try MailingStore.move(
                    mailing.id, from: .sending, to: .held, because: reason, at: now, in: connection)
            else { return }
            try ReleaseActions.record(
                "press.mail_held", mailing.release, nil, after: "{\"reason\":\"\(reason.rawValue)\"}", at: now,
                connection)
        }
    }

    /// Nothing more may leave now: over, or later.
    private func end(_ mailing: Mailing) async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            if let due = try MailingStore.nextDue(mailing.id, in: connection) {
                guard try Gate.stopped(in: connection) == nil else { return }
                return try Self.carry(mailing.id, at: max(due, now.adding(seconds: Self.pause)), in: connection)
            }
            guard
                try MailingStore.move(mailing.id, from: .sending, to: .done, because: nil, at: now, in: connection)
            else { return }
            try ReleaseActions.record("press.mail_done", mailing.release, nil, at: now, connection)
        }
    }

    // MARK: One mail

    /// One mail, or none; true when another may follow at once.
    private func step(_ mailing: Mailing, _ release: Release, _ job: Job) async throws -> Bool {
        let now = desk.clock.now()
        let found = try await desk.database.read { connection -> (mail: PressMail, to: Subscriber?, busy: Bool)? in
            guard let mail = try MailingStore.next(mailing.id, at: now, in: connection) else { return nil }
            let busy = try mail.holder.map { try JobQueue.isHeld($0, at: now, in: connection) } ?? false
            return (mail, try SubscriberStore.look(mail.subscriber, in: connection), mail.state == .armed && busy)
        }
        guard let found, !found.busy else { return false }
        if found.mail.state == .armed {
            // Whoever made the attempt died before it could say what became of it.
            try await settle(found.mail, to: .unknown, error: nil)
            return true
        }
        guard let to = found.to, to.state == .confirmed,
            let letter = try await PressMailLetter(desk: desk).letter(release, mailing, to)
        else {
            try await desk.database.write { try MailingStore.drop(found.mail, at: now, in: $0) }
            return true
        }
        guard let armed = try await arm(found.mail, job) else { return false }
        try await attempt(letter, armed, to)
        return true
    }

    /// Nil when somebody was faster, when sending was stopped, when the release changed or they left meanwhile.
    private func arm(_ mail: PressMail, _ job: Job) async throws -> PressMail? {
        let now = desk.clock.now()
        return try await desk.database.write { connection in
            guard try Gate.stopped(in: connection) == nil,
                let mailing = try MailingStore.find(mail.mailing, in: connection), mailing.state == .sending,
                let release = try ReleaseStore.look(mailing.release, in: connection), release.state == .approved,
                release.version == mailing.version,
                try SubscriberStore.look(mail.subscriber, in: connection)?.state == .confirmed,
                try MailingStore.arm(mail, holder: job.lease, at: now, in: connection)
            else { return nil }
            return try connection.one("SELECT * FROM press_mail WHERE id = $1", [mail.id]).map(PressMail.init)
        }
    }

    private func attempt(_ letter: Letter, _ mail: PressMail, _ to: Subscriber) async throws {
        do {
            try await desk.letters.send(letter)
            try await settle(mail, to: .sent, error: nil)
        } catch let failure as Failure {
            switch failure.kind {
            case .unusable:
                try await settle(mail, to: .refused, error: failure.cause)
                // Only a no to the address itself is one for good: another may be about these very words.
                if failure.cause.contains("RCPT") { try await refuse(to, failure.cause) }
            case .unavailable where failure.words == "wire.mail_unanswered":
                try await settle(mail, to: .unknown, error: failure.cause)
            default:
                if mail.tries >= PressMail.most { return try await settle(mail, to: .refused, error: failure.cause) }
                let next = mail.next(at: desk.clock.now())
                try await settle(mail, to: .ready, error: failure.cause, until: next)
            }
        }
    }

    private func settle(
        _ mail: PressMail, to state: PressMail.State, error: String?, until wait: Instant? = nil
    ) async throws {
        let (now, line) = (desk.clock.now(), error.map(ErrorLine.of))
        try await desk.database.write {
            _ = try MailingStore.settle(mail, to: state, error: line, until: wait, at: now, in: $0)
        }
    }

    private func refuse(_ to: Subscriber, _ cause: String) async throws {
        let now = desk.clock.now()
        try await desk.database.write { try SubscriberStore.refuse(to.id, ErrorLine.of(cause), at: now, in: $0) }
    }
}
