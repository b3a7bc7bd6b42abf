import Crypto
import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Dialogue

@Suite struct ReviewGateTests {
    @Test("a script that posts without a ticket, or without work, leaves nothing and is told in one line")
    func script() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let door = ReviewDoor(house: house)
            let pages = try await house.visit(as: "") { visitor in
                let gate = try await ReviewDoor.ticket(visitor)
                return [
                    try await visitor.post("/avis/nouveau", [("text", "Achetez ici")], from: "/avis"),
                    try await visitor.post(
                        "/avis/nouveau", [("text", "Achetez ici"), ("ticket", "x"), ("proof", "1")], from: "/avis"),
                    try await visitor.post(
                        "/avis/nouveau", [("text", "Achetez ici"), gate[0], ("proof", "12x")], from: "/avis"),
                    try await visitor.post(
                        "/avis/nouveau", [("text", "Achetez ici"), ("website", "http://x")] + gate, from: "/avis"),
                ]
            }
            for page in pages {
                #expect(page.status == 400)
                #expect(page.text.contains("Achetez ici"), "what was typed is shown again")
                #expect(page.text.contains("role=\"alert\""))
            }
            #expect(try await door.reviews().isEmpty)
        }
    }

    @Test("the same form sent twice is one review, with the same private link")
    func twice() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let links = try await house.visit(as: "") { visitor in
                let fields = [("text", "Très bien reçue, merci.")] + (try await ReviewDoor.ticket(visitor))
                return [
                    ReviewDoor.sent(try await visitor.post("/avis/nouveau", fields, from: "/avis")).link,
                    ReviewDoor.sent(try await visitor.post("/avis/nouveau", fields, from: "/avis")).link,
                ]
            }
            #expect(links[0] != nil && links[0] == links[1])
            #expect(try await ReviewDoor(house: house).reviews().count == 1)
        }
    }

    @Test("without JavaScript a plain question lets a review in, held for a moderator, and not too fast")
    func slow() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let door = ReviewDoor(house: house)
            try await house.visit(as: "") { visitor in
                let page = try await visitor.get("/avis/nouveau").text
                guard let ticket = page.firstMatch(of: /name="ticket" value="([^"]+)"/).map({ String($0.1) }),
                    let open = ReviewGate(sealer: house.desk.sealer, clock: house.time.clock).open(ticket)
                else { throw Failure(.broken, "the form has no ticket") }
                let fields = [
                    ("text", "Rien à redire."), ("ticket", ticket), ("sum", String(open.sum.reduce(0, +))),
                ]
                #expect(try await visitor.post("/avis/nouveau", fields, from: "/avis").status == 429)
                house.time.move(20)
                #expect(try await visitor.post("/avis/nouveau", fields, from: "/avis").status == 200)
            }
            try await door.work()
            #expect(house.shelf.heard.isEmpty, "a moderator lets it in first")
            let review = try await door.one()
            #expect(review.held && review.lane == .slow)
            try await door.publish()
            try await door.work()
            #expect(house.shelf.heard.map(\.id) == [review.externalID])
        }
    }

    @Test("one address is asked for more work and then to wait; another is not")
    func flood() throws {
        let time = MovableClock(DialogueHouse.noon)
        let house = ReviewGate(sealer: Sealer(key: SymmetricKey(size: .bits256)), clock: time.clock)
        var admitted = 0
        for _ in 0..<70 {
            let issued = try house.issue(to: "10.0.0.1")
            guard issued.ticket.bits <= ReviewGate.easiest + 1 else { break }
            let proof = (0...).lazy.map { String($0) }.first {
                ReviewGate.proves(issued.text, $0, bits: issued.ticket.bits)
            }
            if case .admitted = house.admit(issued.text, proof: proof, sum: nil, trap: nil, from: "10.0.0.1") {
                admitted += 1
            }
        }
        #expect(admitted == 10)
        #expect(house.bits(for: "10.0.0.1") == ReviewGate.easiest + 2)
        #expect(house.bits(for: "10.0.0.2") == ReviewGate.easiest)
        time.move(3_600)
        #expect(house.bits(for: "10.0.0.1") == ReviewGate.easiest)
    }

    @Test("an old form says so, and nothing is lost")
    func old() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let page = try await house.visit(as: "") { visitor in
                let gate = try await ReviewDoor.ticket(visitor)
                house.time.move(ReviewGate.patience + 1)
                return try await visitor.post("/avis/nouveau", [("text", "Mon histoire")] + gate, from: "/avis")
            }
            #expect(page.status == 400 && page.text.contains("Mon histoire"))
        }
    }
}
