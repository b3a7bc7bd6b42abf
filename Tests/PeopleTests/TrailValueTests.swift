import Foundation
import HummingbirdTesting
import Kernel
import NIOCore
import Storage
import Testing
@testable import People

@Suite("What the trail keeps")
struct TrailValueTests {
    @Test("JSON of any shape is read, and what is no table has no fields")
    func shapes() {
        let fields = TrailValue.fields(
            #"{"a": "x", "b": true, "c": 0.5, "d": [{"theme": "waiting", "score": 1}], "e": null}"#)
        #expect(
            fields == [
                "a": .text("x"), "b": .flag(true), "c": .number(0.5),
                "d": .list([.table(["theme": .text("waiting"), "score": .number(1)])]), "e": .nothing,
            ])
        for text in [nil, "", "[]", "not JSON", "12"] { #expect(TrailValue.fields(text).isEmpty) }
    }

    @Test("what another room kept is said in the reader's language, never as it lies in the store")
    func said() async throws {
        try await Ward.onBothEngines { ward in
            try await ward.add("boss")
            let person = try await ward.person("boss")
            try await ward.database.write { connection in
                try Trail.record(
                    "mention.corrected", "mention", 7, by: person.id,
                    before: ["polarity": "negative", "tells": "false"],
                    after: ["polarity": "mixed", "tells": "true", "networks": "x google", "retention_days": "365"],
                    at: Instant(microseconds: 0), connection)
                try Trail.record("odd.thing", "oddity", 7, by: nil, at: Instant(microseconds: 0), connection)
            }
            let boss = try await ward.browser("boss")
            let page = String(buffer: try await boss.get("/audit?lang=fr").body)
            #expect(page.contains("Jugement corrigé") && page.contains("href=\"/mentions/7\""))
            #expect(page.contains("<dt>tonalité</dt>") && page.contains("<dt>conservation, en jours</dt>"))
            #expect(page.contains("<ins>oui</ins>") && page.contains("<del>non</del>"))
            #expect(!page.contains("mention.corrected") && !page.contains("retention_days"))
            // A room that has no words yet is shown as it wrote, not hidden.
            #expect(page.contains("odd.thing"))
        }
    }
}
