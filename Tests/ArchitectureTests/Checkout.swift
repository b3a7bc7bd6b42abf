import Foundation

/// The checkout that these tests stand in, read as text.
enum Checkout {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Files below `folder` whose name ends with `ending`, with their path below the root and their text.
    static func files(_ folder: String, ending: String) throws -> [(path: String, text: String)] {
        let start = root.appending(path: folder)
        let walker = FileManager.default.enumerator(at: start, includingPropertiesForKeys: nil)
        var found: [(String, String)] = []
        while let file = walker?.nextObject() as? URL {
            guard file.lastPathComponent.hasSuffix(ending), let text = try? String(contentsOf: file, encoding: .utf8)
            else { continue }
            found.append(
                (String(file.path(percentEncoded: false).dropFirst(root.path(percentEncoded: false).count)), text))
        }
        return found.sorted { $0.0 < $1.0 }
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The modules that a Swift file imports.
    static func imports(_ text: String) -> Set<String> {
        Set(
            text.split(separator: "\n").compactMap { line in
                let words = line.split(separator: " ")
                guard let index = words.firstIndex(of: "import"), index + 1 < words.count,
                    words[..<index].allSatisfy({
                        ["public", "internal", "package", "private", "@testable"].contains($0)
                    })
                else { return nil }
                return String(words[index + 1].split(separator: ".")[0])
            })
    }
}
