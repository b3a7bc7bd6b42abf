import Foundation
import Testing

@testable import Privacy

/// What the network's own library makes of the same pixels. It gives whole pixels and hundredths of a score, cut off.
@Suite("Faces as the network's own library finds them")
struct FaceReferenceTests {
    static let python = URL(filePath: #filePath).appending(path: "../../../../.venv/bin/python").standardized
    static let isHere = (try? output("import numpy, yuface")) != nil

    @Test("the portrait's face lies where yuface 2023.5.1 found it")
    func known() throws {
        let boxes = try look(Album.portrait().doubled().doubled())
        #expect(boxes.count == 1)
        let box = try #require(boxes.first)
        agree(box, [106, 72, 118, 146, 93])
    }

    @Test(
        "a crowd and noise are read as yuface reads them", .enabled(if: isHere, "yuface is not in .venv"),
        arguments: 0..<3)
    func live(_ number: Int) throws {
        let portrait = try Album.portrait()
        let pictures = [
            try Album.wall(411, 303, portrait, at: [(x: 7, y: 9), (x: 120, y: 33), (x: 301, y: 200)]).doubled(),
            portrait.doubled().turned(.left), try Album.noise(333, 217),
        ]
        let picture = pictures[number]
        let theirs = try reference(picture)
        let ours = try look(picture)
        #expect(ours.count == theirs.count)
        #expect(number == 2 || !ours.isEmpty)
        for (box, values) in zip(ours, theirs) { agree(box, values) }
    }

    private func look(_ picture: Pixels) throws -> [FaceBox] {
        let weights = try FaceFinder().weights
        let boxes = weights.floats.withUnsafeBufferPointer { floats -> [FaceBox] in
            guard let start = floats.baseAddress else { return [] }
            return FaceNetwork(start, for: picture, atLeast: 0.3).boxes(in: picture)
        }
        return FaceBox.distinct(boxes, keeping: 500)
    }

    /// - Parameter values: left, top, width, height in pixels, score in hundredths.
    private func agree(_ box: FaceBox, _ values: [Float]) {
        #expect(abs(box.left - values[0]) <= 1.01 && abs(box.top - values[1]) <= 1.01)
        #expect(abs(box.right - box.left - values[2]) <= 1.01 && abs(box.bottom - box.top - values[3]) <= 1.01)
        #expect(abs(box.score * 100 - values[4]) <= 1.01)
    }

    private func reference(_ picture: Pixels) throws -> [[Float]] {
        let file = FileManager.default.temporaryDirectory.appending(path: "faces-\(UUID().uuidString).rgb")
        try Data(picture.bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let program = """
            import sys, numpy, yuface
            rgb = numpy.fromfile(sys.argv[1], numpy.uint8).reshape(int(sys.argv[3]), int(sys.argv[2]), 3)
            scores, boxes, _ = yuface.detect(numpy.ascontiguousarray(rgb[:, :, ::-1]), conf=0.3)
            for score, box in zip(scores, boxes): print(*box, score)
            """
        let text = try Self.output(program, file.path, "\(picture.width)", "\(picture.height)")
        return text.split(separator: "\n").map { line in line.split(separator: " ").compactMap { Float($0) } }
            .filter { $0.count == 5 && $0[4] >= 30 }
    }

    struct Missing: Error {}

    private static func output(_ program: String, _ arguments: String...) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = python
        process.arguments = ["-c", program] + arguments
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Missing() }
        return String(decoding: data, as: UTF8.self)
    }
}
