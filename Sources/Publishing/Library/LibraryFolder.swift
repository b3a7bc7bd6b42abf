import Crypto
import Foundation
import Kernel
import Media

/// Files by what is in them, in a folder: masters, renditions, proofs. Beside them what was brought and is not clean yet
/// (`incoming`), and what is being worked on (`bench`).
struct LibraryFolder: Sendable {
    let folder: String

    init(_ folder: String) { self.folder = folder }

    func path(_ digest: String) -> String { path(.kept(digest)) }

    /// Where a file waited to be cleaned before files that wait had the names of what is in them.
    func incoming(_ id: Int64) -> String { "\(folder)/incoming/\(id)" }

    /// Captions on their way to a network: made of their text again wherever they are needed, and swept.
    func captions(_ digest: String) -> String { "\(folder)/bench/\(Workbench.prefix)captions-\(digest)" }

    /// Where tools work; what they leave is moved to its place.
    func bench() throws -> Workbench {
        let place = folder + "/bench"
        try Self.make(place)
        return Workbench(folder: place)
    }

    /// The file takes the place of what was there.
    static func move(_ file: String, to place: String) throws {
        try make(URL(filePath: place).deletingLastPathComponent().path)
        do {
            // Beside its place first: a folder of another disk is copied, and half a copy is never seen.
            let near = place + ".new-" + UUID().uuidString
            try FileManager.default.moveItem(atPath: file, toPath: near)
            guard rename(near, place) == 0 else { throw CocoaError(.fileWriteUnknown) }
        } catch { throw Failure(.broken, "a file of the library cannot be kept") }
    }

    private static func make(_ folder: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw Failure(.broken, "the folder of the library cannot be written to") }
    }

    static func write(_ data: Data, to place: String) throws {
        let near = FileManager.default.temporaryDirectory.path + "/resonance-" + UUID().uuidString
        do { try data.write(to: URL(filePath: near)) } catch {
            throw Failure(.broken, "a file of the library cannot be written")
        }
        try move(near, to: place)
    }

    static func digest(of data: Data) -> String { hexadecimal(SHA256.hash(data: data)) }

    static func hexadecimal(_ digest: SHA256.Digest) -> String {
        digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// SHA-256 of a file, in hexadecimal, read piece by piece.
    static func digest(of path: String) throws -> String {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw Held(.media, "a file of the library is gone")
        }
        defer { try? handle.close() }
        var hash = SHA256()
        while let data = try handle.read(upToCount: 1 << 20), !data.isEmpty { hash.update(data: data) }
        return hexadecimal(hash.finalize())
    }
}
