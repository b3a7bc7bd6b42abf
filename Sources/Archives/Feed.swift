import CArchive

/// Hands our bytes to libarchive, and keeps the error that its callbacks cannot throw.
final class Feed {
    private let input: Input
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
    private(set) var error: (any Error)?

    init(_ input: Input) { self.input = input }

    deinit { buffer.deallocate() }

    static func of(_ pointer: UnsafeMutableRawPointer?) -> Feed? {
        pointer.map { Unmanaged<Feed>.fromOpaque($0).takeUnretainedValue() }
    }

    func read(_ out: UnsafeMutablePointer<UnsafeRawPointer?>?) -> Int {
        do {
            let count = try input.read(into: buffer)
            out?.pointee = UnsafeRawPointer(buffer.baseAddress)
            return count
        } catch {
            self.error = error
            return Int(ARCHIVE_FATAL)
        }
    }

    /// Steps over bytes of a file without reading them; 0 asks libarchive to read them instead.
    func skip(_ count: Int64) -> Int64 {
        guard input.seekable, let total = input.total, count > 0 else { return 0 }
        let step = min(count, max(0, total - input.position))
        do {
            try input.seek(to: input.position + step)
            return step
        } catch {
            self.error = error
            return 0
        }
    }
}
