import Kernel
import Storage
import Testing

@testable import People

@Suite("What closing an account tells the other rooms")
struct ClosingTests {
    @Test("a closed account is told in the event log once, with its number and no name")
    func told() async throws {
        try await Ward.onBothEngines { ward in
            try await ward.add("boss")
            let id = try await ward.add("anne", .communication)
            let boss = try await ward.person("boss")
            for _ in 0..<2 { try await ward.actions.setActive(false, id, by: boss) }
            let events = try await EventLog(ward.database).events(after: 0, limit: 100).map(\.event)
            let closed = events.filter { $0.kind == "account.closed" }
            #expect(closed.map(\.subject) == [id])
            #expect(closed.first?.payload == "{}")
        }
    }
}
