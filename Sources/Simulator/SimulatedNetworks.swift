public import Hummingbird
public import Kernel
import Synchronization

/// The closed social networks, played on this machine: a newcomer publishes for real somewhere, and a test makes networks
/// late, wrong and down.
///
/// What it says of itself at `/` and `/see/…` is for people; `/_control` is for tests; everything else follows the networks'
/// own documentation.
public final class SimulatedNetworks: Sendable {
    public let settings: SimulatorSettings
    let town: Town
    private let bound = Mutex<Int?>(nil)

    /// Throws `.unusable` for settings that would show it to others, and for a state's file that cannot be read.
    public init(settings: SimulatorSettings = SimulatorSettings(), clock: Clock = .system) throws {
        self.settings = settings
        town = try Town(settings, clock: clock)
    }

    /// All addresses.
    public var router: Router<SimulatorContext> { FrontDoor(town).router() }

    /// The server on `settings.host` and `settings.port`, with the postman who brings webhooks.
    public var service: SimulatorService { SimulatorService(networks: self) }

    /// `http://127.0.0.1:8099` once the server listens; nil before.
    public var address: String? {
        let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
        return bound.withLock { $0 }.map { "http://\(host):\($0)" }
    }

    func listens(on port: Int?) { bound.withLock { $0 = port } }

    // MARK: Looking

    /// What our accounts have made, in the order in which it was made; what was taken back is there too.
    public func published(on network: SimulatedNetwork? = nil, account: String? = nil) -> [SimulatedPublication] {
        town.read { world in
            world.items.filter {
                $0.own && (network == nil || $0.network == network) && (account == nil || $0.account == account)
            }.map(SimulatedPublication.init)
        }
    }

    /// Names of the operations that were called, in order: `publish`, `status`…
    public func calls(on network: SimulatedNetwork) -> [String] {
        town.read { $0.calls.filter { $0.network == network }.map(\.operation) }
    }

    // MARK: Going wrong

    /// Lets `fault` happen at the next `times` calls of `operation` (`*` for any); nil for all until `clearFaults`.
    public func fault(
        _ fault: Fault, on network: SimulatedNetwork, operation: String = "publish", times: Int? = 1
    ) {
        town.faults.add(fault, on: network, operation: operation, times: times.map { max(0, $0) })
    }

    public func clearFaults() { town.faults.reset() }

    /// Forgets all that was published, tokens and faults.
    public func reset() { town.reset() }

    /// Puts the networks' clock forward: tokens end, figures grow, what was scheduled comes out.
    public func advance(bySeconds seconds: Double) { town.change { $0.ahead += min(max(0, seconds), 3_153_600_000) } }

    // MARK: Visitors

    /// A visitor's words under a post or a comment (`id`), or, without one, a post of theirs that names the account.
    /// - Returns: the number by which the network knows them. Throws `.notFound` where there is no such thing.
    @discardableResult
    public func say(
        _ text: String, by author: String, under id: String?, on network: SimulatedNetwork, account: String? = nil
    ) throws -> String {
        try town.change { try $0.say(text, by: author, under: id, on: network, account: account, at: self.town.clock) }
    }

    /// A review of one to five stars. Throws `.notFound` for an account that is not there, and `.unusable` for a network
    /// that has no reviews.
    @discardableResult
    public func review(
        _ text: String, stars: Int, by author: String, of account: String, on network: SimulatedNetwork
    ) throws -> String {
        try town.change { try $0.review(text, stars: stars, by: author, of: account, on: network, at: self.town.clock) }
    }

    /// A visitor takes back what they said.
    public func retract(_ id: String, on network: SimulatedNetwork) throws {
        try town.change { try $0.retract(id, on: network, at: self.town.clock) }
    }

    // MARK: Webhooks

    /// Tells `url` of comments and reviews from now on, signed with `secret`, if it answers the network's question.
    /// - Returns: whether it did.
    public func subscribe(
        _ network: SimulatedNetwork, to url: String, secret: String, verifyToken: String = ""
    ) async -> Bool {
        let postman = Postman(town: town)
        guard await postman.isWanted(network, url, secret: secret, verifyToken: verifyToken) else { return false }
        town.change { $0.hooks.append(Hook(id: $0.tick(), network: network, url: url, secret: secret)) }
        return true
    }

    /// Brings what is due now; the service does so by itself.
    public func deliver() async { await Postman(town: town).deliver() }

    /// Writes the state where one is kept; the service does so by itself, and at its end.
    public func save() throws { try town.save() }
}
