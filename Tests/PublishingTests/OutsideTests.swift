import Foundation
import Kernel
import Logging
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Publishing

@Suite("Publishing: readers from outside")
struct OutsideTests {
    private func each(_ body: @Sendable (PublishingHouse) async throws -> Void) async throws {
        try await onBothEngines(PublishingHouse.migrations) { try await body(try PublishingHouse($0)) }
    }

    private func draft(_ house: PublishingHouse) async throws -> Int64 {
        try await PostActions(desk: house.desk).create(
            PublishingHouse.content([.init(channel: try await house.connect(.facebook))]), service: nil,
            by: try PublishingHouse.person("communication"))
    }

    @discardableResult
    private func invite(
        _ house: PublishingHouse, _ post: Int64, _ name: String = "Association Rein", days: Int = 3, seen: Int = 1
    ) async throws -> (reader: OutsideReader, path: String) {
        let id = house.desk.newID()
        try await OutsideActions(desk: house.desk).invite(
            OutsideDraft(name: name, email: "roux@association.example", days: days), to: post, seen: seen, id: id,
            by: try PublishingHouse.person("second"))
        let reader = try await house.database.read { try OutsideStore.look(id, in: $0) }
        let known = try #require(reader)
        return (known, OutsideLink(desk: house.desk).path(known))
    }

    private func get(_ house: PublishingHouse, _ path: String) async throws -> (status: Int, text: String) {
        try await house.visit(as: "nobody") {
            let page = try await $0.get(path)
            return (Int(page.status), page.text)
        }
    }

    private func post(
        _ house: PublishingHouse, _ path: String, _ fields: [(String, String)]
    ) async throws -> (status: Int, text: String) {
        try await house.visit(as: "nobody") {
            let page = try await $0.post(path, fields, from: path)
            return (Int(page.status), page.text)
        }
    }

    @Test("a reader without an account sees what the public will see, and none of what is the house's own")
    func page() async throws {
        try await each { house in
            let id = try await draft(house)
            let remarks = Remarks(desk: house.desk)
            try await remarks.add(
                "Entre nous seulement", to: id, shared: false, by: try PublishingHouse.person("second"))
            try await remarks.add(
                "Les horaires sont-ils bons ?", to: id, shared: true, by: try PublishingHouse.person("second"))
            let (_, path) = try await invite(house, id)
            let page = try await get(house, path)
            #expect(page.status == 200 && page.text.contains("ouvre ses portes samedi matin"))
            #expect(
                page.text.contains("Les horaires sont-ils bons ?") && page.text.contains("class=\"public-name\">CHU d"))
            // The title is the house's own, and so are remarks that were not shared and who made them.
            for hidden in ["Portes ouvertes", "Entre nous", ">second<", "class=\"side\""] {
                #expect(!page.text.contains(hidden), "\(hidden)")
            }
            let seen = try await house.database.read { try OutsideStore.of(id, in: $0) }
            #expect(seen.map { $0.openedAt != nil } == [true])
        }
    }

    @Test("their word is kept, may change, and approves nothing")
    func verdict() async throws {
        try await each { house in
            let id = try await draft(house)
            let author = try PublishingHouse.person("communication")
            try await ApprovalActions(desk: house.desk).submit(id, seen: 1, when: .onceApproved, by: author)
            let (reader, path) = try await invite(house, id)
            let empty = try await post(house, path, [("verdict", "changes"), ("note", " ")])
            #expect(empty.status == 400 && empty.text.contains("ce qu’il faut changer"))
            for _ in 0..<2 {
                #expect(try await post(house, path, [("verdict", "changes"), ("note", "Dire l’étage")]).status == 303)
            }
            #expect(try await post(house, path, [("verdict", "agreed"), ("note", "")]).status == 303)
            #expect(try await post(house, path, [("verdict", "approved")]).status == 400)
            for _ in 0..<2 { #expect(try await post(house, path + "/remark", [("text", "Merci !")]).status == 303) }
            let found = try await house.database.read { connection in
                (
                    try OutsideStore.look(reader.id, in: connection), try PostStore.find(id, in: connection),
                    try Remark.all(id, in: connection), try Verdict.all(id, in: connection),
                    try connection.query("SELECT action FROM audit WHERE action LIKE 'post.outside%'", []).count
                )
            }
            #expect(found.0?.verdict == .agreed && found.0?.note == nil)
            #expect(found.1.state == .review && found.1.stage == 0)
            #expect(found.2.map(\.outsider) == ["Association Rein"] && found.2.map(\.isShared) == [true])
            #expect(found.3.map(\.verdict) == ["submitted"])
            #expect(found.4 == 4)  // Invited, two words, one remark.
            let page = try await house.visit { try await $0.get("/posts/\(id)").text }
            #expect(page.contains("Association Rein") && page.contains("d’accord") && page.contains(path))
        }
    }

    @Test("a link ends with its time, with the version, when it is closed, and when the post has left")
    func ends() async throws {
        try await each { house in
            let id = try await draft(house)
            let (first, path) = try await invite(house, id, days: 1)
            let (_, other) = try await invite(house, id, "Autre", days: 14)
            try await OutsideActions(desk: house.desk).revoke(
                first.id, of: id, by: try PublishingHouse.person("second"))
            var page = try await get(house, path)
            #expect(
                page.status == 410 && page.text.contains("L’établissement l’a fermé") && !page.text.contains("samedi"))
            #expect(try await post(house, path, [("verdict", "agreed")]).status == 410)

            let (_, third) = try await invite(house, id, days: 1)
            house.time.move(to: house.time.now.adding(seconds: 86_401))
            page = try await get(house, third)
            #expect(page.status == 410 && page.text.contains("ce temps est passé"))
            #expect(try await get(house, other).status == 200)

            let channel = try await house.database.read { try PostStore.find(id, in: $0).content.faces }
            try await PostActions(desk: house.desk).save(
                id, PublishingHouse.content(channel, "Le service de radiologie ouvre ses portes dimanche."), seen: 1,
                by: try PublishingHouse.person("communication"))
            page = try await get(house, other)
            #expect(page.status == 410 && page.text.contains("a changé depuis") && !page.text.contains("dimanche"))
            #expect(try await post(house, other + "/remark", [("text", "Trop tard")]).status == 410)

            let (_, last) = try await invite(house, id, seen: 2)
            try await PostActions(desk: house.desk).cancel(id, by: try PublishingHouse.person("communication"))
            #expect(try await get(house, last).status == 410)
            #expect(try await house.database.read { try Remark.all(id, in: $0) }.isEmpty)
        }
    }

    @Test("no other text opens a page: a changed letter, another number, another reader's signature, a very long one")
    func forged() async throws {
        try await each { house in
            let id = try await draft(house)
            let (first, path) = try await invite(house, id)
            let (second, other) = try await invite(house, id, "Autre")
            let sign = try #require(other.split(separator: ".").last)
            var turned = Array(path)
            let middle = turned.count - 12
            turned[middle] = turned[middle] == "A" ? "B" : "A"
            for wrong in [
                String(turned), "/relecture/\(first.id).\(sign)", "/relecture/\(first.id)", "/relecture/\(first.id).",
                "/relecture/x", "/relecture/\(second.id + 1).\(sign)", path + "." + sign,
                "/relecture/" + String(repeating: "9", count: 5_000), "/relecture/%00%ff",
            ] {
                let page = try await get(house, wrong)
                #expect([404, 400, 414].contains(page.status) && !page.text.contains("samedi"), "\(wrong.prefix(80))")
                let answer = try await post(house, wrong, [("verdict", "agreed")])
                #expect([404, 400, 414].contains(answer.status), "\(wrong.prefix(80)): \(answer.status)")
            }
            #expect(try await house.database.read { try OutsideStore.of(id, in: $0) }.allSatisfy { $0.verdict == nil })
        }
    }

    @Test("who may invite, what is wrong with an invitation, and twice the same form")
    func inviting() async throws {
        try await each { house in
            let id = try await draft(house)
            func ask(_ fields: [(String, String)], as name: String = "second") async throws -> (Int, String) {
                try await house.visit(as: name) {
                    let page = try await $0.post("/posts/\(id)/outside", [("seen", "1")] + fields, from: "/posts/\(id)")
                    return (Int(page.status), page.text)
                }
            }
            let good = [
                ("reader_name", "Mme Roux"), ("reader_email", "roux@a.example"), ("days", "7"), ("tongue", "fr"),
            ]
            let fresh = ("fresh", "\(house.desk.newID())")
            for _ in 0..<2 { #expect(try await ask(good + [fresh]).0 == 303) }
            #expect(try await house.database.read { try OutsideStore.of(id, in: $0) }.count == 1)
            let next = ("fresh", "\(house.desk.newID())")
            #expect(try await ask(good + [next], as: "auditor").0 == 403)
            for (fields, words) in [
                ([("reader_name", ""), ("reader_email", "a@b.fr"), ("days", "7")], "nom du relecteur"),
                ([("reader_name", "<i>"), ("reader_email", "a@b"), ("days", "99")], "&lt;i&gt;"),
                ([("reader_name", "A"), ("reader_email", "a@b.fr\r\nBcc: x@y.fr"), ("days", "7")], "pas valide"),
                ([("reader_name", "A"), ("reader_email", "a@b.fr"), ("days", "99")], "de la liste"),
            ] {
                let (status, text) = try await ask(fields + [next])
                #expect(status == 400 && text.contains(words), "\(fields)")
            }
            #expect(try await house.database.read { try OutsideStore.of(id, in: $0) }.count == 1)
        }
    }

    @Test("an address is forgotten a month after the link has ended; the name and the word stay with the post")
    func forgetting() async throws {
        try await each { house in
            let id = try await draft(house)
            let (reader, path) = try await invite(house, id, days: 1)
            _ = try await post(house, path, [("verdict", "agreed"), ("note", "Très clair")])
            for (days, email) in [(30.0, "roux@association.example"), (32.0, nil)] as [(Double, String?)] {
                house.time.move(to: PublishingHouse.noon.adding(seconds: days * 86_400))
                try await SendingWatch(desk: house.desk, logger: Logger(label: "test")).look()
                let known = try await house.database.read { try OutsideStore.look(reader.id, in: $0) }
                #expect(known?.email == email && known?.note == "Très clair" && known?.name == "Association Rein")
            }
        }
    }

    @Test("the mail brings the link and none of the text, once; a link that was closed meanwhile is not sent")
    func letter() async throws {
        try await onBothEngines(PublishingHouse.migrations) { database in
            let press = try PressHouse(database)
            let id = try await draft(press.house)
            let (reader, path) = try await invite(press.house, id)
            let (closed, _) = try await invite(press.house, id, "Autre")
            try await OutsideActions(desk: press.desk).revoke(
                closed.id, of: id, by: try PublishingHouse.person("second"))
            let letters = OutsideLetters(desk: press.desk)
            let jobs = try await press.house.queue.take(20, kinds: [OutsideLetters.kind], owner: "node")
            #expect(jobs.count == 2)
            for job in jobs { try await letters.handle(job) }
            let sent = try #require(press.post.letters.first)
            #expect(press.post.letters.count == 1 && sent.to.email == "roux@association.example")
            #expect(sent.text.contains("https://resonance.chu.example\(path)") && sent.id == "outside-\(reader.id)")
            #expect(!sent.text.contains("samedi") && !sent.subject.contains("Portes ouvertes"))
            #expect(!sent.text.contains("⟦") && !sent.subject.contains("⟦"))
        }
    }
}
