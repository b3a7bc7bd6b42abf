import Foundation
import Kernel
public import Storage

/// The job that reads an uploaded file. A node that is killed leaves its checkpoint; another goes on from there.
public struct ImportJobs: Sendable {
    public static let kind = "import.run"

    private let importer: Importer

    public init(_ importer: Importer) { self.importer = importer }

    private struct Payload: Decodable { let run: Int64 }

    @Sendable public func handle(_ job: Job) async throws {
        let id = try JSONDecoder().decode(Payload.self, from: Data(job.payload.utf8)).run
        let run = try await importer.run(id)
        guard run.state == .running, let path = run.path else { return }
        guard FileManager.default.fileExists(atPath: path) else {
            throw Failure(.unavailable, "the file of import \(id) lies on another node")
        }
        let ended = try await importer.resume(id)
        if ended.state == .done {
            try await importer.forgetFile(of: id)
            try FileManager.default.removeItem(atPath: path)
        }
    }
}
