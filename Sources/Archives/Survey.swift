import Kernel

/// A first look at an export: what it is packed in and whose it is. A packed file's names are read up to the first that
/// proves its origin; then the few members that help to read the others.
struct Survey {
    /// Names looked at before giving up on finding one that proves anything.
    private static let most = 20_000

    let isPacked: Bool
    let format: ArchiveFormat?
    private let input: Input

    init(_ input: Input, limits: ArchiveLimits) throws {
        self.input = input
        isPacked = Container.holds(input.head)
        format =
            isPacked
            ? try Self.packed(input, limits) : ArchiveFormat.detect(firstBytes: input.head, name: input.name)
    }

    var nothingFound: Failure {
        Failure(
            .unusable,
            "\(input.name): nothing in it is recognised; expected an export of X, Facebook, Instagram, YouTube, Google, "
                + "LinkedIn or Mastodon, a CSV or TSV table, or JSON Lines")
    }

    private static func packed(_ input: Input, _ limits: ArchiveLimits) throws -> ArchiveFormat? {
        // A pipe cannot be read twice: its first 64 KiB must do.
        let source = input.seekable ? input : try Input(.bytes(input.head, name: input.name))
        defer { if input.seekable { try? input.seek(to: 0) } }
        var names: [String] = []
        do {
            let container = try Container(source, limits: limits)
            while names.count < most, let member = try container.next() {
                if container.isSingle {
                    let head = try PeekedBytes(MemberBytes(container), Input.headLength).head
                    return ArchiveFormat.detect(firstBytes: head, name: member.shown)
                }
                if let decisive = ArchiveFormat.decisive(member) { return decisive }
                names.append(member.shown)
            }
        } catch {
            // What is damaged later on is met again, and said, after what can be read was read.
            guard let format = ArchiveFormat.detect(firstBytes: [], name: input.name, entries: names) else {
                throw error
            }
            return format
        }
        return names.isEmpty ? nil : ArchiveFormat.detect(firstBytes: [], name: input.name, entries: names)
    }

    /// Gives the export the members that it wants to know before the others.
    func learn(_ export: inout any Export, _ limits: ArchiveLimits) throws {
        guard input.seekable, format != nil, !export.helpers.isEmpty else { return }
        defer { try? input.seek(to: 0) }
        var missing = export.helpers
        let container = try Container(input, limits: limits)
        while !missing.isEmpty, let member = try? container.next() {
            guard missing.remove(String(member.last)) != nil else { continue }
            let peeked = try PeekedBytes(MemberBytes(container), Input.headLength)
            guard let cut = export.cut(member, head: peeked.head) else { continue }
            let cutter = cut.cutter(Window(peeked), after: 0, limits: limits)
            while case .piece? = try? cutter.advance() {
                let piece = Piece(bytes: cutter.piece, key: cutter.key, member: member, number: cutter.number)
                // A helping piece that cannot be read helps nobody; nothing is lost by passing over it.
                try? export.learn(piece)
            }
        }
    }
}

/// A stream whose first bytes were looked at.
final class PeekedBytes: ByteStream {
    private let rest: any ByteStream
    let head: [UInt8]
    private var taken = 0

    init(_ stream: any ByteStream, _ length: Int) throws {
        rest = stream
        var bytes = [UInt8](repeating: 0, count: length)
        var filled = 0
        while filled < length {
            let count = try bytes.withUnsafeMutableBytes { try stream.read(into: .init(rebasing: $0[filled...])) }
            if count == 0 { break }
            filled += count
        }
        head = Array(bytes[..<filled])
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if taken == head.count { return try rest.read(into: buffer) }
        let count = min(buffer.count, head.count - taken)
        head.withUnsafeBytes { buffer.copyMemory(from: .init(rebasing: $0[taken..<taken + count])) }
        taken += count
        return count
    }
}
