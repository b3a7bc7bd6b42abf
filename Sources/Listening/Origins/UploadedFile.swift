import Foundation
import Kernel

/// A small uploaded file, read whole.
enum UploadedFile {
    /// - Throws: `.tooLarge` beyond `limit` bytes, `.broken` when it is gone.
    static func bytes(_ path: String, limit: Int) async throws -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw Failure(.broken, "an upload cannot be read back")
        }
        defer { try? handle.close() }
        let data = try handle.read(upToCount: limit + 1) ?? Data()
        guard data.count <= limit else { throw Failure(.tooLarge, "a file over \(limit) bytes") }
        return Array(data)
    }
}
