public import Archives
public import Kernel

/// One reading of one file, that can be stopped and goes on where it was.
public struct ImportRun: Sendable, Equatable, Identifiable {
    public enum State: String, Sendable, CaseIterable {
        case waiting, running, stopped, done, failed
    }

    public let id: Int64
    public let name: String
    public let format: ArchiveFormat
    public let mapping: Mapping?
    public let origin: Int64
    public let person: Int64?
    public let state: State
    /// Where the server keeps the file until it is read; nil when somebody gave it on the command line.
    public let path: String?
    /// Which folder of uploads that is: nodes that do not share it cannot read the file.
    let folder: String?
    public let checkpoint: Checkpoint?
    public let bytesRead: Int64
    public let bytesTotal: Int64?
    public let count: ImportCount
    public let error: String?
    public let startedAt: Instant
    public let endedAt: Instant?

    /// 0…1; nil when the size is not known.
    public var progress: Double? {
        guard let total = bytesTotal, total > 0 else { return nil }
        return state == .done ? 1 : min(1, Double(bytesRead) / Double(total))
    }
}

/// What became of a file's records.
public struct ImportCount: Sendable, Equatable {
    /// Records read: mentions and refusals.
    public var read = 0
    public var new = 0
    /// Known already, by this file or by another road.
    public var duplicate = 0
    public var refused = 0

    public init() {}
}

/// One record that was not taken, and why.
public struct ImportRefusal: Sendable, Equatable {
    /// 1-based line of the file, or rank of the element in its list.
    public let line: Int64
    public let reason: String
}

/// What to import, and how.
public struct ImportOrder: Sendable {
    public var source: ArchiveSource
    public var format: ArchiveFormat?
    public var mapping: Mapping?
    /// The source under which the mentions are kept; one a format is made when nil.
    public var origin: Int64?
    public var person: Int64?
    /// False leaves the judging to a later job: as fast as the disk.
    public var analyse = true
    /// Why the texts are kept, and for how many days, when a source has to be made.
    public var purpose: String
    public var retentionDays: Int

    public init(
        _ source: ArchiveSource, format: ArchiveFormat? = nil, mapping: Mapping? = nil, origin: Int64? = nil,
        person: Int64? = nil, analyse: Bool = true,
        purpose: String = "Suivre ce qui est dit de l'établissement (import)", retentionDays: Int = 365
    ) {
        self.source = source
        self.format = format
        self.mapping = mapping
        self.origin = origin
        self.person = person
        self.analyse = analyse
        self.purpose = purpose
        self.retentionDays = retentionDays
    }
}
