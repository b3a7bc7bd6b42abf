import Foundation
import Kernel

/// The export's own bytes, counted, with their first part kept aside so that the format can be guessed before anything
/// is consumed. A file and memory can go back; a pipe cannot.
final class Input: ByteStream {
    /// Bytes kept for guessing.
    static let headLength = 64 * 1024

    let name: String
    let total: Int64?
    let seekable: Bool
    private(set) var position: Int64 = 0
    private(set) var head: [UInt8] = []

    private let memory: [UInt8]?
    private let descriptor: Int32
    private let owned: Bool
    /// Where the next read of the underlying bytes happens: past the head once a pipe's head was taken.
    private var behind: Int64 = 0

    init(_ source: ArchiveSource) throws {
        name = source.name
        switch source {
        case .bytes(let bytes, _):
            (memory, descriptor, owned, seekable, total) = (bytes, -1, false, true, Int64(bytes.count))
        case .descriptor(let number, _):
            (memory, descriptor, owned, seekable, total) = (nil, number, false, false, nil)
        case .file(let path):
            let number = open(path, O_RDONLY | O_CLOEXEC)
            guard number >= 0 else {
                throw Failure(.unusable, "\(source.name): cannot be opened (\(String(cString: strerror(errno))))")
            }
            var facts = stat()
            guard fstat(number, &facts) == 0, facts.st_mode & S_IFMT != S_IFDIR else {
                close(number)
                throw Failure(.unusable, "\(source.name): is a folder; give the downloaded file itself, still zipped")
            }
            let regular = facts.st_mode & S_IFMT == S_IFREG
            (memory, descriptor, owned) = (nil, number, true)
            (seekable, total) = (regular, regular ? Int64(facts.st_size) : nil)
        }
        try takeHead()
    }

    deinit { if owned { close(descriptor) } }

    /// Goes to `offset` bytes from the start.
    func seek(to offset: Int64) throws {
        guard seekable || offset == position else { throw Failure(.unusable, "\(name): a pipe cannot go back") }
        position = offset
        behind = offset
        if memory == nil, seekable, lseek(descriptor, off_t(offset), SEEK_SET) < 0 { throw broken() }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count: Int
        if !seekable, position < head.count {
            count = min(buffer.count, head.count - Int(position))
            head.withUnsafeBytes { buffer.copyMemory(from: .init(rebasing: $0[Int(position)..<Int(position) + count])) }
        } else {
            count = try pull(into: buffer)
        }
        position += Int64(count)
        return count
    }

    private func takeHead() throws {
        var bytes = [UInt8](repeating: 0, count: Self.headLength)
        var filled = 0
        while filled < bytes.count {
            let count = try bytes.withUnsafeMutableBytes { try pull(into: .init(rebasing: $0[filled...])) }
            if count == 0 { break }
            filled += count
        }
        head = Array(bytes[..<filled])
        if seekable { try seek(to: 0) }
    }

    private func pull(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        var count = 0
        if let memory {
            count = max(0, min(buffer.count, memory.count - Int(behind)))
            let start = min(Int(behind), memory.count)
            memory.withUnsafeBytes { buffer.copyMemory(from: .init(rebasing: $0[start..<start + count])) }
        } else {
            repeat {
                count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            } while count < 0 && errno == EINTR
            if count < 0 { throw broken() }
        }
        behind += Int64(count)
        return count
    }

    private func broken() -> Failure {
        Failure(.unusable, "\(name): cannot be read (\(String(cString: strerror(errno))))")
    }
}
