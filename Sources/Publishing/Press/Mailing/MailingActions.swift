import Channels
import Kernel
import Storage

/// What people say of a release that is to be mailed to the press.
struct MailingActions: Sendable {
    let desk: PublishingDesk

    /// Sends the approved version to the confirmed who want its topic, one mail each. Twice is once.
    func send(_ id: Int64, seen: Int, by person: Person) async throws {
        try ReleaseActions.answers(person)
        let scope = try PostActions.reading(person)
        guard desk.letters.leave, desk.site != nil else {
            throw Failure(.unusable, "no mail can leave", words: "press.no_mail")
        }
        let (fresh, now) = (desk.newID(), desk.clock.now())
        let desk = desk
        try await desk.database.write { connection in
            let release = try ReleaseActions.find(id, scope, connection)
            guard release.version == seen, release.state == .approved else { throw ReleaseActions.overtaken }
            if try MailingStore.of(id, version: release.version, in: connection) != nil { return }
            let people = try SubscriberStore.reached(by: release.content.topic, in: connection)
            guard !people.isEmpty else { throw Failure(.unusable, "nobody is listed", words: "press.nobody") }
            try MailingStore.insert(fresh, release, by: person.id, at: now, in: connection)
            for one in people { try MailingStore.add(desk.newID(), fresh, one.id, in: connection) }
            try MailingRun.carry(fresh, in: connection)
            try ReleaseActions.record(
                "press.mailed", id, person.id, after: "{\"recipients\":\(people.count)}", at: now, connection)
        }
    }

    /// Lets a mailing that waits for a person go on: what may have left stays unknown.
    func resume(release: Int64, by person: Person) async throws {
        try ReleaseActions.answers(person)
        let scope = try PostActions.reading(person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let found = try ReleaseActions.find(release, scope, connection)
            guard let mailing = try MailingStore.report(release: release, in: connection)?.mailing,
                mailing.version == found.version, found.state == .approved,
                try MailingStore.move(mailing.id, from: .held, to: .sending, because: nil, at: now, in: connection)
            else { throw ReleaseActions.overtaken }
            try MailingRun.carry(mailing.id, in: connection)
            try ReleaseActions.record("press.mail_resumed", release, person.id, at: now, connection)
        }
    }
}
