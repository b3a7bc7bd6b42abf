import CArchive
import Foundation
import Kernel

/// A zip, a tar or a gzip read in one pass by libarchive, from our own bytes to our own memory: nothing is ever written
/// to disk, and no name in it is ever a path. What comes out is counted against what went in, so that a bomb stops.
final class Container {
    private let archive: OpaquePointer
    private let feed: Feed
    private let limits: ArchiveLimits
    private let name: String
    private var isZip = false
    private var members = 0
    private var unpacked: Int64 = 0

    init(_ input: Input, limits: ArchiveLimits) throws {
        guard let archive = archive_read_new() else { throw Failure(.broken, "libarchive has no memory") }
        self.archive = archive
        self.limits = limits
        name = input.name
        feed = Feed(input)
        archive_read_support_filter_gzip(archive)
        // Only the streaming zip reader: the other loads the whole directory, which a hostile file makes as large as it likes.
        archive_read_support_format_zip_streamable(archive)
        archive_read_support_format_tar(archive)
        archive_read_support_format_raw(archive)
        archive_read_support_format_empty(archive)
        let opened = archive_read_open2(
            archive, Unmanaged.passUnretained(feed).toOpaque(), nil,
            { _, box, buffer in Feed.of(box)?.read(buffer) ?? Int(ARCHIVE_FATAL) },
            { _, box, count in Feed.of(box)?.skip(count) ?? 0 }, nil)
        // Everything is set by now, so `deinit` frees the archive.
        if opened != ARCHIVE_OK { throw failure() }
    }

    deinit { archive_read_free(archive) }

    /// Whether these first bytes are a container's.
    static func holds(_ head: [UInt8]) -> Bool {
        head.starts(with: [0x50, 0x4B, 3, 4]) || head.starts(with: [0x50, 0x4B, 5, 6])
            || head.starts(with: [0x1F, 0x8B])
            || (head.count > 262 && head[257..<262].elementsEqual("ustar".utf8))
    }

    /// The next file of the archive, or nil after the last. Passes over what is left of the current one first.
    func next() throws -> MemberName? {
        while true {
            try passOver()
            var entry: OpaquePointer?
            let status = inUTF8 { archive_read_next_header(archive, &entry) }
            if status == ARCHIVE_EOF { return nil }
            if status < ARCHIVE_WARN || entry == nil { throw failure() }
            try checkShape()
            members += 1
            if members > limits.members { throw refused("holds more than \(limits.members) files") }
            guard archive_entry_filetype(entry) & 0o170000 == 0o100000 || isSingle else { continue }
            isCurrent = true
            sizeIsKnown = archive_entry_size_is_set(entry) != 0
            return MemberName(isSingle ? singleName : pathname(entry))
        }
    }

    private var isCurrent = false
    private var sizeIsKnown = false
    /// A gzip that holds one file, without a tar inside.
    var isSingle: Bool { archive_format(archive) == ARCHIVE_FORMAT_RAW }

    /// `avis.csv.gz` holds `avis.csv`.
    private var singleName: String { name.lowercased().hasSuffix(".gz") ? String(name.dropLast(3)) : name }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = archive_read_data(archive, buffer.baseAddress, buffer.count)
        if count < 0 { throw failure() }
        try tally(count)
        return count
    }

    /// Passes over the current member. A zip says where most members end; the others must be unpacked to be passed, and
    /// that is counted like the rest.
    private func passOver() throws {
        guard isCurrent else { return }
        isCurrent = false
        if isZip && sizeIsKnown {
            if archive_read_data_skip(archive) < ARCHIVE_WARN { throw failure() }
            return
        }
        var block: UnsafeRawPointer?
        var size = 0
        var offset: la_int64_t = 0
        while true {
            let status = archive_read_data_block(archive, &block, &size, &offset)
            if status == ARCHIVE_EOF { return }
            if status < ARCHIVE_WARN { throw failure() }
            try tally(size)
        }
    }

    private func tally(_ count: Int) throws {
        unpacked += Int64(count)
        if unpacked > limits.unpacked { throw refused("unpacks to more than \(limits.unpacked >> 30) GB") }
        let packed = max(1, archive_filter_bytes(archive, -1))
        if unpacked > limits.ratioFloor && unpacked / packed > limits.ratio {
            throw refused("unpacks to more than \(limits.ratio) times its size, which no text does")
        }
    }

    private func checkShape() throws {
        isZip = archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_ZIP
        // The count includes the filter that stands for the file itself.
        if archive_filter_count(archive) > 2 { throw refused("is compressed several times over") }
        if archive_filter_count(archive) > 1 && isZip { throw refused("holds an archive inside an archive") }
    }

    private func pathname(_ entry: OpaquePointer?) -> String {
        (archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)).map { String(cString: $0) } ?? "?"
    }

    private func refused(_ reason: String) -> Failure { Failure(.tooLarge, "\(name): \(reason)") }

    private func failure() -> any Error {
        if let error = feed.error { return error }
        let said = archive_error_string(archive).map { String(cString: $0) } ?? "unreadable"
        return Failure(.unusable, "\(name): is cut short or damaged (\(said.asOneLine.prefix(120)))")
    }

    /// libarchive turns names into the locale's charset, and a server's locale is often "C". Only this thread, only now.
    private func inUTF8<Result>(_ body: () -> Result) -> Result {
        guard let locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil) else { return body() }
        let before = uselocale(locale)
        defer {
            uselocale(before)
            freelocale(locale)
        }
        return body()
    }
}

/// One member's unpacked bytes.
final class MemberBytes: ByteStream {
    private let container: Container

    init(_ container: Container) { self.container = container }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int { try container.read(into: buffer) }
}
