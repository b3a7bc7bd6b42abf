public import Archives
import Feeds

/// The dry run: reads the first ten thousand records of a file and keeps nothing.
public enum ImportRehearsal {
    public static func run(_ order: ImportOrder, records: Int = 10_000) throws -> Rehearsal {
        try Rehearsal(
            ArchiveReader(
                order.source, format: order.format, mapping: order.mapping, plainText: { RichText(html: $0).plain }),
            records: records)
    }
}
