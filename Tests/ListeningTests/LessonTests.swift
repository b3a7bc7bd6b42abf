import Foundation
import Kernel
import Opinion
import Storage
import TestKit
import Testing

@testable import Listening

@Suite struct LessonTests {
    private func arrival(_ id: String, _ text: String, _ house: StreamHouse) -> Arrival {
        Arrival(id: id, network: .google, kind: .review, text: text, publishedAt: house.time.now)
    }

    /// What the machine makes of a text that comes in now.
    private func judged(_ id: String, _ text: String, _ house: StreamHouse) async throws -> Mention {
        let keys = Set(try await house.list(StreamFilter()).map(\.id))
        _ = try await house.intake.take([arrival(id, text, house)], from: StreamHouse.origin)
        return try #require(try await house.list(StreamFilter()).first { !keys.contains($0.id) })
    }

    @Test("what a person corrects is heard by the next arrivals, until it is taken back")
    func learned() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            let person = try StreamHouse.person("communication")
            let first = try await judged("1", "Encore un bonnet tricoté, la semaine des bonnets", house)
            let machine = try #require(first.verdict?.polarity)
            let wanted: Polarity = machine == .positive ? .negative : .positive
            let change = try await house.desk.actions.correct(
                first.id, Correction(polarity: wanted, themes: [.welcome]), seen: 0, by: person)

            let second = try await judged("2", "La semaine des bonnets, encore un bonnet tricoté hier", house)
            #expect(second.verdict?.polarity == wanted)
            #expect(second.themes.map(\.theme) == [.welcome])
            #expect(second.verdict?.byPerson == false)
            #expect(second.verdict?.reasons.first?.label == "lesson:\(first.id)")
            let page = try await house.visit { try await $0.get("/stream") }
            #expect(page.text.contains("d’après vos corrections"))

            _ = try await house.desk.actions.undo(first.id, seen: change, by: person)
            let text = "Semaine des bonnets : encore un bonnet tricoté"
            let third = try await judged("3", text, house)
            #expect(third.verdict?.polarity == (try ShippedModel.model.get().judge(text).polarity))
            #expect(third.verdict?.reasons.filter(\.isLesson).isEmpty == true)
        }
    }
}
