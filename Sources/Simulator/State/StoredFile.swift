import Crypto
import Foundation
import Kernel

/// A file that was sent to a network, or fetched by it.
struct StoredFile: Sendable, Codable {
    let id: String
    let type: String
    private(set) var size: Int
    /// Nil once it is too much to keep; the rest stays.
    private(set) var bytes: Data?
    let createdAt: Instant

    /// What is kept of one file, and of all together.
    static let most = 64 << 20
    static let mostOfAll = 256 << 20
    /// What of it goes into the state's file: pictures, newest first.
    static let mostInState = 16 << 20

    init(id: String, _ bytes: [UInt8], type: String?, at createdAt: Instant) {
        (self.id, self.createdAt, size) = (id, createdAt, bytes.count)
        self.type =
            Self.sniffed(bytes) ?? type?.split(separator: ";").first.map(String.init) ?? "application/octet-stream"
        self.bytes = bytes.count <= Self.most ? Data(bytes) : nil
    }

    mutating func append(_ more: [UInt8]) {
        size += more.count
        if size <= Self.most { bytes?.append(contentsOf: more) } else { bytes = nil }
    }

    mutating func forget() { bytes = nil }

    var isPicture: Bool { type.hasPrefix("image/") }
    var isVideo: Bool { type.hasPrefix("video/") }
    var digest: String? { bytes.map { SHA256.hash(data: $0).map { String($0, radix: 16) }.joined() } }

    /// By the first bytes, as networks do; nil for what is none of theirs.
    static func sniffed(_ bytes: [UInt8]) -> String? {
        let head = Array(bytes.prefix(16))
        if head.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if head.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "image/png" }
        if head.starts(with: Array("GIF8".utf8)) { return "image/gif" }
        if head.starts(with: Array("RIFF".utf8)), head.dropFirst(8).starts(with: Array("WEBP".utf8)) {
            return "image/webp"
        }
        if head.dropFirst(4).starts(with: Array("ftyp".utf8)) { return "video/mp4" }
        if head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) { return "video/webm" }
        if head.starts(with: Array("%PDF".utf8)) { return "application/pdf" }
        if head.starts(with: Array("WEBVTT".utf8)) { return "text/vtt" }
        return nil
    }

    /// Width and height of a PNG or a JPEG; nil for anything else.
    var pixels: (width: Int, height: Int)? {
        guard let bytes, bytes.count > 24 else { return nil }
        func two(_ place: Int) -> Int { Int(bytes[place]) << 8 | Int(bytes[place + 1]) }
        if type == "image/png" { return (two(16) << 16 | two(18), two(20) << 16 | two(22)) }
        guard type == "image/jpeg" else { return nil }
        var place = 2
        while place + 9 < bytes.count, bytes[place] == 0xFF {
            let mark = bytes[place + 1]
            if (0xC0...0xCF).contains(mark), ![0xC4, 0xC8, 0xCC].contains(mark) {
                return (two(place + 7), two(place + 5))
            }
            place += 2 + max(2, two(place + 2))
        }
        return nil
    }
}
