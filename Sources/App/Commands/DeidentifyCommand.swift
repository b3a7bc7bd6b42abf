import ArgumentParser
import Foundation
import Kernel
import Privacy

/// Removes from texts what identifies a patient or a relative.
struct DeidentifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deidentify",
        abstract: "Remove from a text what identifies a patient; the clean text on standard output.",
        discussion: """
            What was removed is reported in JSON, a line a text, on standard error or with --report. The report holds \
            the identifiers: keep it as carefully as the text. Exit status: 0 nothing found, 1 something was removed or \
            the weak clues single somebody out together, 2 unusable input. Read the result before you publish it: \
            nothing finds everything.
            """)

    @Argument(help: "Text files, one case together; standard input when missing.")
    var files: [String] = []

    @Flag(help: "Put plausible stand-ins instead of labels: same name, same stand-in; dates keep their intervals.")
    var replace = false

    @Flag(
        help:
            "Read JSON Lines {\"id\",\"text\"} and write {\"id\",\"text\"}; lines of the same \"case\" share stand-ins."
    )
    var lines = false

    @Flag(help: "Write text and report together, one JSON line a text, instead of the clean text.")
    var json = false

    @Option(help: "Write the report to this file instead of standard error.")
    var report: String?

    func run() async throws {
        let reader = try PrivacyReader()
        let cleaner = Deidentifier(reader, mode: replace ? .replace : .mask)
        var desk = try ReportDesk(path: report, silent: json && report == nil)
        var found = false
        for file in files.isEmpty ? ["-"] : files {
            found = try (lines ? cleanLines(file, cleaner, &desk) : cleanFile(file, cleaner, &desk)) || found
        }
        if found { throw ExitCode(1) }
    }

    private func cleanFile(_ file: String, _ cleaner: Deidentifier, _ desk: inout ReportDesk) throws -> Bool {
        let text = try PlainFile.text(file)
        let (clean, reading) = cleaner.cleaned(text)
        try desk.tell(Removal(file: file, reading))
        let whole = Removal(file: file, text: clean, reading)
        try ReportDesk.write(json ? JSONLine.bytes(whole) + Data([10]) : Data(clean.utf8), to: .standardOutput)
        return reading.found
    }

    private func cleanLines(_ file: String, _ cleaner: Deidentifier, _ desk: inout ReportDesk) throws -> Bool {
        var input = try LineReader(path: file)
        var writer = LineWriter()
        var number = 0
        var found = false
        while let line = try input.next() {
            number += 1
            if line.allSatisfy({ $0 <= 32 }) { continue }
            let given = try Given.read(line, "\(file): line \(number)")
            let (clean, reading) = cleaner.of(case: given.caseName ?? "line \(number)").cleaned(given.text)
            try desk.tell(Removal(id: given.id, reading))
            let whole = Removal(id: given.id, text: clean, json ? reading : nil)
            try writer.write(try JSONLine.bytes(whole))
            found = found || reading.found
        }
        try writer.flush()
        return found
    }
}

/// One line of JSON Lines.
private struct Given: Decodable {
    let id: JSONScalar
    let text: String
    let caseName: String?

    private enum CodingKeys: String, CodingKey {
        case id, text
        case caseName = "case"
    }

    static func read(_ line: [UInt8], _ place: String) throws -> Given {
        do {
            return try JSONDecoder().decode(Given.self, from: Data(line))
        } catch {
            throw Failure(.unusable, "\(place): expected {\"id\": …, \"text\": \"…\"}, \"case\" a text")
        }
    }
}

/// Where the report goes, line by line.
private struct ReportDesk {
    private let handle: FileHandle?

    init(path: String?, silent: Bool) throws {
        guard let path else {
            handle = silent ? nil : .standardError
            return
        }
        let made = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        guard made, let opened = FileHandle(forWritingAtPath: path) else {
            throw Failure(.unusable, "\(path): cannot be written")
        }
        handle = opened
    }

    mutating func tell(_ removal: Removal) throws {
        guard let handle else { return }
        try Self.write(JSONLine.bytes(removal) + Data([10]), to: handle)
    }

    static func write(_ bytes: Data, to handle: FileHandle) throws {
        do {
            try handle.write(contentsOf: bytes)
        } catch {
            throw Failure(.unavailable, "the output cannot be written")
        }
    }
}

/// Text files as they come: UTF-8, or Windows-1252 when they are not UTF-8.
private enum PlainFile {
    /// Longest text that is read, in bytes.
    private static let longest = 64 << 20

    static func text(_ file: String) throws -> String {
        guard let handle = file == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: file) else {
            throw Failure(.unusable, "\(file): no such file, or it may not be read")
        }
        let data: Data
        do {
            data = try handle.read(upToCount: longest + 1) ?? Data()
        } catch {
            throw Failure(.unusable, "\(file): cannot be read")
        }
        guard data.count <= longest else {
            throw Failure(.unusable, "\(file): longer than \(longest >> 20) MiB; cut it")
        }
        guard !data.contains(0) else { throw Failure(.unusable, "\(file): not a text, it holds zero bytes") }
        if let text = String(validating: data, as: UTF8.self) { return text }
        guard let text = String(data: data, encoding: .windowsCP1252) ?? String(data: data, encoding: .isoLatin1) else {
            throw Failure(.unusable, "\(file): neither UTF-8 nor Windows-1252")
        }
        return text
    }
}

/// What was removed from one text.
private struct Removal: Encodable {
    var file: String?
    var id: JSONScalar?
    var text: String?
    var removed: [IdentifierLine]?
    var weak: [IdentifierLine]?
    var singlingOut: Double?
    var why: [String]?

    init(file: String? = nil, id: JSONScalar? = nil, text: String? = nil, _ reading: PrivacyReading?) {
        (self.file, self.id, self.text) = (file, id, text)
        guard let reading else { return }
        removed = reading.clues.map { IdentifierLine($0) }
        weak = reading.singlingOut >= 0.5 ? reading.weak.map { IdentifierLine($0) } : []
        singlingOut = reading.singlingOut.rounded4
        why = reading.why
    }

    private enum CodingKeys: String, CodingKey {
        case file, id, text, removed, weak, why
        case singlingOut = "singling_out"
    }
}

/// One identifier as commands print it; positions are Unicode scalars.
struct IdentifierLine: Encodable {
    let kind: ClueKind
    let start: Int
    let end: Int
    let text: String
    let reason: String?

    init(_ clue: Clue, why: Bool = true) {
        kind = clue.kind
        start = clue.range.lowerBound
        end = clue.range.upperBound
        text = clue.text
        reason = why ? clue.reason : nil
    }
}
