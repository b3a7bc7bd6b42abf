import Archives
import Feeds
import Kernel

/// An open export that gives batches of read arrivals. An actor, so that the next batch is read and judged while the
/// last one is being written.
actor ImportFile {
    /// Records in one transaction: enough to make its cost small, few enough to stop quickly.
    static let batch = 500

    private var archive: ArchiveReader
    private let reader: Reader

    init(_ order: ImportOrder, from checkpoint: Checkpoint?, reader: Reader, clock: Clock) throws {
        archive = try ArchiveReader(
            order.source, format: order.format, mapping: order.mapping, from: checkpoint, clock: clock,
            plainText: { RichText(html: $0).plain })
        self.reader = reader
    }

    var format: ArchiveFormat { archive.format }
    /// Tells one file from another without reading the whole of it.
    var digest: String { archive.checkpoint.digest }

    /// The next batch; nil at the end.
    func next() async throws -> ImportStep? {
        var arrivals: [Arrival] = []
        var refusals: [ImportRefusal] = []
        var ended = false
        while arrivals.count + refusals.count < Self.batch {
            guard let record = try archive.next() else {
                ended = true
                break
            }
            switch record {
            case .arrival(var arrival, _, let own):
                arrival.own = own
                arrivals.append(arrival)
            case .refused(let line, let reason): refusals.append(ImportRefusal(line: line, reason: reason))
            case .progress: break
            }
            if Task.isCancelled { break }
        }
        if ended && arrivals.isEmpty && refusals.isEmpty { return nil }
        let (checkpoint, bytesRead, bytesTotal) = (archive.checkpoint, archive.bytesRead, archive.totalBytes)
        return ImportStep(
            items: await reader.read(arrivals), refusals: refusals, checkpoint: checkpoint, bytesRead: bytesRead,
            bytesTotal: bytesTotal)
    }
}
