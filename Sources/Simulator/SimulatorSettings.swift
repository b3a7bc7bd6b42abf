import Kernel

/// How the simulated networks run.
public struct SimulatorSettings: Sendable {
    /// A loopback address: what is played here is open to whoever reaches it.
    public var host: String
    /// 0 lets the system choose.
    public var port: Int
    /// A JSON file that keeps what was published from one start to the next; nil for memory alone.
    public var stateFile: String?
    public var accounts: [SimulatedAccount]
    /// Seconds for which an access token lives; nil for each network's own habit (an hour at Google, two at X, sixty days
    /// at Meta and LinkedIn).
    public var tokenLife: Double?
    /// The same seed gives the same figures and numbers.
    public var seed: UInt64
    /// Bytes of one request at most; a video may be sent in pieces.
    public var mostBytes: Int

    public init(
        host: String = "127.0.0.1", port: Int = 8099, stateFile: String? = nil,
        accounts: [SimulatedAccount] = SimulatedAccount.valmont, tokenLife: Double? = nil, seed: UInt64 = 1,
        mostBytes: Int = 256 << 20
    ) {
        (self.host, self.port, self.stateFile, self.accounts) = (host, port, stateFile, accounts)
        (self.tokenLife, self.seed, self.mostBytes) = (tokenLife, seed, mostBytes)
    }

    /// Throws `.unusable` for an address that others could reach, and for accounts that could be taken for one another.
    func check() throws {
        guard ["127.0.0.1", "::1", "localhost"].contains(host) else {
            throw Failure(.unusable, "the simulated networks listen on loopback only, not on \(host)")
        }
        let keys = accounts.map { "\($0.network.rawValue)/\($0.id)" }
        guard Set(keys).count == keys.count else {
            throw Failure(.unusable, "two simulated accounts have one number on one network")
        }
    }
}
