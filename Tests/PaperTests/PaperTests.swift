import Foundation
import Kernel
import Testing

@testable import Paper

/// What comes out is read by software that is not ours: poppler, qpdf, zbar.
@Suite struct PaperTests {
    static let date = Instant(microseconds: 1_795_000_000_000_000)

    private func sheet(_ blocks: [Block], _ change: (inout Sheet) -> Void = { _ in }) -> Sheet {
        var sheet = Sheet(
            title: "Feuille d’essai", author: "CHU d’essai", subject: "Essai", date: Self.date, footer: "Pied",
            blocks: blocks)
        change(&sheet)
        return sheet
    }

    @Test("what we declare of Pango is what Pango's own header declares")
    func header() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        let source = "#include <pango/pangocairo.h>\n#include \"\(root)/Sources/CPango/shim.h\"\n"
        let flags = try run("pkg-config", ["--cflags", "pangocairo"]).text.split(whereSeparator: \.isWhitespace)
        try inFolder { folder in
            let file = folder + "/check.c"
            try source.write(toFile: file, atomically: true, encoding: .utf8)
            let result = try run("clang", ["-fsyntax-only", file] + flags.map(String.init))
            #expect(result.status == 0, "\(result.text)")
        }
    }

    @Test("a sheet is tagged, titled, in French, sound, and its text can be copied")
    func whole() throws {
        let text = "Vraiment\u{202F}? «\u{A0}Œuvre\u{A0}» à 14\u{202F}h\u{202F}05"
        let bytes = try Paper.pdf(
            sheet([
                .heading("Grand titre", level: 1), .paragraph(text), .list(["premier", "second"]),
                .table(Table([.init(1), .init(1, .end)], header: ["Thème", "Nombre"], rows: [["Accueil", "12"]])),
                .thermometer(Gauge(degrees: 38.2, low: 37.5, high: 39, text: "38,2 °C")),
                .bars([Bar("Accueil", value: 3, text: "3 avis")], label: "Avis par thème"),
            ]))
        try inFolder { folder in
            let file = try write(bytes, folder)
            #expect(try run("qpdf", ["--check", file]).status == 0)
            let info = try run("pdfinfo", [file]).text
            #expect(info.contains("Title:           Feuille d’essai"))
            #expect(info.contains("Tagged:          yes"))
            // pdftotext gives no-break spaces back as plain ones, and ends lines where the sheet does.
            func plain(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
            let copied = plain(try run("pdftotext", ["-raw", file, "-"]).text)
            #expect(copied.contains(plain(text)))
            let structure = try run("pdfinfo", ["-struct-text", file]).text
            for tag in ["Document", "H1", "LI", "LBody", "Table", "TH", "TD", "Figure"] {
                #expect(structure.contains(tag), "no \(tag)")
            }
            let plain = try run("qpdf", ["--qdf", "--object-streams=disable", file, "-"]).bytes
            let written = String(decoding: plain, as: UTF8.self)
            #expect(written.contains("/Lang (fr-FR)"))
            #expect(written.contains("/Alt <feff00330038002c0032002000b00043>"))
            let fonts = try run("pdffonts", [file]).text.split(separator: "\n").dropFirst(2)
            #expect(!fonts.isEmpty)
            #expect(fonts.allSatisfy { $0.contains("DejaVuSans") && $0.contains("yes yes yes") })
        }
    }

    @Test("the same sheet is the same file, and another date is another")
    func same() throws {
        let one = sheet([.heading("Un", level: 1), .paragraph("Deux 😀 mots")])
        #expect(try Paper.pdf(one) == Paper.pdf(one))
        #expect(try Paper.pdf(one) != Paper.pdf(sheet(one.blocks) { $0.date = Self.date.adding(days: 1) }))
    }

    @Test("long texts and tables go over pages, which are numbered; no line is lost")
    func pages() throws {
        let rows = (1...200).map { ["r\($0)e", String(repeating: "mot ", count: $0 % 30)] }
        let long = (1...900).map { "w\($0)e" }.joined(separator: " ")
        let bytes = try Paper.pdf(
            sheet([
                .paragraph(long), .table(Table([.init(1), .init(3)], header: ["Clé", "Texte"], rows: rows)),
                .table(Table([.init(1), .init(1)], header: ["Clé", "Texte"], rows: [["z", long + " " + long]])),
            ]))
        try inFolder { folder in
            let text = try run("pdftotext", ["-raw", try write(bytes, folder), "-"]).text
            let words = Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
            #expect((1...900).allSatisfy { words.contains("w\($0)e") })
            #expect((1...200).allSatisfy { words.contains("r\($0)e") })
            let pages = text.filter { $0 == "\u{C}" }.count
            #expect(pages > 3)
            #expect(text.contains("\(pages) / \(pages)"))
        }
    }

    @Test("codes and cards are read back from the rendered page")
    func codes() throws {
        let link = "https://resonance.chu.example/avis/s/ABCD2345"
        let code = try QRMatrix(link)
        let card = Cards.Card(title: "Votre avis", text: "Urgences", note: link, code: code, codeLabel: "Code")
        let blocks: [[Block]] = [
            [.code(code, width: 40, label: "Code")], [.cards(Cards(Array(repeating: card, count: 11)))],
        ]
        for (block, count) in zip(blocks, [1, 10]) {
            let bytes = try Paper.pdf(sheet(block))
            try inFolder { folder in
                let file = try write(bytes, folder)
                _ = try run("pdftoppm", ["-r", "150", "-png", "-f", "1", "-l", "1", file, folder + "/page"])
                let page = try #require(
                    try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(".png") })
                let found = try run("zbarimg", ["-q", "--nodbus", "--raw", folder + "/" + page]).text
                #expect(found.split(separator: "\n").filter { $0 == link }.count == count)
            }
        }
    }

    @Test("a poster holds on one page, however long the name of the service")
    func poster() throws {
        let long = String(repeating: "Service de rééducation et de réadaptation ", count: 12)
        let bytes = try Paper.pdf(
            sheet([
                .banner("Votre avis compte", above: long), .paragraph(long, TextStyle(24)),
                .code(try QRMatrix("https://a.example/1"), width: 90, label: "Code"), .paragraph(long, TextStyle(20)),
            ]) {
                $0.onePage = true
                $0.format = .a5
            })
        try inFolder { folder in
            let file = try write(bytes, folder)
            #expect(try run("pdfinfo", [file]).text.contains("Pages:           1\n"))
        }
    }

    @Test(
        "hostile text is bounded, and makes a sound file",
        arguments: [
            String(repeating: "x", count: 400_000), String(repeating: "😀", count: 50_000),
            "a" + String(repeating: "\u{301}", count: 50_000), "\u{0}\u{7}\u{1B}[31m <b>non <span foreground='red'>",
            "\u{202E}inversé\u{2066}", "中文 🤮 \u{10FFFF} \u{E000}", String(repeating: "\n", count: 5_000), "",
        ])
    func hostile(_ text: String) throws {
        let bytes = try Paper.pdf(
            sheet([
                .heading(text, level: 9), .paragraph(text), .list([text]),
                .table(Table([.init(0), .init(.infinity)], header: [text], rows: [[], [text, "b", "c"]])),
                .bars([Bar(text, value: .nan, text: text)], label: text),
                .thermometer(Gauge(degrees: .nan, low: -1e300, high: .infinity, text: text)), .spacer(.nan),
            ]) { $0.title = text })
        try inFolder { folder in
            let file = try write(bytes, folder)
            #expect(try run("qpdf", ["--check", file]).status == 0)
        }
    }

    @Test("what the font lacks is named, never dropped")
    func missing() throws {
        try inFolder { folder in
            let bytes = try Paper.pdf(sheet([.paragraph("中 et 🤮")]))
            let text = try run("pdftotext", [try write(bytes, folder), "-"]).text
            #expect(text.contains("[U+4E2D] et [face with open mouth vomiting]"))
        }
    }

    @Test("too much text and too many pages are refused")
    func bounds() {
        #expect(throws: Failure.self) { try Paper.pdf(sheet([.paragraph(String(repeating: "a", count: 4_000_001))])) }
        #expect(throws: Failure.self) { try Paper.pdf(sheet(Array(repeating: .rule, count: 80_000))) }
    }

    @Test("ten thousand rows become a file")
    func rows() throws {
        let rows = (0..<10_000).map { ["\($0)", "ligne \($0)"] }
        let bytes = try Paper.pdf(sheet([.table(Table([.init(1), .init(2)], header: ["a", "b"], rows: rows))]))
        #expect(bytes.count < 12_000_000)
    }

    @Test("a text too long for a code, and an empty one, are refused")
    func matrix() {
        #expect(throws: Failure.self) { try QRMatrix(String(repeating: "a", count: 3_000)) }
        #expect(throws: Failure.self) { try QRMatrix("") }
    }
}

// MARK: Tools

private struct Output {
    let status: Int32
    let bytes: Data
    var text: String { String(decoding: bytes, as: UTF8.self) }
}

private func run(_ tool: String, _ arguments: [String]) throws -> Output {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [tool] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = tool == "clang" ? pipe : FileHandle.nullDevice
    try process.run()
    let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Output(status: process.terminationStatus, bytes: bytes)
}

private func write(_ bytes: [UInt8], _ folder: String) throws -> String {
    let file = folder + "/sheet.pdf"
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
}

private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "paper-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
}
