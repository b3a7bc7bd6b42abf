import Foundation
import Kernel

/// Debian's programs that make and read what is tested.
public enum MediaProgram {
    private static let folders = ["/usr/bin", "/usr/local/bin"]

    /// Those that the library works with, and exiftool, which looks over its shoulder.
    public static let all = ["ffmpeg", "ffprobe", "vips", "vipsheader", "tesseract", "exiftool", "prlimit"]

    public static func place(_ name: String) -> String? {
        folders.map { $0 + "/" + name }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    public static func has(_ names: String...) -> Bool { hasAll(names) }
    public static func hasAll(_ names: [String]) -> Bool { names.allSatisfy { place($0) != nil } }

    /// What it wrote.
    /// - Throws: `.broken` with its words when it fails.
    @discardableResult
    public static func run(_ name: String, _ arguments: [String], in folder: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: place(name) ?? name)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder)
        // A file, not a pipe: a program that says much to both would wait for ever.
        let errors = FileManager.default.temporaryDirectory.path + "/errors-\(UUID().uuidString)"
        _ = FileManager.default.createFile(atPath: errors, contents: nil)
        defer { try? FileManager.default.removeItem(atPath: errors) }
        let out = Pipe()
        process.standardOutput = out
        process.standardError = FileHandle(forWritingAtPath: errors)
        try process.run()
        let said = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let complaint = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
            throw Failure(.broken, "\(name) \(arguments): \(complaint)")
        }
        return said
    }
}
