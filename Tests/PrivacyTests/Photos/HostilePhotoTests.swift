import Kernel
import Testing

@testable import Privacy

@Suite("Hostile photos")
struct HostilePhotoTests {
    let finder: FaceFinder

    init() throws { finder = try FaceFinder() }

    @Test(
        "a picture whose size is not that of its bytes is refused",
        arguments: [
            (0, 10, 0), (10, 0, 0), (-1, 10, 30), (-3, -4, 36), (2, 2, 11), (2, 2, 13), (4, 4, 16), (1, 1, 0),
            (Int.max, 1, 3), (Int.max, Int.max, 3), (Int.max / 2 + 1, 2, 0), (Int.min, Int.min, 0),
            (65_536, 65_536, 12),
        ])
    func sizes(_ width: Int, _ height: Int, _ count: Int) {
        #expect(throws: Failure.self) {
            try Pixels(width: width, height: height, bytes: [UInt8](repeating: 0, count: count))
        }
    }

    @Test("more pixels than any camera gives are too large, and said so")
    func tooLarge() {
        let refused = #expect(throws: Failure.self) { try Pixels(width: 20_000, height: 15_001, bytes: []) }
        #expect(refused?.kind == .tooLarge)
    }

    @Test(
        "strips and specks are searched to their end",
        arguments: [(1, 1), (1, 40_000), (40_000, 1), (7, 3_000), (3_000, 8), (31, 33), (9_999, 9), (2, 500_000)])
    func strips(_ width: Int, _ height: Int) throws {
        let faces = try finder.faces(in: Album.noise(width, height), atLeast: 0)
        #expect(faces.allSatisfy { $0.x >= 0 && $0.x + $0.width <= width && $0.y + $0.height <= height })
    }

    @Test("every box lies within the picture, whatever the picture", arguments: 0..<4)
    func within(_ kind: Int) throws {
        let noise = try Album.noise(700, 433)
        let picture = try Album.drawn(700, 433) { x, y, colour in
            let chance = noise.bytes[(y / (1 + kind * 9) * 700 + x / (1 + kind * 9)) * 3 + colour]
            return kind == 3 ? (chance > 127 ? 255 : 0) : chance
        }
        for face in try finder.faces(in: picture, atLeast: 0) {
            #expect(face.x >= 0 && face.y >= 0 && face.width > 0 && face.height > 0)
            #expect(face.x + face.width <= 700 && face.y + face.height <= 433)
            #expect((FaceFinder.lowest...1).contains(face.score))
        }
    }

    @Test(
        "a score that is none is taken as the lowest, one above 1 as 1",
        arguments: [
            (Float.nan, FaceFinder.lowest), (-Float.infinity, FaceFinder.lowest), (Float(0), FaceFinder.lowest),
            (Float.infinity, Float(1)),
        ])
    func scores(_ asked: Float, _ taken: Float) throws {
        let picture = try Album.portrait()
        #expect(try finder.faces(in: picture, atLeast: asked) == finder.faces(in: picture, atLeast: taken))
    }

    @Test("a box of numbers that are none becomes no face")
    func boxes() throws {
        let picture = try Album.portrait()
        let numbers: [Float] = [.nan, .infinity, -.infinity, 1e30, -1e30, 40]
        for left in numbers {
            for right in numbers {
                let box = FaceBox(left: left, top: left, right: right, bottom: right, score: 0.5)
                guard let face = Face(box, in: picture) else { continue }
                #expect(face.x >= 0 && face.x + face.width <= 80 && face.y + face.height <= 80)
            }
        }
    }

    @Test("weights that are cut, longer, of another kind or damaged are refused")
    func weights() throws {
        var bytes = FaceWeights.magic
        let floats = try FaceFinder().weights.floats
        for float in floats { withUnsafeBytes(of: float.bitPattern.littleEndian) { bytes += $0 } }
        func load(_ bytes: [UInt8]) throws { _ = try bytes.withUnsafeBytes { try FaceFinder(weights: $0) } }
        #expect(throws: Never.self) { try load(bytes) }
        #expect(throws: Failure.self) { try load([]) }
        #expect(throws: Failure.self) { try load(bytes.dropLast()) }
        #expect(throws: Failure.self) { try load(bytes + [0]) }
        #expect(throws: Failure.self) { try load([0] + bytes.dropFirst()) }
        for bad: Float in [.nan, .infinity, -1e20] {
            var damaged = bytes
            damaged.replaceSubrange(8_000..<8_004, with: withUnsafeBytes(of: bad.bitPattern.littleEndian, Array.init))
            #expect(throws: Failure.self) { try load(damaged) }
        }
    }

    @Test("a cancelled task stops between two looks")
    func cancelled() async throws {
        let picture = try Album.noise(900, 900)
        let task = Task { [finder] in
            while !Task.isCancelled { await Task.yield() }
            return try finder.faces(in: picture)
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
