public import Kernel
public import Networks
import Storage

extension ChannelServices {
    /// Connects the accounts of a sample hospital, on networks that are played, once: accounts that somebody took away
    /// do not come back.
    /// - Returns: false when there are accounts already.
    public func fillSample(_ places: [(Network, NetworkPlace)], by person: Person) async throws -> Bool {
        let isEmpty = try await desk.database.read { connection in
            try connection.one("SELECT 1 AS n FROM channel WHERE kind = $1 LIMIT 1", [Channel.Kind.account]) == nil
        }
        guard isEmpty else { return false }
        let demonstration = NetworkApplication(id: "resonance-demonstration", secret: "resonance-demonstration")
        for (network, place) in places {
            try await NetworkApplications(desk: desk).keep(network, demonstration, by: person.id)
            _ = try await ChannelActions(desk: desk).connect(place, on: network, server: "", by: person)
        }
        return true
    }
}
