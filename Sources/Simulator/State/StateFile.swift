import Foundation
import Kernel

/// The file that keeps what the networks know.
struct StateFile: Sendable {
    let path: String

    /// What is read at most.
    static let most = 256 << 20

    /// Nil where there is no file yet. Throws `.unusable` for one that cannot be read: it is never written over.
    func read() throws -> World? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        guard size <= Self.most else { throw Failure(.tooLarge, "\(path) is too large for a simulator's state") }
        guard let data = FileManager.default.contents(atPath: path),
            let world = try? JSONDecoder().decode(World.self, from: data)
        else { throw Failure(.unusable, "\(path) is no state of the simulated networks; move it away to begin anew") }
        return world
    }

    /// Whole or not at all: written beside, then put in its place.
    func write(_ world: World) throws {
        var kept = world
        var left = StoredFile.mostInState
        for file in world.files.values.sorted(by: { $0.createdAt > $1.createdAt }) {
            let size = file.bytes?.count ?? 0
            if file.isPicture, size <= left { left -= size } else { kept.files[file.id]?.forget() }
        }
        do {
            let data = try JSONEncoder().encode(kept)
            try data.write(to: URL(filePath: path), options: .atomic)
        } catch { throw Failure(.unavailable, "the simulated networks' state could not be written to \(path)") }
    }
}
