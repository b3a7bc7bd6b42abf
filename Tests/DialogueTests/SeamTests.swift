import Kernel
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Dialogue

@Suite struct SeamTests {
    @Test("a conversation is found by those whose services it concerns, and by nobody else")
    func scope() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let id = try await house.conversation(review("Deux heures d'attente.", services: [1]))
            let (mine, hers) = try await database.read { connection in
                (
                    try ConversationStore.find(id, scope: .services([1]), in: connection),
                    try? ConversationStore.find(id, scope: .services([2]), in: connection)
                )
            }
            #expect(mine.services == [1])
            #expect(hers == nil)
        }
    }
}
