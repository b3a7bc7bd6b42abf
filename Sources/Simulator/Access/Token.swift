import Crypto
import Foundation
import Kernel

/// What opens accounts on a network.
struct Token: Sendable, Codable {
    enum Kind: String, Sendable, Codable {
        /// A person's, for a short while; a person's, for long; an account's own; one that gives others.
        case short, long, account, refresh
    }

    let value: String
    let network: SimulatedNetwork
    let kind: Kind
    /// `facebook/1045…`: the accounts that it opens.
    let accounts: [String]
    let client: String
    let scopes: [String]
    let issuedAt: Instant
    var expiresAt: Instant?
    var isRevoked = false

    init(
        _ value: String, _ kind: Kind, on network: SimulatedNetwork, accounts: [String], client: String,
        scopes: [String], at issuedAt: Instant, expiresAt: Instant?
    ) {
        (self.value, self.kind, self.network, self.accounts) = (value, kind, network, accounts)
        (self.client, self.scopes, self.issuedAt, self.expiresAt) = (client, scopes, issuedAt, expiresAt)
    }

    init(lasting account: SimulatedAccount, at now: Instant) {
        self.init(
            account.lastingToken, .account, on: account.network, accounts: [Self.key(account)], client: "simulated",
            scopes: [], at: now, expiresAt: nil)
    }

    static func key(_ account: SimulatedAccount) -> String { "\(account.network.rawValue)/\(account.id)" }

    func opens(_ account: SimulatedAccount) -> Bool { accounts.contains(Self.key(account)) }

    /// Nil while it is good.
    func end(_ now: Instant) -> Complaint.TokenEnd? {
        if isRevoked { return .revoked }
        if let expiresAt, expiresAt <= now { return .expired }
        return nil
    }

    /// A token of Google's pages opens YouTube too.
    func serves(_ network: SimulatedNetwork) -> Bool {
        self.network == network || (self.network == .google && network == .youtube)
    }
}

/// What a person's yes gives, once.
struct ConsentCode: Sendable, Codable {
    let value: String
    let network: SimulatedNetwork
    let client: String
    let redirect: String
    let accounts: [String]
    let scopes: [String]
    let challenge: String?
    let method: String?
    /// Google gives a token for renewing only to who asks for one.
    let offline: Bool
    let expiresAt: Instant
}

/// Why a code or a token is not exchanged.
enum ExchangeProblem: Error, Sendable {
    case code, redirect, client, verifier, refresh
}

extension World {
    mutating func issue(
        _ prefix: String, _ kind: Token.Kind, on network: SimulatedNetwork, accounts: [String], client: String,
        scopes: [String], life: Double?, at now: Instant
    ) -> Token {
        let token = Token(
            prefix + word(48), kind, on: network, accounts: accounts, client: client, scopes: scopes, at: now,
            expiresAt: life.map { now.adding(seconds: $0) })
        tokens[token.value] = token
        if tokens.count > Self.mostTokens {
            let dead = tokens.values.filter { $0.client != "simulated" }.min { $0.issuedAt < $1.issuedAt }
            if let dead { tokens[dead.value] = nil }
        }
        return token
    }

    /// Takes a code in for what it was given for. A code serves once, right or wrong.
    mutating func redeem(
        _ value: String?, on network: SimulatedNetwork, client: String?, redirect: String?, verifier: String?,
        at now: Instant
    ) throws(ExchangeProblem) -> ConsentCode {
        guard let value, let code = codes[value], code.network == network else { throw .code }
        codes[value] = nil
        guard code.expiresAt > now else { throw .code }
        guard let client, client == code.client else { throw .client }
        guard redirect == code.redirect else { throw .redirect }
        guard let challenge = code.challenge else { return code }
        guard let verifier, (43...128).contains(verifier.utf8.count), challenge == Self.challenge(verifier, code.method)
        else { throw .verifier }
        return code
    }

    /// RFC 7636 section 4.2.
    private static func challenge(_ verifier: String, _ method: String?) -> String {
        guard method == "S256" else { return verifier }
        return Data(SHA256.hash(data: Data(verifier.utf8))).base64EncodedString()
            .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }

    /// Every token of a network ends; with `revoked`, those that give others too.
    mutating func endTokens(of network: SimulatedNetwork, revoked: Bool, at now: Instant) {
        for (value, token) in tokens where token.serves(network) {
            if revoked {
                tokens[value]?.isRevoked = true
            } else if token.kind != .refresh {
                tokens[value]?.expiresAt = now.adding(seconds: -1)
            }
        }
    }
}

extension PlayedNetwork {
    /// The caller's token. Refuses one that is missing, unknown, over or taken back.
    func token(_ call: Call, _ world: World) throws -> Token {
        guard let value = call.token else { throw refuse(.noToken, call) }
        guard let token = world.tokens[value], token.serves(network), token.kind != .refresh else {
            throw refuse(.deadToken(.unknown), call)
        }
        if let end = token.end(call.now) { throw refuse(.deadToken(end), call) }
        return token
    }

    /// The account of that number, where the caller's token opens it.
    func account(_ id: String, _ call: Call, _ world: World) throws -> SimulatedAccount {
        let token = try self.token(call, world)
        guard let account = world.account(network, id), token.opens(account) else { throw refuse(.notYours, call) }
        return account
    }

    /// The accounts of this network that the caller's token opens; at least one.
    func accounts(_ call: Call, _ world: World) throws -> [SimulatedAccount] {
        let token = try self.token(call, world)
        let accounts = world.accounts.filter { $0.network == network && token.opens($0) }
        guard !accounts.isEmpty else { throw refuse(.notYours, call) }
        return accounts
    }
}
