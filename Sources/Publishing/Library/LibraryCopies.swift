import Crypto
import Foundation
import Kernel

/// Copies on this machine of what lies in the object store, for tools that read files. What no tool can be at work with
/// any more makes room for what comes; nothing is only here.
struct LibraryCopies: Sendable {
    let folder: String
    /// Bytes at most.
    let room: Int64
    /// No work lasts longer.
    static let lease = 3 * 3_600.0

    func path(_ name: LibraryName) -> String { "\(folder)/\(name.key)" }

    /// The copy, if it is here: it was looked at just now.
    func find(_ name: LibraryName) -> String? {
        let path = path(name)
        do {
            try FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: path)
            return path
        } catch { return nil }
    }

    /// The file that was put into the store becomes its copy.
    func take(_ file: String, _ name: LibraryName) throws {
        try LibraryFolder.move(file, to: path(name))
        _ = find(name)
        try? makeRoom(0)
    }

    func remove(_ name: LibraryName) { try? FileManager.default.removeItem(atPath: path(name)) }

    /// Brings one here, piece by piece, and keeps it once its checksum is right.
    func fill(
        _ name: LibraryName, _ size: Int64, by piece: Int64, _ read: (Range<Int64>) async throws -> [UInt8]
    ) async throws -> String {
        let near = path(name) + ".new-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: near) }
        try LibraryFolder.write(Data(), to: near)
        guard let handle = FileHandle(forWritingAtPath: near) else {
            throw Failure.away("a working copy cannot be written")
        }
        defer { try? handle.close() }
        var hash = SHA256()
        for start in stride(from: 0, to: size, by: Int64.Stride(piece)) {
            let bytes = try await read(start..<min(start + piece, size))
            hash.update(data: bytes)
            do { try handle.write(contentsOf: bytes) } catch {
                throw Failure.away("a working copy cannot be written: the disk may be full")
            }
        }
        guard LibraryFolder.hexadecimal(hash.finalize()) == name.digest else { throw Failure.changed }
        try LibraryFolder.move(near, to: path(name))
        return path(name)
    }

    /// Takes the oldest copies away until one more of this size fits.
    /// - Throws: `Failure.away` where all that is here may be in use.
    func makeRoom(_ size: Int64) throws {
        var all = found().sorted { $0.used < $1.used }
        var total = all.reduce(0) { $0 + $1.bytes }
        while total + size > room, let oldest = all.first, Date().timeIntervalSince(oldest.used) > Self.lease {
            try? FileManager.default.removeItem(atPath: oldest.path)
            total -= oldest.bytes
            all.removeFirst()
        }
        guard total + size <= room else { throw Failure.away("no room for one more working copy of the library") }
    }

    /// What a killed node left half-written, and what is over the bound.
    func sweep() {
        for copy in found() where copy.path.contains(".new-") && Date().timeIntervalSince(copy.used) > Self.lease {
            try? FileManager.default.removeItem(atPath: copy.path)
        }
        try? makeRoom(0)
    }

    private func found() -> [(path: String, bytes: Int64, used: Date)] {
        let shelves = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return shelves.flatMap { shelf -> [(path: String, bytes: Int64, used: Date)] in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(shelf)")) ?? []
            return names.compactMap { name -> (path: String, bytes: Int64, used: Date)? in
                let path = "\(folder)/\(shelf)/\(name)"
                guard let values = try? FileManager.default.attributesOfItem(atPath: path),
                    let bytes = values[.size] as? Int64, let used = values[.modificationDate] as? Date
                else { return nil }
                return (path, bytes, used)
            }
        }
    }
}
