import Foundation
import HTTPTypes
import Kernel
import Opinion
import Storage
import TestKit
import Testing
import Web

@testable import Listening

@Suite struct StreamPageTests {
    @Test("the stream shows what was said as text, marks why it was judged so, and says it to a screen reader")
    func text() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            var said = Said(
                text: "<script>alert(1)</script> Quatre heures d'attente & personne", rating: 2, themes: [.waiting])
            said.url = "https://www.example.org/avis?a=1&b=\"2\""
            said.reasons = [
                Reason(start: 26, end: 49, label: "negative", weight: 2),
                Reason(start: 42, end: 49, label: "theme:waiting", weight: 1),
                Reason(start: 400, end: 500, label: "negative", weight: 1),
            ]
            try await house.hear(said)
            let page = try await house.visit { try await $0.get("/stream") }
            #expect(page.status == 200)
            #expect(!page.text.contains("<script>alert"))
            #expect(page.text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
            #expect(
                page.text.contains(
                    "<mark class=\"why bad\" title=\"négatif, attente\">attente<span class=\"hidden-visually\"> (négatif, attente) </span></mark>"
                ))
            #expect(page.text.contains("rel=\"noopener noreferrer nofollow\"") && page.text.contains("example.org<svg"))
            #expect(page.text.contains("★★☆☆☆") && page.text.contains("aria-label=\"2 sur 5\""))
            #expect(page.text.contains("1 mention"))
            #expect(!page.text.contains("⟦"))
        }
    }

    @Test("a link that is not to the open web is not a link")
    func links() async throws {
        let house = try await StreamHouse(try await Database.inMemory(ListeningSchema.migrations))
        for url in ["javascript:alert(1)", "data:text/html,x", "//evil.example", "ftp://a.b", "https://"] {
            try await house.hear(Said(url: url))
        }
        let page = try await house.visit { try await $0.get("/stream") }
        #expect(!page.text.contains("voice-out"))
    }

    @Test("a long text is folded without a script, and nothing of it is lost")
    func folding() throws {
        let text = String(repeating: "Les urgences étaient pleines ; ", count: 40)
        let marked = MarkedText(title: "Un titre", text: text, reasons: []) { $0 }
        #expect(marked.isLong)
        #expect(marked.head.markup + marked.rest.markup == text)
        #expect(marked.head.markup.unicodeScalars.count <= MarkedText.beginning)
        #expect(marked.title?.markup == "Un titre")
    }

    @Test("marks fall on the scalars that the model read: after the title, whatever emoji come before")
    func scalars() {
        let marked = MarkedText(
            title: "👩🏽‍⚕️ Nul", text: "é👍🏼 sale",
            reasons: [
                Reason(start: 6, end: 9, label: "negative", weight: 1),
                Reason(start: 14, end: 18, label: "theme:cleanliness", weight: 1),
            ]
        ) { $0 }
        #expect(marked.title?.markup.contains(">Nul<") == true)
        #expect(marked.whole.markup.contains(">sale<"))
    }

    @Test("filters are chips that come off one by one")
    func chips() async throws {
        let house = try await StreamHouse(try await Database.inMemory(ListeningSchema.migrations))
        try await house.hear(Said(network: .google, themes: [.meals]))
        let page = try await house.visit {
            try await $0.get("/stream?theme=meals&network=google&q=avis&polarity=negative")
        }
        #expect(page.text.contains("href=\"/stream?q=avis&amp;network=google&amp;polarity=negative\""))
        #expect(
            page.text.contains("«\u{A0}avis\u{A0}»") && page.text.contains("Repas")
                && page.text.contains("voice tone-bad"))
        #expect(page.text.contains("/watches/new?query=avis"))
        let none = try await house.visit { try await $0.get("/stream?theme=meals&network=x") }
        #expect(none.text.contains("Rien ne correspond"))
        let empty = try await house.visit { try await $0.get("/stream?q=(") }
        #expect(empty.text.contains("Recherche faite mot à mot"))
    }

    @Test("pages are walked to the end and back")
    func pages() async throws {
        let house = try await StreamHouse(try await Database.inMemory(ListeningSchema.migrations))
        try await house.hear((0..<95).map { Said(id: "\($0)", hoursAgo: Double($0) + 1, text: "numéro \($0) fin") })
        func older(_ text: String) -> String? {
            text.firstMatch(of: /href="(\/stream\?before=\d+)"/).map { String($0.1) }
        }
        let first = try await house.visit { try await $0.get("/stream") }
        #expect(
            first.text.contains("95 mentions") && first.text.contains("numéro 39 fin")
                && !first.text.contains("numéro 40 fin"))
        #expect(first.text.contains("data-live=\"/stream/live\""))
        let one = try #require(older(first.text))
        let second = try await house.visit { try await $0.get(one) }
        #expect(
            second.text.contains("numéro 40 fin") && second.text.contains("numéro 79 fin")
                && !second.text.contains("data-live="))
        let two = try #require(older(second.text))
        let third = try await house.visit { try await $0.get(two) }
        #expect(third.text.contains("numéro 94 fin") && older(third.text) == nil)
        let up = String(try #require(third.text.firstMatch(of: /href="(\/stream\?after=\d+)"/)).1)
        let back = try await house.visit { try await $0.get(up) }
        #expect(
            back.text.contains("numéro 40 fin") && back.text.contains("numéro 79 fin")
                && !back.text.contains("numéro 80 fin"))
    }

    @Test("a head of service reads and corrects their own; a clinician reads; somebody without a role is shown out")
    func rights() async throws {
        let house = try await StreamHouse(try await Database.inMemory(ListeningSchema.migrations))
        let mine = try await house.hear(Said(text: "aux urgences", services: [1]))
        let other = try await house.hear(Said(text: "en cardiologie", services: [2]))
        let head = try await house.visit(as: "emergencies") { try await $0.get("/stream") }
        #expect(head.text.contains("aux urgences") && !head.text.contains("en cardiologie"))
        #expect(head.text.contains("/mentions/\(mine)/correct") && !head.text.contains("export.csv"))
        #expect(try await house.visit(as: "emergencies") { try await $0.get("/mentions/\(other)") }.status == 404)
        #expect(try await house.visit(as: "emergencies") { try await $0.get("/stream/export.csv") }.status == 403)
        let clinician = try await house.visit(as: "clinician") { try await $0.get("/stream") }
        #expect(clinician.text.contains("en cardiologie") && !clinician.text.contains("/correct"))
        #expect(try await house.visit(as: "nobody") { try await $0.get("/stream") }.status == 403)
        #expect(
            try await house.visit(as: "stranger") { try await $0.get("/stream?q=a") }.location
                == "/sign-in?next=%2Fstream%3Fq%3Da")
    }

    @Test("one press corrects: by a form that comes back, or by the item drawn anew")
    func corrects() async throws {
        let house = try await StreamHouse(try await Database.inMemory(ListeningSchema.migrations))
        let id = try await house.hear(Said(polarity: .negative))
        let page = try await house.visit {
            try await $0.post(
                "/mentions/\(id)/correct", [("polarity", "positive"), ("seen", "0"), ("next", "/stream?q=avis")])
        }
        #expect(page.status == 303 && page.location == "/stream?q=avis&said=listening.said_corrected")
        let stale = try await house.visit {
            try await $0.post("/mentions/\(id)/correct", [("polarity", "mixed"), ("seen", "0")])
        }
        #expect(stale.status == 409 && stale.text.contains("Quelqu’un a corrigé cette mention"))
        let seen = try await house.database.read { try CorrectionStore.latest(of: [id], in: $0)[id] ?? 0 }
        let undone = try await house.visit {
            try await $0.post("/mentions/\(id)/undo", [("seen", "\(seen)"), ("fragment", "1")])
        }
        #expect(
            undone.status == 200 && undone.text.hasPrefix("<article class=\"voice tone-bad\"")
                && !undone.text.contains("<html"))
        for next in ["https://evil.example", "//evil.example", "/\\evil.example"] {
            #expect(MentionRoutes.local(next) == nil)
        }
        let wrong = try await house.visit {
            try await $0.post("/mentions/\(id)/correct", [("polarity", "splendid"), ("seen", "0")])
        }
        #expect(wrong.status == 400)
    }

    @Test("an export holds exactly the filter, as pseudonyms, with nothing that a spreadsheet would run")
    func export() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            var said = (0..<1_201).map { Said(id: "\($0)", hoursAgo: Double($0 + 1), text: "n\($0)") }
            said[0].text = "=HYPERLINK(\"http://evil\";\"x\")\nseconde ligne"
            said[1].network = .x
            said[2].url = "https://social.example/@camille/3"
            try await house.hear(said)
            let csv = try await house.visit { try await $0.get("/stream/export.csv?network=google") }
            #expect(csv.headers[.contentDisposition] == "attachment; filename=\"resonance-2026-11-21.csv\"")
            #expect(csv.text.hasPrefix("\u{FEFF}id,network,kind,author,published_at,"))
            #expect(csv.text.contains("\"'=HYPERLINK(\"\"http://evil\"\";\"\"x\"\")\nseconde ligne\""))
            #expect(csv.text.components(separatedBy: "\r\n").count == 1_202)
            #expect(!csv.text.contains("amille"))
            let lines = try await house.visit { try await $0.get("/stream/export.ndjson") }.text.split(separator: "\n")
            #expect(lines.count == 1_201)
            let row = try #require(try JSONSerialization.jsonObject(with: Data(lines[1_200].utf8)) as? [String: Any])
            #expect(Set(row.keys).isSubset(of: Set(StreamExport.columns)) && row["text"] as? String == "n1200")
            let trail = try await database.read { try Audit.entries(Audit.Filter(action: "mentions.exported"), in: $0) }
            #expect(trail.count == 2)
        }
    }

    @Test("the stream speaks English to whoever asks")
    func english() async throws {
        let house = try await StreamHouse(try await Database.inMemory(ListeningSchema.migrations))
        try await house.hear(Said(text: "Fine", unsure: true, themes: [.billing]))
        let page = try await house.visit { try await $0.get("/stream?lang=en") }
        #expect(page.text.contains("What is said") && page.text.contains("unsure") && page.text.contains("Billing"))
        #expect(!page.text.contains("⟦"))
    }
}
