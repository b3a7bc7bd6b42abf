import Channels
import Kernel
import Listening

/// How the dialogue's channels are heard: each is a source of Listening, with all that sources have.
extension House {
    var hearing: Hearing {
        Hearing(
            follow: { network, account, token, label, person in
                guard network == .mastodon else { return nil }
                return try await follow(account, token: token, label: label, by: person)
            },
            receive: { address, network, label in
                try await source(
                    OriginDraft(
                        kind: .files, network: network, address: address, label: label,
                        purpose: "Entendre ce qu'un autre programme de l'établissement recueille", retentionDays: 365),
                    by: nil)
            },
            leave: { try await origins.remove($0, mentions: .keep, by: $1) },
            hasten: { try await origins.visitNow($0, by: $1) },
            pulse: { id in
                guard let origin = try await origins.list().first(where: { $0.id == id }) else { return nil }
                return Hearing.Pulse(
                    ranAt: origin.lastRunAt, heardAt: origin.lastHeardAt, error: origin.lastError,
                    isLive: (origin.streamedUntil ?? clock.now()) > clock.now())
            },
            take: { _ = try await intake.take($0, from: $1) },
            revise: { _ = try await intake.revise($0, from: $1) },
            forget: { try MentionShelf.forget($0, on: $1, at: clock.now(), in: $2) })
    }

    private func follow(_ account: String, token: String, label: String, by person: Person) async throws -> Int64 {
        let id = try await source(
            OriginDraft(
                kind: .mastodonMentions, network: .mastodon, address: "@" + account, label: label,
                purpose: "Répondre à ceux qui s'adressent à notre compte", retentionDays: 365, owner: person.id),
            by: person)
        try await origins.setToken(token, of: id, by: person)
        // One that was given up or paused is heard again.
        try await origins.resume(id, by: person)
        return id
    }

    private func source(_ draft: OriginDraft, by person: Person?) async throws -> Int64 {
        let address = try draft.checked().address
        if let known = try await origins.list().first(where: { $0.kind == draft.kind && $0.address == address }) {
            return known.id
        }
        return try await origins.add(draft, by: person).id
    }
}
