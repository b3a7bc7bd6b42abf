import Archives
import Foundation
import Kernel
import Testing

@Suite("Tables and lines")
struct TableTests {
    @Test(
        "Excel's French table is read in every charset that Excel writes",
        arguments: ["excel.csv", "excel-utf16.csv", "excel-bom.csv"])
    func excel(_ name: String) throws {
        let outcome = try Fixture.read(name)
        #expect(
            outcome.texts == ["Équipe à l'écoute ; un peu d'attente\nmais l'œil est sauvé", "Chambre à 80 € sans télé"])
        #expect(outcome.arrivals.map(\.rating) == [4, 2.5])
        #expect(outcome.arrivals.map(\.author) == ["Mme D.", nil])
        #expect(outcome.arrivals.map(\.publishedAt.iso8601) == ["2021-09-06T12:00:00Z", "2021-09-17T12:30:00Z"])
        #expect(outcome.lines == [2, 4])
        #expect(outcome.refusals == ["5: published_at: not a date; expected like 31/12/2024 14:30"])
    }

    @Test("a preview names the columns, guesses them and shows rows") func preview() throws {
        let preview = TablePreview(head: try Fixture.bytes("excel.csv"))
        #expect(preview.separator == ";")
        #expect(preview.charset == .windows1252)
        #expect(preview.columns.map(\.field) == [.publishedAt, .rating, .author, .text])
        #expect(preview.rows.count == 3)
        #expect(preview.columns[0].samples.first == "06/09/2021")
        #expect(preview.mapping[constant: .network] == "other")
    }

    @Test("columns without names are guessed from what they hold") func values() throws {
        let table = """
            17/03/2024\t4\tPersonnel attentif et chambre calme, merci à tous\thttps://exemple.fr/1
            18/03/2024\t1\tTrois heures debout dans un couloir sans explication\thttps://exemple.fr/2

            """
        let preview = TablePreview(head: Array(table.utf8))
        #expect(!preview.mapping.hasHeader)
        #expect(preview.columns.map(\.field) == [.publishedAt, .rating, .text, .url])
        let outcome = try Fixture.read(table, as: "a.tsv")
        #expect(outcome.arrivals.map(\.rating) == [4, 1])
        #expect(outcome.arrivals.map(\.kind) == [.review, .review])
    }

    @Test("American dates and marks out of ten are recognised by their values") func american() throws {
        let table = "date,rating,comment\n03/17/2024,10,Great\n12/05/2024,5,So so\n"
        let preview = TablePreview(head: Array(table.utf8))
        #expect(preview.mapping.dateOrder == .monthFirst)
        #expect(preview.mapping.bestMark == 10)
        let outcome = try Fixture.read(table, as: "a.csv")
        #expect(outcome.arrivals.map(\.rating) == [5, 2.5])
        #expect(outcome.arrivals.map { $0.publishedAt.iso8601.prefix(10) } == ["2024-03-17", "2024-12-05"])
    }

    @Test("a mapping gives columns, constants and several columns of text") func mapping() throws {
        let mapping = Mapping(
            columns: [.id: ["ref"], .text: ["plus", "moins"], .publishedAt: ["jour"]],
            constants: [.network: "avis Google", .kind: "avis", .publishedAt: "01/02/2023"])
        let outcome = try Fixture.read(
            "ref,plus,moins,jour\n7,Accueil,Parking,\n8,,Bruit,05/06/2023\n9,Un,,hier\n", as: "a.csv", mapping: mapping)
        #expect(outcome.texts == ["Accueil\nParking", "Bruit"])
        #expect(outcome.arrivals.map(\.id) == ["7", "8"])
        #expect(outcome.arrivals.map(\.network) == [.google, .google])
        #expect(outcome.arrivals[0].publishedAt.iso8601 == "2023-02-01T12:00:00Z")
        #expect(outcome.refusals == ["4: published_at: not a date; expected like 31/12/2024 14:30"])
    }

    @Test("JSON Lines with keys of their own are read through a mapping, by path") func jsonLines() throws {
        let mapping = Mapping(
            columns: [.text: ["body"], .author: ["user.name"], .publishedAt: ["when"]], constants: [.network: "other"])
        let outcome = try Fixture.read(
            #"{"body":"Bien","user":{"name":"Ana"},"when":1700000000}"# + "\n", as: "a.jsonl", mapping: mapping)
        #expect(outcome.arrivals.first?.author == "Ana")
        #expect(outcome.arrivals.first?.publishedAt.seconds == 1_700_000_000)
    }

    @Test("a row without identifier gets one that does not depend on where it stands") func digest() throws {
        let header = "date,auteur,avis\n"
        let row = "2024-01-02,Ana,\"Très bien, merci\"\n"
        let first = try Fixture.read(header + row, as: "a.csv").arrivals
        let later = try Fixture.read(header + "2024-01-01,Bob,\"Ailleurs, autre chose\"\n" + row, as: "b.csv").arrivals
        #expect(first[0].id == later[1].id)
        #expect(later[0].id != later[1].id)
        // The value is kept in stores: it must not change from one version to the next.
        #expect(first[0].id.hasPrefix("sha256:") && first[0].id.count == 39)
    }

    @Test("a quote that never closes costs its line and no other") func stray() throws {
        let outcome = try Fixture.read(
            "date,avis\n2024-01-01,\"Ouvert\n2024-01-02,Bien reçus\n2024-01-03,\"Fermé\"\n2024-01-04,\"Fin\n",
            as: "a.csv")
        #expect(outcome.texts.contains("Bien reçus") || outcome.texts.contains { $0.contains("Bien reçus") })
        let alone = try Fixture.read("date,avis\n2024-01-02,Bien\n2024-01-04,\"Fin\n2024-01-05,Après\n", as: "a.csv")
        #expect(alone.texts == ["Bien", "Après"])
        #expect(alone.refusals == ["3: a quote is never closed"])
    }

    @Test(
        "marks are read as people write them",
        arguments: [
            ("4", 4), ("4,5", 4.5), ("4/5", 4), ("8/10", 4), ("FIVE", 5), ("quatre étoiles", 4), ("★★☆☆☆", 2),
            ("0/5", 1), ("3 / 5", 3),
        ] as [(String, Double)])
    func marks(_ written: String, _ rating: Double) throws {
        let outcome = try Fixture.read(
            "date;note;avis\n2024-01-01;\(written);Bien\n", as: "a.csv",
            mapping: Mapping(
                columns: [.publishedAt: ["date"], .rating: ["note"], .text: ["avis"]], constants: [.network: "own"]))
        #expect(outcome.arrivals.first?.rating == rating)
    }

    @Test("a mark that is none is refused by name") func noMark() throws {
        let mapping = Mapping(
            columns: [.publishedAt: ["date"], .rating: ["note"], .text: ["avis"]], constants: [.network: "own"])
        let outcome = try Fixture.read(
            "date;note;avis\n2024-01-01;7/5;Bien\n2024-01-01;super;Bien\n", as: "a.csv", mapping: mapping)
        #expect(outcome.refusals == ["2: rating: not a mark out of 5", "3: rating: not a mark out of 5"])
    }

    @Test(
        "dates are read as people write them",
        arguments: [
            ("06/09/2021", "2021-09-06T12:00:00Z"), ("6.9.21 8:05", "2021-09-06T06:05:00Z"),
            ("2021-09-06 08:05:04", "2021-09-06T06:05:04Z"),
            ("12 mars 2021 à 14h30", "2021-03-12T13:30:00Z"), ("le 1er août 2022", "2022-08-01T12:00:00Z"),
            ("Mar 12, 2021 2:30 PM", "2021-03-12T13:30:00Z"),
            ("Wed Oct 10 20:19:24 +0000 2018", "2018-10-10T20:19:24Z"),
            ("Wed, 10 Oct 2018 20:19:24 GMT", "2018-10-10T20:19:24Z"),
            ("2021-03-01T00:32:26+02:00", "2021-02-28T22:32:26Z"),
            ("1614558746", "2021-03-01T00:32:26Z"), ("1614558746000", "2021-03-01T00:32:26Z"),
            ("29/02/2024", "2024-02-29T12:00:00Z"),
        ])
    func dates(_ written: String, _ expected: String) throws {
        let mapping = Mapping(columns: [.publishedAt: ["date"], .text: ["avis"]], constants: [.network: "own"])
        let outcome = try Fixture.read("date;avis\n\"\(written)\";Bien\n", as: "a.csv", mapping: mapping)
        #expect(outcome.arrivals.first?.publishedAt.iso8601 == expected)
    }

    @Test(
        "what is not a date is not guessed at",
        arguments: [
            "hier", "15 octobre", "31/02/2021", "29/02/2023", "13/13/2021", "12:30", "2021", "1/2/3/4",
            "mars mars 2021", "25:99 01/01/2021",
        ])
    func notDates(_ written: String) throws {
        let mapping = Mapping(columns: [.publishedAt: ["date"], .text: ["avis"]], constants: [.network: "own"])
        let outcome = try Fixture.read("date;avis\n\"\(written)\";Bien\n", as: "a.csv", mapping: mapping)
        #expect(outcome.arrivals.isEmpty)
        #expect(outcome.refusals.first?.hasPrefix("2: published_at: not a date") == true)
    }

    @Test("the training opinions are a table whose columns find themselves") func opinions() throws {
        let path = "../shared/data/opinions/train.tsv"
        guard FileManager.default.fileExists(atPath: path) else { return print("no \(path): passed over") }
        var reader = try ArchiveReader(
            .file(path), clock: .fixed(Instant(microseconds: 1_790_000_000_000_000)), plainText: { $0 })
        var (arrivals, dated) = (0, 0)
        while let record = try reader.next() {
            if case .arrival = record { arrivals += 1 }
            if case .refused(_, let reason) = record, reason.hasPrefix("published_at") { dated += 1 }
        }
        #expect(arrivals > 41_000)
        #expect(arrivals + dated == 45_398)
    }
}
