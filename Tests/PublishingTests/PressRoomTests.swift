import Feeds
import HTTPTypes
import Kernel
import Storage
import TestKit
import Testing

@testable import Publishing

/// What the public reads of the press.
@Suite struct PressRoomTests {
    private static func publish(_ press: PressHouse, _ id: Int64, seen: Int = 1) async throws -> String {
        try await press.actions.publish(id, seen: seen, by: try PublishingHouse.person("second"))
        let slug = try await press.release(id).slug
        return "/press-room/" + (try #require(slug))
    }

    @Test("a release is public once it is approved and published, with its data, and in a feed that feeds read")
    func shows() async throws {
        try await PressHouse.each { press in
            let id = try await press.approved()
            #expect(try await !press.stroll { try await $0.get("/press-room").text.contains("maison de naissance") })
            let path = try await Self.publish(press, id)
            let (room, page, feed) = try await press.stroll { visitor in
                (
                    try await visitor.get("/press-room?lang=fr"), try await visitor.get(path),
                    try await visitor.get("/press-room/feed.atom")
                )
            }
            #expect(room.text.contains(path) && page.status == 200 && page.text.contains("1 200 naissances"))
            #expect(page.text.contains("application/ld+json") && page.text.contains("NewsArticle"))
            #expect(feed.headers[.contentType]?.hasPrefix("application/atom+xml") == true)
            let read = try FeedParser.parse(Array(feed.text.utf8))
            #expect(read.mended == [] && read.entries.map(\.title) == [PressHouse.content.title])
            #expect(read.entries.first?.link == "https://resonance.chu.example" + path)
            #expect(page.headers[.setCookie] == nil)
        }
    }

    @Test("nobody learns of a release under embargo; at its end it is there by itself")
    func embargo() async throws {
        try await PressHouse.each { press in
            var content = PressHouse.content
            content.embargo = press.house.time.now.adding(seconds: 3_600)
            content.embargoLocal = "2026-11-02T14:00"
            let path = try await Self.publish(press, try await press.approved(content))
            for address in [path, "/press-room", "/press-room/feed.atom"] {
                #expect(try await !press.stroll { try await $0.get(address).text.contains("maison de naissance") })
            }
            #expect(try await press.stroll { try await $0.get(path).status } == 404)
            press.house.time.move(3_601)
            #expect(try await press.stroll { try await $0.get(path).status } == 200)
            #expect(try await press.stroll { try await $0.get("/press-room/feed.atom").text.contains(path) })
        }
    }

    @Test("a withdrawn release says so with 410, and is in no list")
    func withdrawn() async throws {
        try await PressHouse.each { press in
            let id = try await press.approved()
            let path = try await Self.publish(press, id)
            try await press.actions.withdraw(id, by: try PublishingHouse.person("second"))
            try await press.actions.withdraw(id, by: try PublishingHouse.person("second"))
            let gone = try await press.stroll { try await $0.get(path) }
            #expect(gone.status == 410 && !gone.text.contains("1 200 naissances"))
            #expect(try await !press.stroll { try await $0.get("/press-room/feed.atom").text.contains("<entry>") })
            #expect(try await press.stroll { try await $0.get("/press-room/nothing").status } == 404)
        }
    }

    @Test("while a release is changed the public reads the version that was approved, at the same address after it")
    func stale() async throws {
        try await PressHouse.each { press in
            let id = try await press.approved()
            let path = try await Self.publish(press, id)
            var other = PressHouse.content
            other.title = "Un autre titre"
            try await press.actions.save(id, other, seen: 1, by: try PublishingHouse.person("communication"))
            #expect(try await press.stroll { try await $0.get(path).text.contains("maison de naissance") })
            try await press.approval.submit(id, seen: 2, by: try PublishingHouse.person("communication"))
            try await press.approval.approve(id, seen: 2, by: try PublishingHouse.person("second"))
            #expect(try await Self.publish(press, id, seen: 2) == path)
            #expect(try await press.stroll { try await $0.get(path).text.contains("Un autre titre") })
        }
    }

    @Test("markup in a release stays text, on the page, in its data and in the feed")
    func hostile() async throws {
        try await PressHouse.each { press in
            var content = PressHouse.content
            content.title = "</script><script>alert(1)</script> & <b>"
            let path = try await Self.publish(press, try await press.approved(content))
            let page = try await press.stroll { try await $0.get(path).text }
            let feed = try await press.stroll { try await $0.get("/press-room/feed.atom").text }
            #expect(!page.contains("<script>alert") && !feed.contains("<script>"))
            let read = try FeedParser.parse(Array(feed.utf8))
            #expect(read.mended == [] && read.entries.count == 1)
        }
    }

    @Test("the forms of the staff keep what was typed when something is wrong with it")
    func forms() async throws {
        try await PressHouse.each { press in
            let page = try await press.visit { visitor in
                try await visitor.post(
                    "/press", [("title", ""), ("lead", "Un chapeau gardé"), ("embargo", "demain"), ("do", "keep")],
                    from: "/press/new")
            }
            #expect(page.status == 400 && page.text.contains("Un chapeau gardé"))
            let checked = try await press.visit { visitor in
                try await visitor.post(
                    "/press", [("title", "T"), ("lead", "Avec [[1 200 naissances]] et 40 lits."), ("do", "check")],
                    from: "/press/new")
            }
            #expect(checked.status == 200 && checked.text.contains("name=\"fact\" value=\"40 lits\""))
            #expect(try await press.visit { try await $0.get("/press").status } == 200)
        }
    }
}
