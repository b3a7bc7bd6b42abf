import Archives
import Foundation
import Kernel
import Testing

@Suite("Stopping and going on")
struct ResumeTests {
    private func records(_ reader: consuming ArchiveReader) throws -> [ArchiveRecord] {
        var records: [ArchiveRecord] = []
        while let record = try reader.next() { if record != .progress { records.append(record) } }
        return records
    }

    @Test(
        "reading goes on from any record to the same end",
        arguments: [
            "x.zip", "facebook.zip", "takeout.zip", "linkedin.zip", "linkedin-page.csv", "mastodon.tar.gz", "excel.csv",
            "excel-utf16.csv", "excel-bom.csv", "lines.jsonl.gz",
        ])
    func resume(_ name: String) throws {
        let bytes = try Fixture.bytes(name)
        let whole = try records(Fixture.reader(bytes, name))
        for stop in 0...whole.count {
            var reader = try Fixture.reader(bytes, name)
            for _ in 0..<stop { _ = try reader.next() }
            let saved = try JSONEncoder().encode(reader.checkpoint)
            let checkpoint = try JSONDecoder().decode(Checkpoint.self, from: saved)
            let rest = try records(Fixture.reader(bytes, name, from: checkpoint))
            #expect(rest == Array(whole[stop...]), "\(name) after \(stop)")
        }
    }

    @Test(
        "tables in disorder go on to the same end: a late header, quotes that never close",
        arguments: [
            "Statistiques\nPost title,Post link,Created date\nUn,,05/17/2024\nDeux,,05/18/2024\nTrois,,hier\nQuatre,,05/19/2024\n",
            "date,avis\n"
                + (0..<40).map { "2024-01-\($0 % 28 + 10),\"avis \($0) \($0 % 2 == 0 ? "" : "x" )\n" }.joined(),
            "date,avis\n"
                + (0..<24).map { "2024-01-02,\"\($0)\n" + String(repeating: "long ", count: 60) + "\n" }.joined(),
        ])
    func disorder(_ table: String) throws {
        let limits = ArchiveLimits(element: 256)
        let bytes = Array(table.utf8)
        let whole = try records(Fixture.reader(bytes, "a.csv", limits: limits))
        for stop in 0...whole.count {
            var reader = try Fixture.reader(bytes, "a.csv", limits: limits)
            for _ in 0..<stop { _ = try reader.next() }
            let rest = try records(Fixture.reader(bytes, "a.csv", from: reader.checkpoint, limits: limits))
            #expect(rest == Array(whole[stop...]), "after \(stop)")
        }
    }

    @Test("a file that grew since is read on; another file is refused") func grown() throws {
        func lines(_ numbers: Range<Int>) -> [UInt8] {
            numbers.flatMap {
                Array(#"{"id":"\#($0)","network":"web","text":"t","published_at":"2024-01-01T00:00:00Z"}"#.utf8) + [10]
            }
        }
        var reader = try Fixture.reader(lines(0..<5), "a.jsonl")
        while try reader.next() != nil {}
        let grown = try records(Fixture.reader(lines(0..<8), "a.jsonl", from: reader.checkpoint))
        #expect(grown.count == 3)
        let other = #expect(throws: Failure.self) {
            try Fixture.reader(lines(3..<9), "a.jsonl", from: reader.checkpoint)
        }
        #expect(other?.kind == .conflict)
    }

    @Test("a pipe is read once, from where it stands") func pipe() throws {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data(Fixture.bytes("takeout.zip")))
        try pipe.fileHandleForWriting.close()
        let source = ArchiveSource.descriptor(pipe.fileHandleForReading.fileDescriptor, name: "takeout.zip")
        let outcome = try Outcome(ArchiveReader(source, clock: .fixed(Fixture.now), plainText: Fixture.plainText))
        #expect(outcome.arrivals == (try Fixture.read("takeout.zip").arrivals))
    }

    @Test("a file says how far it is read") func size() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "archives-\(UUID().uuidString).csv").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let row = "2024-03-02;4;\"Accueil très aimable, attente un peu longue ; merci à l'équipe de nuit\"\n"
        try ("date;note;avis\n" + String(repeating: row, count: 8000)).write(
            toFile: path, atomically: true, encoding: .utf8)
        var reader = try ArchiveReader(.file(path), plainText: { $0 })
        _ = try reader.next()
        let total = try #require(reader.totalBytes)
        #expect(reader.bytesRead > 0 && reader.bytesRead < total)
        while try reader.next() != nil {}
        #expect(reader.bytesRead == total)
    }

    @Test("bytes that give nothing still tell progress") func progress() throws {
        let tweet = #"{"tweet":{"id_str":"1","full_text":"Bonjour","created_at":"Mon May 13 08:15:30 +0000 2024"}}"#
        let silent = String(repeating: #"{"like":1},"#, count: 2)
        #expect(try Fixture.read("[\(silent)\(tweet)]", as: "tweets.js").texts == ["Bonjour"])
        let filler = String(repeating: "a", count: 1000)
        let photos = String(repeating: #"{"timestamp":1715590000,"attachments":[],"x":"\#(filler)"},"#, count: 9_000)
        var reader = try Fixture.reader(
            Array("[\(photos){\"timestamp\":1715590000,\"data\":[{\"post\":\"Fin\"}]}]".utf8), "posts.json",
            format: .facebook)
        var (told, arrivals) = (0, 0)
        while let record = try reader.next() {
            if record == .progress { told += 1 }
            if case .arrival = record { arrivals += 1 }
        }
        #expect(told >= 1)
        #expect(arrivals == 1)
        #expect(reader.leftOut == 9_000)
    }

    @Test("a dry run counts, samples and keeps nothing") func rehearsal() throws {
        let rehearsal = try Rehearsal(Fixture.reader(Fixture.bytes("excel.csv"), "excel.csv"))
        #expect(rehearsal.arrivals == 2)
        #expect(rehearsal.refused == 1)
        #expect(rehearsal.reasons.first?.line == 5)
        #expect(rehearsal.samples.count == 2)
    }
}
