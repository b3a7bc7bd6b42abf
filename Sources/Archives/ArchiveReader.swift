public import Kernel

/// Reads an export as a stream: nothing is unpacked to disk, memory stays the same whatever the size, and it can stop at
/// any record and go on later.
///
///     var reader = try ArchiveReader(.file(path), plainText: { RichText(html: $0).plain })
///     while let record = try reader.next() { … }
public struct ArchiveReader {
    private let reading: Reading

    /// Opens an export and finds its format.
    /// - Parameters:
    ///   - format: said by the user; found when nil.
    ///   - mapping: for tables; guessed from the first rows when nil. JSON Lines with a mapping are read as a table.
    ///   - checkpoint: where an earlier reading of the same file stopped.
    ///   - clock: tells dates in the future.
    ///   - plainText: turns HTML (Mastodon, Google+, old YouTube pages) into plain text.
    /// - Throws: `Failure` `.unusable` (no such file, nothing readable in it), `.tooLarge` (a bomb), `.conflict` (the
    ///   checkpoint is another file's).
    public init(
        _ source: ArchiveSource, format: ArchiveFormat? = nil, mapping: Mapping? = nil,
        from checkpoint: Checkpoint? = nil,
        limits: ArchiveLimits = .standard, clock: Clock = .system, plainText: @escaping @Sendable (String) -> String
    ) throws {
        reading = try Reading(
            source, format: format,
            options: .init(mapping: mapping, limits: limits, now: clock.now(), plainText: plainText))
        if let checkpoint { try reading.resume(checkpoint) }
    }

    /// The next record, nil after the last.
    /// - Throws: `Failure` when the file itself gives out (cut short, damaged, a bomb). The records given before hold, and
    ///   `checkpoint` says where it was.
    public mutating func next() throws -> ArchiveRecord? { try reading.next() }

    public var format: ArchiveFormat { reading.format }
    /// Bytes of the file read so far (packed ones, when it is packed).
    public var bytesRead: Int64 { reading.input.position }
    /// Size of the file; nil for a pipe.
    public var totalBytes: Int64? { reading.input.total }
    /// Member being read, when the file is an archive.
    public var member: String { reading.member.shown }
    /// Pieces passed over because they hold no words that are ours to read: photos without a caption, boosts, letters.
    public var leftOut: Int64 { reading.leftOut }
    /// Where to go on after the record that was given last.
    public var checkpoint: Checkpoint { reading.checkpoint }
}

/// What would happen if a file were imported: the dry run.
public struct Rehearsal: Sendable, Equatable {
    public var format: ArchiveFormat
    public var arrivals: Int64 = 0
    public var refused: Int64 = 0
    public var leftOut: Int64 = 0
    /// The first arrivals, to be looked at.
    public var samples: [Arrival] = []
    /// The first refusals, with their line.
    public var reasons: [Reason] = []

    public struct Reason: Sendable, Equatable, Codable {
        public var line: Int64
        public var reason: String
    }

    /// Reads up to `records` records and keeps nothing.
    public init(_ reader: consuming ArchiveReader, records: Int = 10_000, shown: Int = 20) throws {
        format = reader.format
        var left = records
        while left > 0, let record = try reader.next() {
            switch record {
            case .arrival(let arrival, _, _):
                arrivals += 1
                left -= 1
                if samples.count < shown { samples.append(arrival) }
            case .refused(let line, let reason):
                refused += 1
                left -= 1
                if reasons.count < shown { reasons.append(Reason(line: line, reason: reason)) }
            case .progress: break
            }
        }
        leftOut = reader.leftOut
    }
}
