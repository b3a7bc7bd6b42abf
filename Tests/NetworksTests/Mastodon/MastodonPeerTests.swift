import Deontology
import Foundation
import Kernel
import Synchronization
import TestKit
import Testing
import Wire

@testable import Networks

/// The account by which these tests publish: others count what the hospital's says.
private struct Voice: Decodable {
    struct Snac: Decodable {
        let url: String
        let patient: String
        let token: String

        enum CodingKeys: String, CodingKey { case url, patient, token = "patient_token" }
    }
    let snac: Snac?

    static let given: Snac? = {
        let text = ProcessInfo.processInfo.environment["RESONANCE_PEERS"] ?? ""
        return (try? JSONDecoder().decode(Voice.self, from: Data(text.utf8)))?.snac
    }()
}

/// Publishing on a snac that others wrote. Each test writes words of its own.
@Suite(.enabled(if: Voice.given != nil, "start Tests/interop/peers and set RESONANCE_PEERS"), .serialized)
struct MastodonPeerTests {
    private let snac: Voice.Snac
    private let http: HTTP
    /// Words that nobody else writes.
    private let mark = UUID().uuidString.lowercased().prefix(8)

    init() throws {
        snac = try #require(Voice.given)
        http = try Peers.http(snac.url)
    }

    private func connector(_ http: HTTP? = nil, token: String? = nil) throws -> MastodonConnector {
        try MastodonConnector(
            on: snac.url, credentials: Credentials(access: token ?? snac.token), http: http ?? self.http)
    }

    /// As `snac` shows it to somebody else.
    private func shown(_ sent: Sent) async throws -> JSON {
        try await API(http: http, base: snac.url, token: snac.token)
            .get("/api/v1/statuses/\(try #require(sent.reference))").json
    }

    @Test("a text is published, found, read as an arrival, edited and counted; snac takes nothing back, and we say so")
    func text() async throws {
        let connector = try connector()
        let began = Clock.system.now()
        #expect(try await connector.account().handle.hasPrefix("\(snac.patient)@"))
        let piece = try FediPieces.piece(
            "La maternité \(mark) ouvre lundi : https://chu.example/m?a=1&b=2 #santé\n\nBienvenue !",
            visibility: .unlisted)
        let sent = try await FediPieces.publish(connector, piece)
        #expect(try await connector.find(piece, nil, since: began) == sent)
        #expect(try await connector.find(try FediPieces.piece("Rien de tel \(mark)."), nil, since: began) == nil)
        let inbox = try MastodonInbox(on: snac.url, token: snac.token, history: 1, http: http)
        let own = try await inbox.fetch(since: nil).arrivals.filter { $0.own && $0.text.contains(mark) }
        #expect(own.map(\.id) == [sent.id])
        let corrected = try FediPieces.piece("La maternité \(mark) ouvre mardi.")
        #expect(try FediPieces.sent(await connector.edit(sent, corrected, key: "e")).id == sent.id)
        #expect(try await connector.find(corrected, nil, since: began)?.id == sent.id)
        let answer = try FediPieces.piece("Un mot de plus \(mark).", role: .comment, parent: sent)
        _ = try await FediPieces.publish(connector, answer)
        #expect(try await connector.figures([sent])[sent.id] == PostFigures(likes: 0, comments: 1, shares: 0))
        let refusal = FediPieces.refusal(await connector.delete(sent))
        #expect(refusal?.failure.words == "networks.no_delete")
        #expect(try await connector.find(corrected, nil, since: began)?.id == sent.id)
    }

    @Test("pictures are uploaded with what is said of them, and stay through an edit")
    func pictures() async throws {
        let connector = try connector()
        let said = ["Un quai vide \(mark)", "Deux quais « pleins » à l'été"]
        let pictures = try said.map { try FediPieces.picture($0) }
        let sent = try await FediPieces.publish(connector, try FediPieces.piece("Les quais \(mark).", pictures))
        let before = try await shown(sent)["media_attachments"].elements
        #expect(before.map { $0["description"].string?.trimmingCharacters(in: .whitespacesAndNewlines) } == said)
        let address = try #require(before.first?["url"].string)
        guard case .fresh(let file) = try await http.fetch(Fetch(address)) else { throw Failure(.broken, "no file") }
        #expect(Data(file.body) == (try Data(contentsOf: URL(filePath: pictures[0].file.content.path))))
        _ = try FediPieces.sent(await connector.edit(sent, try FediPieces.piece("Les quais \(mark), bis."), key: "e"))
        let after = try await shown(sent)
        #expect(after["media_attachments"].elements.count == 2 && after["content"].string?.contains("bis") == true)
        let wordless = try FediPieces.piece("🚋", [try FediPieces.picture("Un tramway \(mark)")])
        let second = try await FediPieces.publish(connector, wordless)
        #expect(try await connector.find(wordless, nil, since: Clock.system.now()) == second)
    }

    @Test("a thread of three whose second part is cut before or after its arrival ends with three parts, in order")
    func thread() async throws {
        for (index, arrives) in [false, true].enumerated() {
            let cut = CutHTTP(http, cuts: 2, arrives: arrives)
            let connector = try connector(cut.http)
            let began = Clock.system.now()
            let first = try await FediPieces.publish(connector, try FediPieces.piece("Un \(mark) \(index)."))
            let two = try FediPieces.piece("Deux \(mark) \(index).", role: .thread, parent: first, root: first)
            let sending = await connector.publish(two, Prepared(at: began), key: "2")
            #expect(FediPieces.cause(sending) != nil)
            let found = try await connector.find(two, nil, since: began)
            #expect((found != nil) == arrives)
            let second = try await found.asyncOr { try await FediPieces.publish(connector, two, key: "2") }
            let three = try FediPieces.piece("Trois \(mark) \(index).", role: .thread, parent: second, root: first)
            _ = try await FediPieces.publish(connector, three)
            let below = try await API(http: http, base: snac.url, token: snac.token)
                .get("/api/v1/statuses/\(try #require(first.reference))/context").json["descendants"].elements
            #expect(below.count == 1 && below.first?["uri"].string == second.id)
            #expect(try await shown(second)["in_reply_to_id"].string == first.reference)
        }
    }

    @Test("snac's own limits are read")
    func limits() async throws {
        let limits = try await connector().limits()
        #expect(limits.maxCharacters == 100_000 && limits.charactersReservedPerURL == 32)
        #expect(limits.maxMediaAttachments == 4 && limits.supportedMimeTypes.contains("image/png"))
        #expect(limits.imageSizeLimit == 16_777_216)
    }

    @Test("a token that opens nothing is said to be dead")
    func dead() async throws {
        let connector = try connector(token: "nothing")
        #expect(await failure(of: { try await connector.account() })?.words == "wire.refused")
        let refusal = FediPieces.refusal(
            await connector.publish(try FediPieces.piece("Rien \(mark)."), Prepared(at: Clock.system.now()), key: "k"))
        #expect(refusal?.failure.kind == .forbidden && refusal?.failure.words == "wire.refused")
    }
}

extension Optional where Wrapped: Sendable {
    fileprivate func asyncOr(_ body: () async throws -> Wrapped) async throws -> Wrapped {
        if let self { self } else { try await body() }
    }
}

/// The real network, whose answer to one mutation never comes.
final class CutHTTP: Sendable {
    private let count = Mutex(0)
    let inner: HTTP
    /// The mutation that is cut, counted from one.
    let cuts: Int
    /// Whether it arrives before the cut.
    let arrives: Bool

    init(_ inner: HTTP, cuts: Int, arrives: Bool) { (self.inner, self.cuts, self.arrives) = (inner, cuts, arrives) }

    var http: HTTP {
        var http = inner
        http.mutate = { mutation in
            let number = self.count.withLock { count -> Int in
                count += 1
                return count
            }
            guard number == self.cuts else { return await self.inner.mutate(mutation) }
            if self.arrives { _ = await self.inner.mutate(mutation) }
            return .unknown(cause: "the answer never came")
        }
        return http
    }
}
