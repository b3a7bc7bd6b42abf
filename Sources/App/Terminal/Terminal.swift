import Foundation
import Kernel

/// The terminal, or whatever stands in its place: results on standard output, words for people on standard error.
enum Terminal {
    /// One line on standard error.
    static func complain(_ text: String) {
        FileHandle.standardError.write(Data("resonance: \(text)\n".utf8))
    }

    static func say(_ text: String) {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }

    /// Whether a person sees standard error, so that a progress line may be drawn over itself.
    static var isWatched: Bool { isatty(STDERR_FILENO) == 1 }

    /// Draws over the last line when somebody watches.
    static func progress(_ text: String) {
        guard isWatched else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
    }
}

/// Standard output in large pieces: JSON Lines by the hundred thousand.
struct LineWriter {
    private var buffer: [UInt8] = []
    private let limit = 1 << 16

    mutating func write(_ line: some Sequence<UInt8>) throws {
        buffer.append(contentsOf: line)
        buffer.append(10)
        if buffer.count >= limit { try flush() }
    }

    mutating func write(_ text: String) throws { try write(text.utf8) }

    /// - Throws: `Failure(.unavailable)` when nobody reads any more, or the disk is full.
    mutating func flush() throws {
        var start = 0
        while start < buffer.count {
            let count = buffer.withUnsafeBytes { bytes in
                Foundation.write(STDOUT_FILENO, bytes.baseAddress?.advanced(by: start), bytes.count - start)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw Failure(.unavailable, "standard output: \(String(cString: strerror(errno)))")
            }
            start += count
        }
        buffer.removeAll(keepingCapacity: true)
    }
}

/// Reads lines from a file or from standard input, in bounded memory.
struct LineReader {
    private let handle: FileHandle
    private let longest: Int
    private var buffer: [UInt8] = []
    private var start = 0
    private var ended = false

    /// `path` nil or "-" is standard input.
    init(path: String?, longest: Int = 64 << 20) throws {
        self.longest = longest
        guard let path, path != "-" else {
            handle = .standardInput
            return
        }
        guard let opened = FileHandle(forReadingAtPath: path) else {
            throw Failure(.unusable, "\(path): no such file, or it may not be read")
        }
        handle = opened
    }

    /// The next line without its end; nil after the last.
    /// - Throws: `Failure(.tooLarge)` for a line longer than the limit.
    mutating func next() throws -> [UInt8]? {
        var scanned = start
        while true {
            if let end = buffer[scanned...].firstIndex(of: 10) {
                defer { start = end + 1 }
                return Array(buffer[start..<(end > start && buffer[end - 1] == 13 ? end - 1 : end)])
            }
            scanned = buffer.count
            if ended {
                guard start < buffer.count else { return nil }
                defer { start = buffer.count }
                return Array(buffer[start...])
            }
            guard buffer.count - start <= longest else {
                throw Failure(.tooLarge, "a line is longer than \(longest >> 20) MiB")
            }
            scanned -= start
            buffer.removeFirst(start)
            start = 0
            let piece = try handle.read(upToCount: 1 << 18) ?? Data()
            ended = piece.isEmpty
            buffer.append(contentsOf: piece)
        }
    }
}

/// The JSON that commands print: keys in order, nothing escaped that need not be.
enum JSONLine {
    static func bytes(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }
}
