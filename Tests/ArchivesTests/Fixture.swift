import Archives
import Foundation
import Kernel

/// The exports that `Fixtures/make.py` writes, and ways to read them.
enum Fixture {
    static let now = Instant(microseconds: 1_735_689_600_000_000)  // 2025-01-01

    static func bytes(_ name: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
        return try [UInt8](Data(contentsOf: folder.appending(path: name)))
    }

    static func reader(
        _ bytes: [UInt8], _ name: String, format: ArchiveFormat? = nil, mapping: Mapping? = nil,
        from checkpoint: Checkpoint? = nil, limits: ArchiveLimits = .standard
    ) throws -> ArchiveReader {
        try ArchiveReader(
            .bytes(bytes, name: name), format: format, mapping: mapping, from: checkpoint, limits: limits,
            clock: .fixed(now), plainText: plainText)
    }

    /// Enough of HTML for these fixtures; the real one is `Feeds.RichText`.
    @Sendable static func plainText(_ html: String) -> String {
        html.replacing(#/<br ?\/?>|<\/div>/#, with: "\n").replacing(#/<[^>]*>/#, with: "")
            .replacing("&#39;", with: "'").replacing("&amp;", with: "&").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    static func read(_ name: String, format: ArchiveFormat? = nil, mapping: Mapping? = nil) throws -> Outcome {
        try Outcome(reader(bytes(name), name, format: format, mapping: mapping))
    }

    static func read(_ text: String, as name: String, mapping: Mapping? = nil, limits: ArchiveLimits = .standard) throws
        -> Outcome
    {
        try Outcome(reader(Array(text.utf8), name, mapping: mapping, limits: limits))
    }
}

/// Everything that a reader gave.
struct Outcome {
    var arrivals: [Arrival] = []
    var own: [Bool] = []
    var lines: [Int64] = []
    var refusals: [String] = []
    var leftOut: Int64 = 0
    var format: ArchiveFormat
    /// Why the reading stopped before its end.
    var failure: Failure?

    init(_ reader: consuming ArchiveReader) throws {
        format = reader.format
        do {
            while let record = try reader.next() {
                switch record {
                case .arrival(let arrival, let line, let own):
                    arrivals.append(arrival)
                    lines.append(line)
                    self.own.append(own)
                case .refused(let line, let reason): refusals.append("\(line): \(reason)")
                case .progress: break
                }
            }
        } catch let error as Failure {
            failure = error
        }
        leftOut = reader.leftOut
    }

    var texts: [String] { arrivals.map(\.text) }
}
