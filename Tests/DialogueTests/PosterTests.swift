import Foundation
import HTTPTypes
import Kernel
import Storage
import TestKit
import Testing
import Web

@testable import Channels
@testable import Dialogue

@Suite struct PosterTests {
    private func code(_ service: Int64, _ house: DialogueHouse) async throws -> String {
        try await house.database.write { try ReviewLinks.open(for: service, desk: house.desk, in: $0).code }
    }

    @Test("posters and cards of every service for moderators, of theirs for heads of service, of none for the others")
    func rights() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let (emergencies, hearts) = (try await code(1, house), try await code(2, house))
            let all = try await house.visit { try await $0.get("/reviews/posters").text }
            #expect(all.contains("https://resonance.chu.example/avis/s/\(emergencies)"))
            #expect(all.contains(hearts))
            #expect(all.contains("Maternité"))
            let (own, mine, theirs, cards) = try await house.visit(as: "emergencies") { visitor in
                (
                    try await visitor.get("/reviews/posters").text,
                    try await visitor.get("/reviews/posters/1/poster-a4.pdf"),
                    try await visitor.get("/reviews/posters/2/poster-a4.pdf").status,
                    try await visitor.get("/reviews/posters/1/cards.pdf")
                )
            }
            #expect(own.contains(emergencies))
            #expect(!own.contains("Cardiologie"))
            #expect(mine.text.hasPrefix("%PDF-"))
            #expect(mine.headers[.contentDisposition] == "attachment; filename=\"urgences-poster-a4.pdf\"")
            #expect(mine.headers[.contentType] == "application/pdf")
            #expect(theirs == 404)
            #expect(cards.status == 200)
            let clinician = try await house.visit(as: "clinician") { try await $0.get("/reviews/posters").status }
            #expect(clinician == 403)
        }
    }

    @Test("a poster bears the link as a code and in words, in French and in English, on one page")
    func printed() throws {
        let words = try Site(gate: .closed).words
        let poster = Poster(
            organisation: "CHU d’essai",
            ward: Ward(id: 1, name: "Urgences", establishment: 1, establishmentName: "Saint-Aubin"),
            link: "https://resonance.chu.example/avis/s/ABCD2345", date: DialogueHouse.noon, words: words)
        for form in Poster.Form.allCases {
            let bytes = try poster.pdf(form)
            let text = try pdfText(bytes)
            let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(line.contains("Votre avis compte"))
            #expect(line.contains("Urgences"))
            #expect(line.contains("Tell us how it went"))
            #expect(line.replacing(" ", with: "").contains("resonance.chu.example/avis/s/ABCD2345"))
            #expect(text.filter { $0 == "\u{C}" }.count == 1)
            #expect(try poster.pdf(form) == bytes)
        }
    }

    @Test("names of files are plain")
    func names() {
        #expect(Download.plain("Médecine d'urgence & SMUR \"x\"\r\n.pdf") == "medecine-d-urgence-smur-x-.pdf")
        #expect(Download.plain("") == "file")
    }

    private func pdfText(_ bytes: [UInt8]) throws -> String {
        let file = NSTemporaryDirectory() + "poster-\(UUID().uuidString).pdf"
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["pdftotext", "-raw", file, "-"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
