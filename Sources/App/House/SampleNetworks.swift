import Channels
import Kernel
import Networks
import People
import Publishing
import Simulator

/// The networks of the sample hospital: what a newcomer publishes stays on this machine.
struct SampleNetworks: Sendable {
    /// How far from the server's own port theirs is: 8080 and 8099.
    static let distance = 19

    let networks: SimulatedNetworks
    let address: String

    /// On the port that a newcomer finds again at each start, or on another when somebody else is there.
    init(_ settings: Settings) throws {
        let usual = settings.port + Self.distance
        guard let port = settings.port != 0 && SocketProbe.isFree(usual) ? usual : SocketProbe.freePort() else {
            throw Failure(.unavailable, "no port is free for the simulated networks")
        }
        address = "http://127.0.0.1:\(port)"
        networks = try SimulatedNetworks(
            settings: SimulatorSettings(port: port, stateFile: settings.data + "/networks.json"))
    }

    /// The house among these networks, with accounts on each and, the first time, posts on their way.
    func join(_ house: House) async throws -> House {
        let house = try house.playing(
            at: address, site: "http://\(house.settings.host):\(house.settings.port)")
        let people = try await house.people.users()
        func person(_ index: Int) throws -> Person {
            guard let found = people.first(where: { $0.email == SampleHospital.people[index].email }) else {
                throw Failure(.notFound, "somebody of the sample hospital is gone")
            }
            return found.person
        }
        // Whoever plays on with a hospital whose people have changed keeps what is there.
        guard let (head, author, doctor) = try? (person(0), person(1), person(3)) else { return house }
        let sending = try SendingRooms(house, try house.dialogue())
        guard try await sending.channels.fillSample(Self.places, by: head) else { return house }
        try await sending.publishing.fillSample(by: author, doctor: doctor, head: head)
        return house
    }

    /// An account of the hospital on each network, opened for as long as the simulator runs.
    private static var places: [(Network, NetworkPlace)] {
        var known: Set<Network> = []
        return SimulatedAccount.valmont.compactMap { account in
            guard let network = Network(rawValue: account.network.rawValue), known.insert(network).inserted else {
                return nil
            }
            let subject = account.group.map { "accounts/\($0)/locations/\(account.id)" } ?? account.id
            return (
                network,
                NetworkPlace(
                    name: account.name, handle: account.handle, url: nil,
                    credentials: Credentials(access: account.lastingToken, subject: subject))
            )
        }
    }
}
