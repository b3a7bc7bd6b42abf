import Foundation
import TestKit
import Testing

@testable import Media

/// A folder that is gone after the test, with the tools that make what is tested.
struct Atelier {
    let folder: String
    let bench: Workbench

    /// Whether the tools are there that the tests of this room need.
    static let isEquipped = has("ffmpeg", "ffprobe", "vips", "vipsheader", "exiftool", "prlimit")

    static func has(_ names: String...) -> Bool { MediaProgram.hasAll(names) }

    static let wanted: Comment = "install ffmpeg, libvips-tools and libimage-exiftool-perl"

    init(_ limits: MediaLimits = .standard) throws {
        folder = FileManager.default.temporaryDirectory.path + "/media-\(UUID().uuidString)"
        bench = Workbench(folder: folder + "/kept", limits: limits)
        try FileManager.default.createDirectory(atPath: folder + "/kept", withIntermediateDirectories: true)
    }

    func close() { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { folder + "/" + name }

    func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path))) }

    @discardableResult
    func write(_ bytes: [UInt8], _ name: String) throws -> String {
        try Data(bytes).write(to: URL(filePath: path(name)))
        return path(name)
    }

    @discardableResult
    func write(_ text: String, _ name: String) throws -> String { try write(Array(text.utf8), name) }

    /// What lies in the folder of results, work that is under way included.
    func kept() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: bench.folder).sorted() }

    @discardableResult
    func run(_ tool: String, _ arguments: [String]) throws -> String {
        try MediaProgram.run(tool, arguments, in: folder)
    }

    // MARK: Things to test with

    /// A picture with much in it, by its ending: `picture("a.jpg[Q=90]", 640, 360)`.
    @discardableResult
    func picture(_ name: String, _ width: Int = 320, _ height: Int = 200, noise: Int = 0) throws -> String {
        let source = "testsrc2=s=\(width)x\(height)" + (noise > 0 ? ",noise=alls=\(noise)" : "")
        let png = "source-\(width)-\(height)-\(noise).png"
        try run(
            "ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", source, "-frames:v", "1", "-pix_fmt", "rgb24", png])
        let file = String(name.split(separator: "[")[0])
        if name.hasSuffix(".heic") || name.hasSuffix(".avif") {
            try run("vips", ["heifsave", png, name, "--compression", name.hasSuffix(".avif") ? "av1" : "hevc"])
        } else {
            try run("vips", ["copy", png, name])
        }
        return path(file)
    }

    @discardableResult
    func film(
        _ name: String, seconds: Double = 2, size: String = "320x180", rate: Int = 25, sound: Bool = true,
        _ more: [String] = []
    ) throws -> String {
        var arguments = ["-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=\(size):r=\(rate):d=\(seconds)"]
        if sound { arguments += ["-f", "lavfi", "-i", "sine=f=440:d=\(seconds)"] }
        try run("ffmpeg", arguments + ["-pix_fmt", "yuv420p", "-shortest"] + more + [name])
        return path(name)
    }

    /// Red, green and blue of a pixel.
    func colour(_ path: String, _ x: Int, _ y: Int) throws -> [Int] {
        try run("vips", ["getpoint", path, "\(x)", "\(y)"]).split(whereSeparator: \.isWhitespace)
            .compactMap { Double($0).map { Int($0.rounded()) } }
    }

    /// Tags that exiftool reads and that are not about the file itself or how it is coded: `GPS:GPSLatitude`.
    func tags(_ path: String) throws -> [String] {
        try run("exiftool", ["-G1", "-s", "-a", "-u", "-U", "-ee", path]).split(separator: "\n").compactMap { line in
            let parts = line.split(whereSeparator: { $0 == " " || $0 == ":" }).map(String.init)
            guard parts.count >= 2 else { return nil }
            let group = parts[0].trimmingCharacters(in: ["[", "]"])
            return ["ExifTool", "System", "Composite", "File"].contains(group) ? nil : group + ":" + parts[1]
        }
    }
}

/// Runs a test in an atelier that is gone afterwards.
func inAtelier<Result>(
    _ limits: MediaLimits = .standard, _ body: (Atelier) async throws -> Result
) async throws -> Result {
    let atelier = try Atelier(limits)
    defer { atelier.close() }
    return try await body(atelier)
}
