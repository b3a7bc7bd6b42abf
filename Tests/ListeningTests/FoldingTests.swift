import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Listening

@Suite struct FoldingTests {
    /// A press dispatch, and how the paper numbered `paper` prints it: a title of its own, a word changed here or there.
    static func dispatch(_ paper: Int) -> String {
        let body = """
            Le centre hospitalier a annoncé mardi la fermeture pour six semaines de son service de chirurgie ambulatoire, \
            faute de médecins anesthésistes en nombre suffisant. La direction assure que les opérations urgentes seront \
            toutes maintenues et que les patients concernés seront appelés un par un par le secrétariat. Les syndicats, \
            eux, dénoncent une décision prise sans aucune concertation et appellent à un rassemblement jeudi à midi \
            devant l'entrée principale. L'agence régionale de santé indique suivre la situation de près.
            """
        return "Papier numéro \(paper). " + (paper % 2 == 0 ? body : body.replacing("jeudi à midi", with: "jeudi midi"))
    }

    private struct Sample: Decodable {
        let id: String
        let days_ago: Int
        let network: Network
        let kind: MentionKind
        let title: String?
        let text: String
    }

    /// The sample hospital's mentions, as they are shipped.
    private static func sample() throws -> [Sample] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/CAssets/assets/sample")
        return try ["mentions-a.jsonl", "mentions-b.jsonl"].flatMap { name in
            try String(contentsOf: folder.appending(path: name), encoding: .utf8).split(separator: "\n")
                .map { try JSONDecoder().decode(Sample.self, from: Data($0.utf8)) }
        }
    }

    /// Words of a text, three by three: the measure of likeness, written again.
    private static func runs(_ sample: Sample) -> Set<String> {
        let words = SearchText.folded((sample.title.map { $0 + "\n" } ?? "") + sample.text).split(separator: " ")
        guard words.count >= 25 else { return [] }
        return Set((0...(words.count - 3)).map { words[$0..<$0 + 3].joined(separator: " ") })
    }

    @Test("the sample's press dispatches fold under the first of them; no two opinions do")
    func sample() async throws {
        let samples = try Self.sample()
        try #require(samples.count >= 600)
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            let said = samples.map {
                Said(
                    id: $0.id, hoursAgo: Double($0.days_ago) * 24, network: $0.network, kind: $0.kind, title: $0.title,
                    text: $0.text, polarity: .neutral)
            }
            for start in stride(from: 0, to: said.count, by: 300) {
                try await house.hear(Array(said[start..<min(start + 300, said.count)]))
            }
            let folds = try await database.read { connection in
                try connection.query(
                    """
                    SELECT c.external_id AS copy, o.external_id AS original FROM mention c
                    JOIN mention o ON o.id = c.folded_into
                    """, []
                ).map { (copy: try $0.text("copy"), original: try $0.text("original")) }
            }
            let byID = Dictionary(uniqueKeysWithValues: samples.map { ($0.id, $0) })
            for fold in folds {
                let (copy, original) = (try #require(byID[fold.copy]), try #require(byID[fold.original]))
                #expect(copy.kind == .article && original.kind == .article)
                let (mine, theirs) = (Self.runs(copy), Self.runs(original))
                let likeness = Double(mine.intersection(theirs).count) / Double(mine.union(theirs).count)
                #expect(likeness >= Folding.likeness, "\(fold)")
            }
            let groups = Dictionary(grouping: folds, by: \.original).mapValues(\.count)
            #expect(groups["a198"] ?? 0 >= 5, "\(groups)")
            #expect(groups["b192"] ?? 0 >= 4, "\(groups)")
            #expect(try await MentionActionsTests.tallies(database) == IntakeRecount.lines(database))
        }
    }

    @Test("a dispatch in forty papers is one, counted once, with thirty-nine copies beside it")
    func forty() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            let papers = (0..<40).map {
                Said(
                    id: "paper-\($0)", hoursAgo: 40 - Double($0), network: .web, kind: .article,
                    text: Self.dispatch($0), polarity: .negative, themes: [.organisation])
            }
            let keys = try await house.hear(papers)
            let shown = try await house.list(StreamFilter())
            #expect(shown.map(\.id) == [keys[0]])
            #expect(shown.map(\.copies) == [39])
            let sums = try await MentionActionsTests.tallies(database)
            #expect(sums.filter { $0.key.hasPrefix("0/0//") }.values.reduce(0) { $0 + $1[0] } == 1)
            #expect(sums == (try await IntakeRecount.lines(database)))
        }
    }

    @Test("correcting a copy moves no sum; correcting the original moves one")
    func corrections() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            let keys = try await house.hear(
                (0..<2).map { Said(id: "p\($0)", hoursAgo: 3 - Double($0), kind: .article, text: Self.dispatch($0)) })
            let person = try StreamHouse.person("communication")
            let before = try await MentionActionsTests.tallies(database)
            try await house.desk.actions.correct(keys[1], Correction(polarity: .positive), seen: 0, by: person)
            #expect(try await MentionActionsTests.tallies(database) == before)
            try await house.desk.actions.correct(keys[0], Correction(polarity: .positive), seen: 0, by: person)
            #expect(try await MentionActionsTests.tallies(database) != before)
            #expect(try await MentionActionsTests.tallies(database) == IntakeRecount.lines(database))
        }
    }

    @Test("the same words eight days later, or in a short thank-you, are not a copy")
    func apart() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            try await house.hear([
                Said(id: "then", hoursAgo: 24 * 8 + 1, kind: .article, text: Self.dispatch(0)),
                Said(id: "now", hoursAgo: 0.5, kind: .article, text: Self.dispatch(0)),
                Said(id: "thanks-1", text: "Très bien, merci à toute l'équipe"),
                Said(id: "thanks-2", text: "Très bien, merci à toute l'équipe"),
            ])
            #expect(try await house.list(StreamFilter()).count == 4)
        }
    }

    @Test("texts that share a theme and half a sentence stay apart")
    func different() {
        let one = Folding(folded: SearchText.folded(Self.dispatch(0)))
        let other = Folding(
            folded: SearchText.folded(
                """
                Le centre hospitalier a annoncé mardi l'ouverture d'un service de chirurgie ambulatoire tout neuf, avec \
                douze places et quatre salles. Les patients y entrent le matin et en sortent le soir. Deux médecins \
                anesthésistes ont rejoint l'équipe cet été, et un troisième arrive en janvier.
                """))
        #expect(one.likeness(to: one) == 1)
        #expect(one.likeness(to: other) < 0.3)
        #expect(Folding(folded: "deux mots").bands.isEmpty)
        #expect(Folding(folded: "").likeness(to: Folding(folded: "")) == 0)
    }

    @Test("texts that share eight tenths of their runs meet in one band nearly always")
    func recall() {
        var invention = IntakeInvention()
        var met = 0
        for _ in 0..<200 {
            // 122 words are 120 runs; a word changed costs three of them. Four changes leave 108 of 132: 0.82.
            let words = (0..<122).map { _ in "m\(invention.next(100_000))" }
            var changed = words
            for place in [15, 45, 75, 105] { changed[place] = "autre\(place)" }
            let (one, two) = (
                Folding(folded: words.joined(separator: " ")), Folding(folded: changed.joined(separator: " "))
            )
            if !Set(one.bands).isDisjoint(with: two.bands) { met += 1 }
        }
        #expect(met >= 190)
    }
}
