import Kernel
import Networks
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Publishing

/// A release from its first word to its approval, and the posts that are made of it.
@Suite struct PressReleaseTests {
    private static func medical() -> ReleaseContent {
        var content = PressHouse.content
        content.facts.isMedical = true
        content.facts.source = "https://www.has-sante.fr/maisons-de-naissance"
        content.facts.sourceDate = "2026-05-01"
        content.facts.readBy = "Dr Durand"
        return content
    }

    @Test("a medical release needs a medical validator, then communication; its author approves nothing")
    func stages() async throws {
        try await PressHouse.each { press in
            let author = try PublishingHouse.person("communication")
            let id = try await press.actions.create(Self.medical(), by: author)
            try await press.approval.submit(id, seen: 1, by: author)
            for name in ["communication", "second", "clinician", "administrator"] {
                await #expect(throws: Failure.self) {
                    try await press.approval.approve(id, seen: 1, by: try PublishingHouse.person(name))
                }
            }
            try await press.approval.approve(id, seen: 1, by: try PublishingHouse.person("validator"))
            #expect(try await press.release(id).waitsAt == .communication)
            await #expect(throws: Failure.self) { try await press.approval.approve(id, seen: 1, by: author) }
            try await press.approval.approve(id, seen: 1, by: try PublishingHouse.person("second"))
            #expect(try await press.release(id).state == .approved)
            let actions = try await press.database.read { try Audit.entries(in: $0).map(\.action) }
            #expect(actions.filter { $0 == "press.approved" }.count == 2)
        }
    }

    @Test("a quotation without its speaker's yes, or a release that the check blocks, is not submitted")
    func refuses() async throws {
        try await PressHouse.each { press in
            let author = try PublishingHouse.person("communication")
            var quoted = PressHouse.content
            quoted.quotes = [.init(text: "Une belle journée.", who: "Anne Martin", role: "cadre", agreed: false)]
            var blocked = PressHouse.content
            blocked.body += "\n\nNotre patiente Mme Jeanne Dupont, née le 12/03/1961, suivie pour un cancer, va bien."
            var strayed = PressHouse.content
            strayed.locked.append("48 lits")
            for content in [quoted, blocked, strayed] {
                let id = try await press.actions.create(content, by: author)
                await #expect(throws: Failure.self) { try await press.approval.submit(id, seen: 1, by: author) }
                #expect(try await press.release(id).state == .draft)
            }
        }
    }

    @Test("pressing twice writes one release, and two who save at once are told")
    func twice() async throws {
        try await PressHouse.each { press in
            let author = try PublishingHouse.person("communication")
            let id = try await press.actions.create(PressHouse.content, id: 77, by: author)
            #expect(try await press.actions.create(PressHouse.content, id: 77, by: author) == id)
            var other = PressHouse.content
            other.lead += " Encore."
            try await press.actions.save(id, other, seen: 1, by: author)
            var late = PressHouse.content
            late.lead += " Trop tard."
            await #expect(throws: Failure.self) {
                try await press.actions.save(id, late, seen: 1, by: try PublishingHouse.person("second"))
            }
            #expect(try await press.release(id).version == 2)
        }
    }

    private static func post(_ release: Int64, _ channel: Int64, _ text: String) -> PostContent {
        PostContent(title: "Maternité", text: text, faces: [.init(channel: channel)], release: release)
    }

    @Test("the composer begins with the release's words, its accounts and its number")
    func composer() async throws {
        try await PressHouse.each { press in
            let channel = try await press.house.connect(.facebook, "page")
            let id = try await press.approved()
            let location = try await press.visit { visitor in
                try await visitor.post("/press/\(id)/posts", [], from: "/press/\(id)").location
            }
            let path = try #require(location)
            #expect(path.hasPrefix("/posts/new?release=\(id)&") && path.contains("face=\(channel)"))
            let page = try await press.visit { try await $0.get(path).text }
            #expect(page.contains("name=\"release\" value=\"\(id)\"") && page.contains("1 200 naissances"))
            var long = PressHouse.content
            long.lead = String(repeating: "é", count: 1_900)
            long.locked = []
            let other = try await press.approved(long)
            let short = try await ReleasePosts(desk: press.desk).composer(try await press.release(other))
            #expect(short.utf8.count <= 7_000 && short.contains("release=\(other)&"))
        }
    }

    @Test("a post that changes a locked fact is refused when it is submitted, and says which")
    func locked() async throws {
        try await PressHouse.each { press in
            let author = try PublishingHouse.person("communication")
            let (channel, id) = (try await press.house.connect(), try await press.approved())
            let wrong = try await PostActions(desk: press.desk).create(
                Self.post(id, channel, "Déjà 1 300 naissances par an."), service: nil, by: author)
            await #expect(throws: Failure.self) {
                try await ApprovalActions(desk: press.desk).submit(wrong, seen: 1, when: .onceApproved, by: author)
            }
            let page = try await press.visit { try await $0.get("/posts/\(wrong)").text }
            #expect(page.contains("1 200 naissances") && page.contains("1 300 naissances"))
            let right = try await PostActions(desk: press.desk).create(
                Self.post(id, channel, "Déjà 1200 naissances par an."), service: nil, by: author)
            try await ApprovalActions(desk: press.desk).submit(right, seen: 1, when: .onceApproved, by: author)
            #expect(try await press.post(right).state == .review)
        }
    }

    @Test("a form without the release's number does not unlock the facts")
    func stays() async throws {
        try await PressHouse.each { press in
            let author = try PublishingHouse.person("communication")
            let (channel, id) = (try await press.house.connect(), try await press.approved())
            let post = try await PostActions(desk: press.desk).create(
                Self.post(id, channel, "1200 naissances"), service: nil, by: author)
            var bare = Self.post(id, channel, "1500 naissances")
            bare.release = nil
            try await PostActions(desk: press.desk).save(post, bare, seen: 1, by: author)
            #expect(try await press.post(post).content.release == id)
        }
    }

    @Test("a release that changes after its approval sends its posts back to be read, and holds what was to leave")
    func sendsBack() async throws {
        try await PressHouse.each { press in
            let (author, reader) = (
                try PublishingHouse.person("communication"), try PublishingHouse.person("second")
            )
            let (channel, id) = (try await press.house.connect(), try await press.approved())
            let post = try await PostActions(desk: press.desk).create(
                Self.post(id, channel, "1200 naissances par an"), service: nil, by: author)
            let approval = ApprovalActions(desk: press.desk)
            let due = press.house.time.now.adding(seconds: 600)
            try await approval.submit(
                post, seen: 1, when: .at(due, local: "2026-11-02T13:10", zone: "Europe/Paris", recurrence: nil),
                by: author)
            try await approval.approve(post, seen: 1, by: reader)
            #expect(try await press.post(post).state == .scheduled)
            var other = PressHouse.content
            other.lead = other.lead.replacing("1 200", with: "1 250")
            other.locked[0] = "1 250 naissances"
            try await press.actions.save(id, other, seen: 1, by: author)
            #expect(try await press.post(post).state == .review)
            press.house.time.move(700)
            try await press.work()
            #expect(press.house.network.attempts == 0)
            // Read again, once the release is approved again: the old figure is the wrong one now.
            try await press.approval.submit(id, seen: 2, by: author)
            try await press.approval.approve(id, seen: 2, by: reader)
            let version = try await press.post(post).version
            await #expect(throws: Failure.self) { try await approval.approve(post, seen: version, by: reader) }
        }
    }

    @Test("a post whose release was withdrawn while it waited does not leave")
    func held() async throws {
        try await PressHouse.each { press in
            let (author, reader) = (
                try PublishingHouse.person("communication"), try PublishingHouse.person("second")
            )
            let (channel, id) = (try await press.house.connect(), try await press.approved())
            let post = try await PostActions(desk: press.desk).create(
                Self.post(id, channel, "1200 naissances par an"), service: nil, by: author)
            try await ApprovalActions(desk: press.desk).submit(post, seen: 1, when: .onceApproved, by: author)
            try await ApprovalActions(desk: press.desk).approve(post, seen: 1, by: reader)
            // The release alone is moved, as a crash between two programs might leave it.
            try await press.write { connection in
                try connection.execute("UPDATE press_release SET state = 'withdrawn' WHERE id = $1", [id])
            }
            try await press.work()
            #expect(press.house.network.attempts == 0)
            #expect(try await press.house.parcels(post).map(\.state) == [.held])
        }
    }

    @Test("posts of before keep their content, which names no release")
    func old() throws {
        let old =
            "{\"audience\":\"everybody\",\"faces\":[],\"facts\":{\"isMedical\":false,\"isPaid\":false,"
            + "\"isMadeByMachine\":false,\"reusesReview\":false},\"kind\":\"news\",\"language\":\"fr\",\"media\":[],"
            + "\"text\":\"t\",\"title\":\"t\"}"
        #expect(try PostStore.decoded(old).release == nil)
    }
}
