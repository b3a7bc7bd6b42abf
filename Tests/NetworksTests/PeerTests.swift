import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

/// Servers that others wrote, started by `Tests/interop/peers` and named by `RESONANCE_PEERS`.
struct Peers: Decodable, Sendable {
    struct Snac: Decodable, Sendable {
        let url: String
        let user: String
        let token: String
    }
    struct PDS: Decodable, Sendable {
        let url: String
        let handle: String
    }
    let snac: Snac?
    let pds: PDS?

    static let started: Peers? = {
        let text = ProcessInfo.processInfo.environment["RESONANCE_PEERS"] ?? ""
        return try? JSONDecoder().decode(Peers.self, from: Data(text.utf8))
    }()

    /// A client that may reach this server and nothing else private.
    static func http(_ url: String) throws -> HTTP {
        let exemption = try Exemption(try WebAddress(url).authority)
        return .live(
            WireSettings(contact: "tests@localhost", addresses: AddressGuard(exemptions: [exemption]), pause: 0))
    }
}

@Suite(.enabled(if: Peers.started?.snac != nil, "start Tests/interop/peers and set RESONANCE_PEERS"))
struct SnacPeerTests {
    private let snac: Peers.Snac
    private let http: HTTP

    init() throws {
        snac = try #require(Peers.started?.snac)
        http = try Peers.http(snac.url)
    }

    private func check(_ arrivals: [Arrival], host: String) {
        #expect(arrivals.allSatisfy { $0.author?.hasSuffix("@" + host) == true })
        #expect(arrivals.allSatisfy { !$0.text.contains("<") && !$0.text.contains("privé") })
        let first = arrivals.first { $0.text.contains("Message 4") }
        #expect(first?.text == "Message 4 du CHU : les urgences sont ouvertes #chu https://exemple.fr/4")
        #expect(abs(first?.publishedAt.seconds(since: Clock.system.now()) ?? .infinity) < 86_400)
    }

    @Test("an account is read by the Mastodon API, and read again brings nothing")
    func account() async throws {
        let reader = try MastodonReader(.account(snac.user), on: snac.url, http: http)
        let page = try await reader.fetch(since: nil)
        check(page.arrivals, host: try WebAddress(snac.url).authority)
        // Tests of pages publish there, too.
        #expect(page.arrivals.count >= 6)
        #expect(page.refusals.isEmpty)
        var cursor = page.cursor
        for _ in 0..<5 where !cursor.isEmpty {
            let next = try await reader.fetch(since: cursor)
            cursor = next.hasMore ? next.cursor : ""
            if !next.hasMore { #expect(try await reader.fetch(since: next.cursor).arrivals.isEmpty) }
        }
    }

    @Test("a hashtag brings what several people say")
    func hashtag() async throws {
        let page = try await MastodonReader(.hashtag("chu"), on: snac.url, http: http).fetch(since: nil)
        #expect(page.arrivals.contains { $0.text.contains("trois heures d'attente") })
        #expect(page.arrivals.contains { $0.text.contains("Message 0") })
    }

    @Test("an actor's outbox is found by its account and read")
    func outbox() async throws {
        let authority = try WebAddress(snac.url).authority
        let reader = ActivityPubReader("@\(snac.user)@\(authority)", scheme: .http, http: http)
        let page = try await reader.fetch(since: nil)
        check(page.arrivals, host: authority)
        #expect(page.refusals.isEmpty)
        #expect(page.arrivals.count >= 6)
        #expect(try await reader.fetch(since: page.cursor).arrivals.isEmpty)
        // The same words by both roads carry the same identifier.
        let other = try await MastodonReader(.account(snac.user), on: snac.url, http: http).fetch(since: nil)
        #expect(Set(other.arrivals.map(\.id)).isSubset(of: Set(page.arrivals.map(\.id))))
    }

    @Test("an account that nobody has is said to be missing")
    func missing() async throws {
        let authority = try WebAddress(snac.url).authority
        let refusal = await failure(of: {
            try await ActivityPubReader("nobody@\(authority)", scheme: .http, http: http).fetch(since: nil)
        })
        #expect(refusal?.kind == .notFound)
        let other = await failure(of: {
            try await MastodonReader(.account("nobody"), on: snac.url, http: http).fetch(since: nil)
        })
        #expect(other?.kind == .notFound)
    }

    @Test("with a token, what needs one is read")
    func token() async throws {
        let reader = try MastodonReader(.search("#chu"), on: snac.url, token: snac.token, http: http)
        _ = try await reader.fetch(since: nil)
        let refused = await failure(of: {
            try await MastodonReader(.search("#chu"), on: snac.url, http: http).fetch(since: nil)
        })
        #expect(refused?.words == "networks.needs_token")
    }
}

@Suite(.enabled(if: Peers.started?.pds != nil, "start Tests/interop/peers and set RESONANCE_PEERS"))
struct PDSPeerTests {
    @Test("an author's feed is read, links written out, answers tied to what they answer")
    func feed() async throws {
        let pds = try #require(Peers.started?.pds)
        let http = try Peers.http(pds.url)
        let reader = try BlueskyReader(.author(pds.handle), service: pds.url, http: http)
        #expect(try await reader.resolve("@" + pds.handle).hasPrefix("did:plc:"))
        let page = try await reader.fetch(since: nil)
        // What tests of pages publish there meanwhile comes first.
        let seeded = page.arrivals.suffix(2)
        #expect(
            seeded.map(\.text) == [
                "Tout savoir : https://exemple.fr/urgences/pediatriques/demenagement",
                "Les urgences pédiatriques déménagent",
            ])
        #expect(seeded.first?.parent == seeded.last?.id)
        #expect(seeded.allSatisfy { $0.language == "fr" && $0.author == pds.handle })
        #expect(try await reader.fetch(since: page.cursor).arrivals.isEmpty)
        #expect(await failure(of: { try await reader.resolve("nobody.test") })?.kind == .notFound)
        let missing = await failure(of: {
            try await BlueskyReader(.search("x"), service: pds.url, http: http).fetch(since: nil)
        })
        #expect(missing?.kind == .unavailable)
    }
}
