import ArgumentParser
import Archives
import Foundation
import Kernel
import Listening
import Storage
import Synchronization

/// Reads an export into the store.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Read an export or an archive: its mentions are kept, judged and counted.",
        discussion: """
            The format is found by itself: a network's download (zip, tar.gz or a file of it), canonical JSON Lines, or \
            a table. A file given again adds nothing; one that was stopped goes on where it had come to. \
            Exit status 1 when lines were refused.
            """)

    @Argument(help: "The file, or - for standard input.")
    var file: String

    @OptionGroup var installation: InstallationOptions

    @Option(help: "Format: \(ArchiveFormat.allCases.map(\.rawValue).joined(separator: ", ")); found when missing.")
    var format: String?

    @Option(help: "Mapping of a table's columns, a JSON file or text; guessed when missing.")
    var mapping: String?

    @Flag(inversion: .prefixedNo, help: "Judge while importing.")
    var analysis = true

    @Flag(help: "Read and report, keep nothing.")
    var dryRun = false

    @Option(help: "Why these texts are kept (GDPR, article 5).")
    var purpose: String?

    @Option(help: "Days for which they are kept.")
    var retentionDays: Int?

    @Flag(help: "Print a last line of JSON.")
    var json = false

    func run() async throws {
        let source: ArchiveSource = file == "-" ? .descriptor(0, name: "standard input") : .file(file)
        var order = ImportOrder(source, format: try chosenFormat(), mapping: try chosenMapping(), analyse: analysis)
        if dryRun { return try rehearse(order) }
        let settings = try await installation.load()
        order.retentionDays = retentionDays ?? settings.retentionDays
        if let purpose { order.purpose = purpose }
        let house = try await House.open(settings)
        let importer = house.importer
        let bar = ImportBar()
        let work = Task { [order] in try await importer.run(order) { bar.draw($0) } }
        let run = try await Interruption.cancelling(work) { try await work.value }
        bar.end()
        let refusals = try await importer.refusals(run.id)
        if !analysis { try await house.database.write { try PendingJudgements.schedule(in: $0) } }
        try await house.close()
        report(run, refusals)
        if run.state == .stopped { throw ExitCode(1) }
        if run.count.refused > 0 { throw ExitCode(1) }
    }

    private func report(_ run: ImportRun, _ refusals: [ImportRefusal]) {
        for refusal in refusals { Terminal.say("\(file):\(refusal.line): refused: \(refusal.reason)") }
        if run.count.refused > refusals.count {
            Terminal.say("… and \(run.count.refused - refusals.count) more refused")
        }
        if run.state == .stopped { Terminal.say("stopped; give the same file again to go on") }
        if json {
            print(String(decoding: (try? JSONLine.bytes(ImportLine(run, refusals))) ?? Data(), as: UTF8.self))
        } else {
            print(
                "\(run.count.read) read, \(run.count.new) new, \(run.count.duplicate) duplicate, "
                    + "\(run.count.refused) refused (\(run.format.rawValue))")
        }
    }

    private func rehearse(_ order: ImportOrder) throws {
        let rehearsal = try ImportRehearsal.run(order)
        for reason in rehearsal.reasons { Terminal.say("\(file):\(reason.line): refused: \(reason.reason)") }
        if json {
            print(String(decoding: try JSONLine.bytes(ImportLine(rehearsal)), as: UTF8.self))
        } else {
            print(
                "\(rehearsal.arrivals) mentions, \(rehearsal.refused) refused (\(rehearsal.format.rawValue)); nothing kept"
            )
        }
        if rehearsal.refused > 0 { throw ExitCode(1) }
    }

    private func chosenFormat() throws -> ArchiveFormat? {
        guard let format else { return nil }
        guard let known = ArchiveFormat(rawValue: format) else {
            throw ValidationError(
                "no format is called \(format): \(ArchiveFormat.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return known
    }

    private func chosenMapping() throws -> Mapping? {
        guard let mapping else { return nil }
        let data = mapping.first == "{" ? Data(mapping.utf8) : FileManager.default.contents(atPath: mapping)
        guard let data, let read = try? JSONDecoder().decode(Mapping.self, from: data) else {
            throw ValidationError(
                "--mapping expects a JSON file or object: {\"columns\": {\"text\": [\"Commentaire\"]}, …}")
        }
        return read
    }
}

/// The contract's last line.
private struct ImportLine: Encodable {
    struct RefusalLine: Encodable {
        let line: Int64
        let reason: String
    }

    let read: Int
    let new: Int
    let duplicate: Int
    let refused: Int
    let refusals: [RefusalLine]

    /// A dry run: nothing is new, nothing is known.
    init(_ rehearsal: Rehearsal) {
        read = Int(rehearsal.arrivals + rehearsal.refused)
        new = 0
        duplicate = 0
        refused = Int(rehearsal.refused)
        refusals = rehearsal.reasons.map { RefusalLine(line: $0.line, reason: $0.reason) }
    }

    init(_ run: ImportRun, _ refusals: [ImportRefusal]) {
        read = run.count.read
        new = run.count.new
        duplicate = run.count.duplicate
        refused = run.count.refused
        self.refusals = refusals.map { RefusalLine(line: $0.line, reason: $0.reason) }
    }
}

/// How far an import has come, at most ten times a second.
private final class ImportBar: Sendable {
    private let drawn = Mutex(0.0)

    func draw(_ run: ImportRun) {
        let now = Date().timeIntervalSince1970
        guard
            drawn.withLock({ last in
                defer { if now - last > 0.1 { last = now } }
                return now - last > 0.1
            })
        else { return }
        let share = run.progress.map { String(format: "%3.0f %%  ", $0 * 100) } ?? ""
        Terminal.progress("\(share)\(run.count.read) read, \(run.count.new) new, \(run.count.refused) refused")
    }

    func end() { Terminal.progress("") }
}
