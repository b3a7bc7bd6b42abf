import Foundation
import Kernel

/// Where uploaded files wait until they are read, and the name by which nodes know whether they look at the same one:
/// it lies in the folder itself, so that nodes that share the folder share the name, wherever each has mounted it.
struct ImportFolder {
    let path: String
    private static let file = "folder.id"

    /// 32 hexadecimal digits, made at the first call on any node.
    func name() throws -> String {
        if let known = known { return known }
        let manager = FileManager.default
        try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
        let fresh = UUID().uuidString.lowercased().filter { $0 != "-" }
        // Whole or not at all: of two processes that make it at once, the second finds the first one's.
        let draft = path + "/.\(fresh)"
        try Data(fresh.utf8).write(to: URL(filePath: draft))
        defer { try? manager.removeItem(atPath: draft) }
        if link(draft, path + "/" + Self.file) == 0 { return fresh }
        if let known = known { return known }
        throw Failure(.unavailable, "the folder of uploads \(path) cannot be given a name: check its rights and disk")
    }

    private var known: String? {
        guard let data = FileManager.default.contents(atPath: path + "/" + Self.file) else { return nil }
        let text = String(decoding: data, as: UTF8.self)
        return text.count == 32 && text.allSatisfy(\.isHexDigit) ? text : nil
    }
}
