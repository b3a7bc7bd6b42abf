import Foundation
import TestKit

func inFolder(_ body: (String) async throws -> Void) async throws { try await inTemporaryFolder(body) }

func contents(of folder: String) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder) }
