import Deontology
import Foundation
import Kernel
import TestKit
import Testing
import Wire

@testable import Networks

@Suite struct BlueskyConnectorTests {
    let server = FakeBluesky()
    static let create = "POST com.atproto.repo.createRecord"

    @Test("a text leaves once, in its language, under a name that was chosen before, and its address comes back")
    func text() async throws {
        let connector = try server.connector()
        let piece = try FediPieces.piece("La maternité ouvre lundi.")
        let (prepared, _) = try await FediPieces.prepared(connector, piece)
        let name = try #require(prepared.values["rkey"])
        let sent = try FediPieces.sent(await connector.publish(piece, prepared, key: "k"))
        let call = try #require(server.last(Self.create))
        #expect(server.asked == [Self.create] && call.token == "access-0")
        #expect(call.json["repo"].string == FakeBluesky.did && call.json["rkey"].string == name)
        #expect(call.json["record"]["createdAt"].string == "2026-11-21T12:00:00Z")
        #expect(call.json["record"]["langs"].elements == [.string("fr")])
        #expect(sent.id == "at://\(FakeBluesky.did)/app.bsky.feed.post/\(name)")
        #expect(sent.url == "https://bsky.app/profile/\(FakeBluesky.did)/post/\(name)")
        #expect(sent.reference?.hasPrefix("bafyrei") == true)
    }

    @Test("names are made of the time, in its order, and two of one microsecond differ")
    func names() throws {
        let now = noon.now()
        let names = [(0.0, UInt64(0)), (0.0, 1), (0.000_001, 0), (1, 1_023), (3_600, 5)].map {
            BlueskyRecordKey(at: now.adding(seconds: $0.0), salt: $0.1).text
        }
        #expect(names == names.sorted() && Set(names).count == names.count)
        #expect(names.allSatisfy { BlueskyRecordKey($0)?.text == $0 })
        // https://atproto.com/specs/tid: the beginning of time, and a name that has its sign set.
        #expect(BlueskyRecordKey(at: Instant(microseconds: 0), salt: 0).text == "2222222222222")
        #expect(BlueskyRecordKey("zzzzzzzzzzzzz") == nil && BlueskyRecordKey("3jzfcijpj2z21") == nil)
        #expect(BlueskyRecordKey("3jzfcijpj2z2a") != nil && BlueskyRecordKey("3jzfcijpj2z2") == nil)
    }

    @Test("an answer that never came is settled by a look at the name; a second attempt makes no second post")
    func once() async throws {
        let connector = try server.connector()
        for fault in [FakeBluesky.Fault.deaf, .mute] {
            let piece = try FediPieces.piece("Le scanner ouvre lundi.")
            let (prepared, _) = try await FediPieces.prepared(connector, piece)
            server.change { ($0.faults, $0.records) = ([fault], [:]) }
            let first = try FediPieces.sent(await connector.publish(piece, prepared, key: "k"))
            server.clock.move(5_000)
            let second = try FediPieces.sent(await connector.publish(piece, prepared, key: "k"))
            #expect(first == second && server.texts.count == 1)
            #expect(try await connector.find(piece, prepared, since: server.clock.now) == first)
        }
    }

    @Test("what was lost is nobody's to tell until it is sent again")
    func lost() async throws {
        let connector = try server.connector()
        let piece = try FediPieces.piece("Le scanner ouvre lundi.")
        let (prepared, _) = try await FediPieces.prepared(connector, piece)
        server.change { $0.faults = [.lost] }
        #expect(FediPieces.cause(await connector.publish(piece, prepared, key: "k")) == "HTTP 0")
        #expect(try await connector.find(piece, prepared, since: server.clock.now) == nil)
        _ = try FediPieces.sent(await connector.publish(piece, prepared, key: "k"))
        #expect(server.texts.count == 1)
    }

    @Test("another wording under the same name is refused, and the first one stays as it is")
    func reworded() async throws {
        let connector = try server.connector()
        let (prepared, _) = try await FediPieces.prepared(connector, try FediPieces.piece("Avant."))
        _ = try FediPieces.sent(await connector.publish(try FediPieces.piece("Avant."), prepared, key: "k"))
        let refusal = FediPieces.refusal(await connector.publish(try FediPieces.piece("Après."), prepared, key: "k"))
        #expect(refusal?.failure.kind == .conflict && refusal?.failure.words == "networks.duplicate")
        #expect(server.texts == ["Avant."])
    }

    @Test("without a name that was kept, the key gives one, the same each time")
    func nameless() async throws {
        let connector = try server.connector()
        let piece = try FediPieces.piece("Le scanner ouvre lundi.")
        let bare = Prepared(at: server.clock.now)
        let first = try FediPieces.sent(await connector.publish(piece, bare, key: "k"))
        #expect(try FediPieces.sent(await connector.publish(piece, bare, key: "k")) == first)
        #expect(try FediPieces.sent(await connector.publish(piece, bare, key: "l")) != first)
        #expect(try await connector.find(piece, nil, since: server.clock.now) != nil)
    }

    @Test(
        "a thread of three whose second part is lost goes on at the second; each part names the one above and the first"
    )
    func thread() async throws {
        let connector = try server.connector()
        let first = try await FediPieces.publish(connector, try FediPieces.piece("Un."))
        server.clock.move(1)
        let two = try FediPieces.piece("Deux.", role: .thread, parent: first, root: first)
        let (prepared, _) = try await FediPieces.prepared(connector, two)
        server.change { $0.faults = [.lost] }
        #expect(FediPieces.cause(await connector.publish(two, prepared, key: "2")) != nil)
        let second = try FediPieces.sent(await connector.publish(two, prepared, key: "2"))
        server.clock.move(1)
        let three = try FediPieces.piece("Trois.", role: .thread, parent: second, root: first)
        let third = try await FediPieces.publish(connector, three)
        // The first comment knows the post alone; what it lacks is asked for.
        server.clock.move(1)
        let bare = Sent(id: third.id, url: nil)
        _ = try await FediPieces.publish(connector, try FediPieces.piece("Le lien.", role: .comment, parent: bare))
        #expect(server.texts == ["Un.", "Deux.", "Trois.", "Le lien."])
        let replies = server.look { state in
            state.records.sorted { $0.key < $1.key }.map { record in
                ["parent", "root"].map { record.value.record["reply"][$0]["uri"].string }
            }
        }
        #expect(replies == [[nil, nil], [first.id, first.id], [second.id, first.id], [third.id, first.id]])
        #expect(try await connector.find(two, nil, since: noon.now()) == second)
        #expect(try await connector.find(try FediPieces.piece("Deux."), nil, since: noon.now()) == nil)
    }

    @Test("nothing goes under what is not there any more")
    func orphan() async throws {
        let connector = try server.connector()
        let gone = Sent(id: "at://\(FakeBluesky.did)/app.bsky.feed.post/3jzfcijpj2z2a", url: nil)
        let piece = try FediPieces.piece("Deux.", role: .comment, parent: gone)
        let refusal = FediPieces.refusal(await connector.publish(piece, Prepared(at: noon.now()), key: "k"))
        #expect(refusal?.failure.words == "networks.no_status" && server.texts.isEmpty)
    }

    @Test("a look without the name reads no more than five pages, and nothing older than five minutes before")
    func find() async throws {
        let connector = try server.connector()
        server.change { $0.pages = 3 }
        for index in 0..<20 {
            server.clock.move(60)
            _ = try await FediPieces.publish(connector, try FediPieces.piece("Message \(index)."))
        }
        let asked = server.calls.count
        let last = try FediPieces.piece("Message 19.")
        #expect(try await connector.find(last, nil, since: server.clock.now) != nil)
        #expect(server.calls.count == asked + 1)
        // Nine minutes old: three pages, and none of what lies below is recent.
        #expect(try await connector.find(try FediPieces.piece("Message 10."), nil, since: server.clock.now) == nil)
        #expect(server.calls.count == asked + 4)
        #expect(try await connector.find(try FediPieces.piece("Message 0."), nil, since: noon.now()) == nil)
        #expect(server.calls.count == asked + 9)
    }

    @Test("what is taken back is gone, also when it was gone; what is not ours is not touched; nothing is edited")
    func delete() async throws {
        let connector = try server.connector()
        let piece = try FediPieces.piece("Un.")
        let sent = try await FediPieces.publish(connector, piece)
        #expect(FediPieces.refusal(await connector.edit(sent, piece, key: "e"))?.failure.words == "networks.no_edit")
        for _ in 0..<2 { #expect(try FediPieces.sent(await connector.delete(sent)) == sent) }
        #expect(server.texts.isEmpty)
        let count = server.calls.count
        let foreign = Sent(id: "at://did:plc:somebody/app.bsky.feed.post/3jzfcijpj2z2a", url: nil)
        #expect(FediPieces.refusal(await connector.delete(foreign))?.failure.kind == .unusable)
        #expect(server.calls.count == count)
    }

    @Test("figures come twenty-five posts at a time, reposts and quotes together")
    func figures() async throws {
        let connector = try server.connector()
        var all: [Sent] = []
        for index in 0..<30 {
            server.clock.move(1)
            all.append(try await FediPieces.publish(connector, try FediPieces.piece("Message \(index).")))
        }
        _ = await connector.delete(all[3])
        let figures = try await connector.figures(all + [Sent(id: "not an address", url: nil)])
        #expect(server.asked.filter { $0.hasSuffix("getPosts") }.count == 2)
        #expect(figures.count == 29 && figures[all[3].id] == nil)
        #expect(figures[all[0].id] == PostFigures(likes: 4, comments: 3, shares: 3))
    }
}
