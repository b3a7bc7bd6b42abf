import Crypto
import Foundation
import Kernel

/// Bytes of a file, read where they are wanted and no further than asked.
struct FileBytes {
    let size: Int64
    private let handle: FileHandle

    /// Throws `.notFound`.
    init(_ path: String) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw Failure(.notFound, "a media file cannot be opened")
        }
        self.handle = handle
        size = Int64(try handle.seekToEnd())
    }

    /// Up to `count` bytes from `offset`: fewer at the end of the file.
    func read(at offset: Int64, _ count: Int) throws -> [UInt8] {
        guard offset >= 0, offset < size, count > 0 else { return [] }
        try handle.seek(toOffset: UInt64(offset))
        return [UInt8](try handle.read(upToCount: min(count, Int(size - offset))) ?? Data())
    }

    /// The whole file. Throws `.tooLarge` beyond `limit` bytes.
    func all(limit: Int64) throws -> [UInt8] {
        guard size <= limit else {
            throw Failure(.tooLarge, "a picture of \(size) bytes", words: "media.too_heavy")
        }
        return try read(at: 0, Int(size))
    }

    static func size(_ path: String) throws -> Int64 { try FileBytes(path).size }

    /// SHA-256 of a file in hexadecimal, a megabyte at a time.
    static func digest(_ path: String) throws -> String {
        let file = try FileBytes(path)
        var hash = SHA256()
        var offset: Int64 = 0
        while offset < file.size {
            let piece = try file.read(at: offset, 1 << 20)
            guard !piece.isEmpty else { break }
            hash.update(data: piece)
            offset += Int64(piece.count)
        }
        return hash.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
