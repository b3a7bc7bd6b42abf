import Foundation
import Kernel

/// The folder as a place: for one node, or for several that share a disk.
extension LibraryFolder: LibraryPlace {
    var piece: Int64 { 256 << 10 }

    func path(_ name: LibraryName) -> String { "\(folder)/\(name.key)" }

    func keep(_ file: String, as name: LibraryName) async throws {
        // Two renditions that are alike were kept by the first.
        let isKept = FileManager.default.fileExists(atPath: path(name))
        if isKept, !FileManager.default.fileExists(atPath: file) { return }
        try Self.move(file, to: path(name))
    }

    func copy(_ name: LibraryName) async throws -> String {
        guard FileManager.default.fileExists(atPath: path(name)) else { throw Failure.gone }
        return path(name)
    }

    func bytes(_ name: LibraryName) async throws -> Int64? { Self.size(path(name)) }

    func read(_ name: LibraryName, _ range: Range<Int64>) async throws -> [UInt8] { try Self.read(path(name), range) }

    func remove(_ name: LibraryName) async throws { try? FileManager.default.removeItem(atPath: path(name)) }

    func tidy(before moment: Instant) async throws {
        for folder in ["incoming"] + shelves {
            for file in names(of: folder) where file.contains(".new-") && changed("\(folder)/\(file)") < moment {
                try? FileManager.default.removeItem(atPath: "\(self.folder)/\(folder)/\(file)")
            }
        }
    }

    func list(after key: String?) async throws -> [LibraryEntry] {
        var out: [LibraryEntry] = []
        for folder in (["incoming"] + shelves).sorted() where key.map({ folder >= $0.prefix(folder.count) }) ?? true {
            for file in names(of: folder).sorted() {
                let found = "\(folder)/\(file)"
                guard key.map({ found > $0 }) ?? true, let name = LibraryName(key: found) else { continue }
                let bytes = Self.size("\(self.folder)/\(found)") ?? 0
                out.append(LibraryEntry(name: name, key: found, bytes: bytes, changed: changed(found)))
                if out.count == 1_000 { return out }
            }
        }
        return out
    }

    static func size(_ path: String) -> Int64? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int64
    }

    static func read(_ path: String, _ range: Range<Int64>) throws -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw Failure.gone }
        defer { try? handle.close() }
        let data: Data?
        do {
            try handle.seek(toOffset: UInt64(range.lowerBound))
            data = try handle.read(upToCount: range.count)
        } catch { throw Failure(.broken, "a file of the library cannot be read") }
        // Fewer bytes than were promised: nobody takes it for the whole.
        guard let data, data.count == range.count else { throw Failure(.broken, "a file of the library was cut short") }
        return Array(data)
    }

    /// `00` to `ff`.
    private var shelves: [String] { names(of: "").filter { $0.utf8.count == 2 } }

    private func names(of place: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(place)")) ?? []
    }

    private func changed(_ place: String) -> Instant {
        let values = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(place)")
        return (values?[.modificationDate] as? Date).map { Instant($0) } ?? Instant(Date())
    }
}
