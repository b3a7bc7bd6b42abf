import Kernel
import Web

/// A release as one journalist gets it: plain text, their own link to leave, nobody else's address.
struct PressMailLetter: Sendable {
    let desk: PublishingDesk

    func letter(_ release: Release, _ mailing: Mailing, _ subscriber: Subscriber) async throws -> Letter? {
        guard let to = subscriber.addressee(), let leave = PressLink(desk: desk).address(.leave, subscriber) else {
            return nil
        }
        let (words, house) = (try Words.embedded(), try await desk.staff.organisation())
        let content = release.content
        let tongue: Tongue = content.language == "en" ? .english : .french
        let figures = Figures(tongue, zone: desk.zone, now: desk.clock.now())
        let embargo = content.embargo.flatMap { $0 > desk.clock.now() ? figures.dateTime($0) : nil }
        func word(_ key: String, _ values: [String: String] = [:]) -> String { words("press.\(key)", tongue, values) }
        var lines: [String] = embargo.map { [word("mail_embargo", ["when": $0]), ""] } ?? []
        lines += [content.title, "", content.dateline, "", content.lead, ""]
        lines += content.paragraphs.flatMap { [$0, ""] }
        for quote in content.quotes { lines += ["« \(quote.text) »", quote.by, ""] }
        lines += [word("mail_contact"), content.contact, ""]
        if let site = desk.site, let slug = release.slug, release.publicVersion == release.version, embargo == nil {
            lines += ["\(site)/press-room/\(slug)", ""]
        }
        lines += ["-- ", words("press.mail_why", subscriber.tongue, ["house": house]), leave]
        let subject = embargo.map { word("mail_embargo_subject", ["when": $0, "title": content.title]) }
        return Letter(
            to: to, subject: subject ?? content.title, text: lines.joined(separator: "\n") + "\n",
            id: "press-\(mailing.id)-\(subscriber.id)", unsubscribe: leave)
    }
}
