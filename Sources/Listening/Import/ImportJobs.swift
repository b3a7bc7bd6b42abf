import Foundation
import Kernel
import Storage

/// The job that reads an uploaded file. A node that is killed leaves its checkpoint; another that has the file, or the
/// same one once it is back, goes on from there. The kind names the folder, so that a node without the file never takes
/// the job: it waits, however long, and does not die of being tried where it cannot be done.
struct ImportJobs: Sendable {
    /// Runs from before folders had names.
    static let kind = "import.run"

    static func kind(_ folder: String) -> String { "\(kind).\(folder)" }

    private let importer: Importer

    init(_ importer: Importer) { self.importer = importer }

    private struct Payload: Decodable { let run: Int64 }

    @Sendable func handle(_ job: Job) async throws {
        let id = try JSONDecoder().decode(Payload.self, from: Data(job.payload.utf8)).run
        let run = try await importer.run(id)
        guard run.state == .running, let path = run.path else { return }
        guard FileManager.default.fileExists(atPath: path) else {
            guard run.folder != nil else {
                throw Failure(.unavailable, "the file of import \(id) lies on another node")
            }
            return try await importer.giveUp(id, "the file is gone from the folder of uploads: give it again")
        }
        let ended = try await importer.resume(id)
        if ended.state == .done {
            try await importer.forgetFile(of: id)
            try FileManager.default.removeItem(atPath: path)
        }
    }
}
