import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Dialogue

@Suite struct ImprovementProofTests {
    private func proof(
        _ before: (Double, Double, Double)?, _ after: (Double, Double, Double)?, opinions: (Int, Int) = (40, 40),
        passed: Int = 28
    ) -> Proof {
        Proof(
            days: 28, passed: passed, before: Warmth(degrees: before, opinions: opinions.0, negative: 10),
            after: Warmth(degrees: after, opinions: opinions.1, negative: 10))
    }

    @Test("the figures say no more than they can: too soon, too few, overlap, cooler, warmer")
    func verdicts() {
        let (hot, cool) = ((38.5, 38.0, 39.0), (36.5, 36.0, 37.0))
        #expect(proof(hot, cool).verdict == .cooler)
        #expect(proof(cool, hot).verdict == .warmer)
        #expect(proof(hot, (37.9, 37.4, 38.4)).verdict == .overlap)
        #expect(proof(hot, (37.5, 37.0, 38.0)).verdict == .overlap)
        #expect(proof(hot, cool, passed: 6).verdict == .soon)
        #expect(proof(hot, cool, opinions: (9, 40)).verdict == .few)
        #expect(proof(hot, cool, opinions: (40, 9)).verdict == .few)
        #expect(proof(nil, nil).verdict == .few)
    }

    @Test("weeks stand around the day, whole ones only, the day itself in the first after")
    func weeks() {
        let days = (0...200).map { HeardDay(day: $0, opinions: 1, negative: $0 < 100 ? 1 : 0) }
        let weeks = ProofWeek.weeks(days, around: 100, today: 115)
        #expect(weeks.count == 15)
        #expect(weeks.first == ProofWeek(firstDay: 9, opinions: 7, negative: 7, isAfter: false))
        #expect(weeks.last == ProofWeek(firstDay: 107, opinions: 7, negative: 0, isAfter: true))
    }

    @Test("the page of a made action draws both sides with their intervals, and says that other things changed")
    func page() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let person = try DialogueHouse.person("communication")
            let actions = ImprovementActions(desk: house.desk)
            let id = try await actions.create(
                ImprovementDraft(title: "Un tri dès l'entrée", service: 1, theme: .waiting), asked: [], by: person)
            try await actions.move(id, to: .made, madeDay: 20_700, seen: 0, by: person)
            let now = try await actions.create(
                ImprovementDraft(title: "Un écran", service: 1), asked: [], by: person)
            try await actions.move(now, to: .made, seen: 0, by: person)
            try await house.visit { visitor in
                let page = try await visitor.get("/improvements/\(id)").text
                #expect(page.contains("entre 37,6 et 38,9\u{202F}°C"))
                #expect(page.contains("la température a baissé"))
                #expect(page.contains("40 avis avant, 44 après."))
                #expect(page.contains("D’autres choses ont pu changer"))
                #expect(page.contains("chart-moment"))
                #expect(page.contains("Sur 90 jours (59 écoulés)"))
                let fresh = try await visitor.get("/improvements/\(now)").text
                #expect(fresh.contains("Trop tôt pour le dire"))
            }
        }
    }

    @Test("the sample's public sentences pass the check they illustrate")
    func sample() async throws {
        let house = try DialogueHouse(try await Database.inMemory(Dialogue.migrations + ChannelServices.migrations))
        try ImprovementSample.check(house.desk)
        #expect(ImprovementSample.plans.count == 8)
    }

    @Test("the sample waits for its conversations, then opens eight actions once")
    func sampleFilled() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            try await database.write { try ImprovementSample.plan(at: DialogueHouse.noon, in: $0) }
            let handlers = ImprovementServices(desk: house.desk).handlers
            await #expect(throws: Failure.self) { try await house.runJobs(handlers) }
            for (index, plan) in ImprovementSample.plans.enumerated() {
                for (network, number) in plan.voices.prefix(1) {
                    let said = Heard(
                        id: Int64(index + 1), network: network, kind: .review, externalID: "sample-\(number)",
                        text: "…",
                        publishedAt: DialogueHouse.noon, collectedAt: DialogueHouse.noon, polarity: .negative)
                    try await house.conversation(said)
                }
            }
            house.time.move(120)
            try await house.runJobs(handlers)
            try await database.write { try ImprovementSample.plan(at: DialogueHouse.noon, in: $0) }
            try await house.runJobs(handlers)
            let states = try await database.read {
                try ImprovementStore.list(ImprovementFilter(), scope: .everything, in: $0).map(\.state)
            }
            #expect(states.count == 8)
            #expect(Set(states) == Set(Improvement.State.allCases))
        }
    }
}
