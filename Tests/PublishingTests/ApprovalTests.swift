import Kernel
import Networks
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Publishing

@Suite struct ApprovalTests {
    private func each(_ body: @escaping @Sendable (PublishingHouse) async throws -> Void) async throws {
        try await onBothEngines(PublishingHouse.migrations) { try await body(try PublishingHouse($0)) }
    }

    private static func medical(_ channel: Int64) -> PostContent {
        var content = PublishingHouse.content(
            [.init(channel: channel)], "L'IRM n'utilise pas de rayons X. Source : société savante de radiologie.")
        content.kind = .explainer
        content.facts.source = "https://www.sfrnet.org/irm"
        content.facts.sourceDate = "2026-05-01"
        content.facts.readBy = "Dr Durand"
        return content
    }

    @Test("medical content needs a medical validator, then communication; its author approves nothing")
    func stages() async throws {
        try await each { house in
            let author = try PublishingHouse.person("communication")
            let id = try await PostActions(desk: house.desk).create(
                Self.medical(try await house.connect()), service: nil, by: author)
            let approval = ApprovalActions(desk: house.desk)
            try await approval.submit(id, seen: 1, when: .onceApproved, by: author)
            for name in ["communication", "second", "clinician", "administrator"] {
                await #expect(throws: Failure.self) {
                    try await approval.approve(id, seen: 1, by: try PublishingHouse.person(name))
                }
            }
            try await approval.approve(id, seen: 1, by: try PublishingHouse.person("validator"))
            #expect(try await house.post(id).waitsAt == .communication && house.network.attempts == 0)
            await #expect(throws: Failure.self) { try await approval.approve(id, seen: 1, by: author) }
            try await approval.approve(id, seen: 1, by: try PublishingHouse.person("second"))
            try await house.work()
            #expect(house.network.posts.count == 1)
        }
    }

    @Test("a post that changes after a yes is approved no more, and what waited to leave waits no more")
    func changed() async throws {
        try await each { house in
            let author = try PublishingHouse.person("communication")
            let channel = try await house.connect()
            let id = try await house.release(
                PublishingHouse.content([.init(channel: channel)]), at: house.time.now.adding(seconds: 3_600))
            #expect(try await house.post(id).state == .scheduled)
            try await PostActions(desk: house.desk).save(
                id, PublishingHouse.content([.init(channel: channel)], "Autre chose, samedi."), seen: 1, by: author)
            #expect(try await house.post(id).state == .draft)
            house.time.move(4_000)
            try await house.work()
            #expect(house.network.attempts == 0)
        }
    }

    @Test("two people who save at once: the second is told, and neither loses a word")
    func overtaken() async throws {
        try await each { house in
            let author = try PublishingHouse.person("communication")
            let other = try PublishingHouse.person("second")
            let face = PostContent.Face(channel: try await house.connect())
            let actions = PostActions(desk: house.desk)
            let id = try await actions.create(PublishingHouse.content([face]), service: nil, by: author)
            try await actions.save(id, PublishingHouse.content([face], "La première version."), seen: 1, by: other)
            await #expect(throws: Failure.self) {
                try await actions.save(id, PublishingHouse.content([face], "La seconde."), seen: 1, by: author)
            }
            #expect(try await house.post(id).content.text == "La première version.")
        }
    }

    @Test("whoever asks for changes says what, and the next reader sees what has changed since")
    func changes() async throws {
        try await each { house in
            let author = try PublishingHouse.person("communication")
            let reader = try PublishingHouse.person("second")
            let face = PostContent.Face(channel: try await house.connect())
            let actions = PostActions(desk: house.desk)
            let approval = ApprovalActions(desk: house.desk)
            let id = try await actions.create(
                PublishingHouse.content([face], "Le service ferme vendredi."), service: nil, by: author)
            try await approval.submit(id, seen: 1, when: .onceApproved, by: author)
            await #expect(throws: Failure.self) {
                try await approval.askChanges(id, seen: 1, note: "  ", by: reader)
            }
            try await approval.askChanges(id, seen: 1, note: "Lequel ? Dites aussi pourquoi.", by: reader)
            try await actions.save(
                id, PublishingHouse.content([face], "Le laboratoire ferme vendredi, pour travaux."), seen: 1, by: author
            )
            try await approval.submit(id, seen: 2, when: .onceApproved, by: author)
            let page = try await house.visit(as: "second") { try await $0.get("/posts/\(id)") }
            #expect(page.status == 200)
            #expect(page.text.contains("<del>Le service ferme vendredi.</del>"))
            #expect(page.text.contains("<ins>Le laboratoire ferme vendredi, pour travaux.</ins>"))
            #expect(page.text.contains("Lequel ? Dites aussi pourquoi."))
        }
    }

    @Test("somebody who writes no posts sees none, and nobody approves from the wrong desk")
    func rights() async throws {
        try await each { house in
            let id = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect())]))
            let seen = try await house.visit(as: "auditor") { try await $0.get("/posts/\(id)").status }
            #expect(seen == 403 || seen == 404)
            let pages = try await house.visit(as: "communication") { visitor in
                var out: [Int] = []
                for path in [
                    "/posts", "/posts/new", "/posts/\(id)", "/posts/calendar", "/posts/calendar?view=list", "/sendings",
                ] {
                    out.append(try await visitor.get(path).status)
                }
                return out
            }
            #expect(pages == [200, 200, 200, 200, 200, 200])
        }
    }
}
