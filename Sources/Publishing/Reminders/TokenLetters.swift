import Channels
import Crypto
import Foundation
import Kernel
import Storage

/// Tells communication and administrators of a token that ends and cannot be renewed without them, and of one that died.
struct TokenLetters: Sendable {
    let desk: PublishingDesk

    /// Seconds after which a network is asked again before a dead token is told: its first no may have been a blip.
    static let second = 600.0

    func look() async throws {
        let channels = try await desk.database.read { try ChannelStore.all(in: $0) }
        for channel in channels where channel.isEnding { try await tell(.tokenEnding, channel) }
        for channel in channels where channel.isDead {
            // One account whose network fails keeps none of the others waiting.
            do { if try await died(channel) { try await tell(.tokenDied, channel) } } catch is Failure {}
        }
    }

    /// The network has said no twice, ten minutes apart. A network that says nothing now is asked again later.
    private func died(_ channel: Channel) async throws -> Bool {
        let now = desk.clock.now()
        guard let checked = channel.checkedAt, now.seconds(since: checked) >= Self.second else { return false }
        let event = Self.event(channel)
        let isKnown = try await desk.database.read {
            try LetterStore.knows(.tokenDied, channel.id, event, in: $0)
        }
        if isKnown { return false }
        return try await ChannelCheck(desk: desk.channels).check(channel) == .expired
    }

    private func tell(_ matter: StaffLetter.Matter, _ channel: Channel) async throws {
        let (desk, now) = (desk, desk.clock.now())
        let team = Addressees.team(try await desk.staff.people())
        try await desk.database.write {
            try LetterPlan.put(matter, about: channel.id, Self.event(channel), to: team, desk, at: now, in: $0)
        }
    }

    /// The same for one token: an account that is connected anew is another event.
    static func event(_ channel: Channel) -> String {
        SHA256.hash(data: Data(channel.sealed ?? [])).prefix(8).map { String(format: "%02x", $0) }.joined()
    }
}
