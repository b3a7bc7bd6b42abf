import Channels
import Dialogue
import Kernel
import Publishing
import Storage
import Web

/// The rooms by which things leave: accounts on networks, and publishing, which works with them.
struct SendingRooms: Sendable {
    let channels: ChannelServices
    let publishing: PublishingServices

    init(_ house: House, _ dialogue: Dialogue) throws {
        // What waits is counted over both rooms that send, by numbers alone.
        let database = house.database
        let desk = house.channels {
            try await dialogue.held() + PublishingServices.held(in: database)
        }
        channels = ChannelServices(desk)
        publishing = try house.publishing(desk)
    }

    func add(to pages: Pages) {
        channels.add(to: pages)
        publishing.add(to: pages)
    }

    var handlers: [String: JobRunner.Handler] { channels.handlers.merging(publishing.handlers) { first, _ in first } }

    func badges(for person: Person) async throws -> [String: Int] {
        try await channels.badges(for: person).merging(try await publishing.badges(for: person)) { $0 + $1 }
    }

    func plan() async throws {
        try await channels.plan()
        try await publishing.plan()
    }
}
