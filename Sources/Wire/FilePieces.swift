import Foundation
import Kernel
import NIOCore

/// A part of a file between two runs of bytes, read as it leaves: 256 KiB in memory at once.
struct FilePieces: AsyncSequence, Sendable {
    let head: [UInt8]
    let path: String
    let range: Range<Int64>
    let tail: [UInt8]

    var length: Int64 { Int64(head.count) + Int64(range.count) + Int64(tail.count) }

    func makeAsyncIterator() -> Iterator { Iterator(pieces: self) }

    struct Iterator: AsyncIteratorProtocol {
        private enum Stage { case head, file, tail, over }
        private let pieces: FilePieces
        private var stage = Stage.head
        private var part: FilePart

        init(pieces: FilePieces) {
            self.pieces = pieces
            part = FilePart(path: pieces.path, from: pieces.range.lowerBound, left: Int64(pieces.range.count))
        }

        mutating func next() async throws -> ByteBuffer? {
            while true {
                switch stage {
                case .head:
                    stage = .file
                    if !pieces.head.isEmpty { return ByteBuffer(bytes: pieces.head) }
                case .file:
                    if let piece = try part.next() { return piece }
                    stage = .tail
                case .tail:
                    stage = .over
                    if !pieces.tail.isEmpty { return ByteBuffer(bytes: pieces.tail) }
                case .over: return nil
                }
            }
        }
    }
}

/// Bytes of a file, piece by piece.
private struct FilePart {
    static let piece: Int64 = 256 << 10
    let path: String
    let from: Int64
    var left: Int64
    private var handle: FileHandle?

    init(path: String, from: Int64, left: Int64) { (self.path, self.from, self.left) = (path, from, left) }

    mutating func next() throws -> ByteBuffer? {
        guard left > 0 else {
            try? handle?.close()
            handle = nil
            return nil
        }
        let data: Data
        do { data = try read() } catch { throw Failure(.broken, "a file that is being sent cannot be read") }
        guard !data.isEmpty else { throw Failure(.broken, "a file is shorter than it was when it was checked") }
        left -= Int64(data.count)
        return ByteBuffer(bytes: data)
    }

    private mutating func read() throws -> Data {
        if handle == nil {
            handle = try FileHandle(forReadingFrom: URL(filePath: path))
            try handle?.seek(toOffset: UInt64(from))
        }
        return try handle?.read(upToCount: Int(min(left, Self.piece))) ?? Data()
    }
}
