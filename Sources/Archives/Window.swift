/// A stretch of a stream held in memory: what the cutters look at. It holds one chunk, or one piece when a piece is
/// longer; a cutter lets go of what it has seen, so that a terabyte passes through a few hundred kilobytes.
final class Window {
    private static let chunk = 256 * 1024

    private let stream: any ByteStream
    private var storage = UnsafeMutableRawBufferPointer.allocate(byteCount: Window.chunk, alignment: 16)
    private var start = 0
    private var end = 0
    private var ended = false
    /// Offset, in the stream, of the first byte held.
    private(set) var offset: Int64

    init(_ stream: any ByteStream, offset: Int64 = 0) {
        self.stream = stream
        self.offset = offset
    }

    deinit { storage.deallocate() }

    /// The bytes held. Good until `more` or `drop`.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[start..<end]) }
    var count: Int { end - start }
    /// Bytes of memory that it takes.
    var capacity: Int { storage.count }

    /// Lets go of the first `count` bytes.
    func drop(_ count: Int) {
        start += count
        offset += Int64(count)
    }

    /// Reads on; false at the end of the stream. Room doubles when a whole piece fills it: the cutter sets the limit.
    func more() throws -> Bool {
        if ended { return false }
        if start > 0 {
            // The two stretches may overlap: copyMemory allows it, as memmove does.
            storage.copyMemory(from: bytes)
            end -= start
            start = 0
        }
        if end == storage.count { grow() }
        let count = try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: storage[end...]))
        end += count
        ended = count == 0
        return !ended
    }

    private func grow() {
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: storage.count * 2, alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(storage))
        storage.deallocate()
        storage = larger
    }
}
