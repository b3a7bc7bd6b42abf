import Foundation
import Kernel

/// Where media are worked on: a folder of the caller's, the limits, and the places where the tools are looked for.
///
/// Every piece of work happens in a folder of its own inside of it, which is gone when the work ends, however it ends.
/// Results lie in the folder itself, named by what is in them: `SHA-256.ending`.
public struct Workbench: Sendable {
    public let folder: String
    public let limits: MediaLimits
    /// Folders that hold the tools, in this order. The environment's PATH is not asked.
    public let programs: [String]

    public init(
        folder: String, limits: MediaLimits = .standard, programs: [String] = ["/usr/bin", "/usr/local/bin"]
    ) {
        (self.folder, self.limits, self.programs) = (folder, limits, programs)
    }

    /// Tools that this machine lacks: for a start-up check.
    public func missing() -> [Tool] { Tool.allCases.filter { place($0.rawValue) == nil } }

    /// Removes what a server that was killed left of its work. To be called before anything else works in the folder; or,
    /// where other nodes work in it too, with the seconds after which no work is under way any more.
    public func sweep(olderThan seconds: Double = 0) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasPrefix(Self.prefix) {
            let path = folder + "/" + name
            let born = try? FileManager.default.attributesOfItem(atPath: path)[.creationDate] as? Date
            if seconds > 0, let born, -born.timeIntervalSinceNow < seconds { continue }
            try FileManager.default.removeItem(atPath: path)
        }
    }

    /// What the names of files begin with that `sweep` may take away.
    public static let prefix = ".work-"

    /// Runs a piece of work in a folder of its own.
    ///
    /// The file is known there as `input`: tools never see the name that somebody gave it, which could be an option, an
    /// address, or a list of parameters to them.
    func work<Result>(on path: String, _ body: (Stage) async throws -> Result) async throws -> Result {
        try Task.checkCancellation()
        let stage = Stage(folder: folder + "/" + Self.prefix + UUID().uuidString.lowercased(), bench: self)
        do {
            try FileManager.default.createDirectory(
                atPath: stage.folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Failure(.broken, "the folder for media cannot be written to")
        }
        defer { try? FileManager.default.removeItem(atPath: stage.folder) }
        try Self.requireFile(path)
        try FileManager.default.createSymbolicLink(
            atPath: stage.path(Stage.input), withDestinationPath: URL(filePath: path).standardizedFileURL.path)
        return try await body(stage)
    }

    /// A program's path, nil when it is not installed.
    func place(_ name: String) -> String? {
        programs.map { $0 + "/" + name }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Only a plain file is read: a pipe or a device would never end.
    private static func requireFile(_ path: String) throws {
        let kind = try? FileManager.default.attributesOfItem(atPath: URL(filePath: path).resolvingSymlinksInPath().path)
        guard let kind else { throw Failure(.notFound, "there is no such media file") }
        guard kind[.type] as? FileAttributeType == .typeRegular else {
            throw Failure(.unusable, "a media file that is not a plain file", words: "media.unreadable")
        }
    }
}
