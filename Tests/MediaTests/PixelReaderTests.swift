import Foundation
import Kernel
import Testing

@testable import Media

@Suite(.enabled(if: Atelier.isEquipped, Atelier.wanted)) struct PixelReaderTests {
    @Test("a large picture is read smaller, and says by how much")
    func smaller() async throws {
        let atelier = try Atelier()
        defer { atelier.close() }
        let path = try atelier.picture("wide.png", 5_000, 100)
        let picture = try await PixelReader(atelier.bench).read(path)
        #expect(picture.width == 4_000 && picture.height == 80 && picture.scale == 1.25)
        #expect(picture.bytes.count == 4_000 * 80 * 3)
        let small = try await PixelReader(atelier.bench).read(try atelier.picture("small.png", 64, 48))
        #expect(small.width == 64 && small.height == 48 && small.scale == 1)
        #expect(try atelier.kept() == [])
    }

    @Test("pixels that are fewer or more than their header says are refused", arguments: [11, 13])
    func wrong(_ count: Int) async throws {
        let atelier = try Atelier()
        defer { atelier.close() }
        let facts = try await Probe(atelier.bench).facts(of: try atelier.picture("a.png", 16, 16))
        let header = Array("P6\n# a remark\n2 2\n255\n".utf8)
        #expect(throws: Failure.self) {
            try PixelReader.picture(header + [UInt8](repeating: 9, count: count), facts)
        }
        #expect(try PixelReader.picture(header + [UInt8](repeating: 9, count: 12), facts).bytes.count == 12)
    }

    @Test("work of another node that is under way is not swept away")
    func sweep() throws {
        let atelier = try Atelier()
        defer { atelier.close() }
        let work = atelier.bench.folder + "/.work-other"
        try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: false)
        try atelier.bench.sweep(olderThan: 3_600)
        #expect(FileManager.default.fileExists(atPath: work))
        try atelier.bench.sweep()
        #expect(!FileManager.default.fileExists(atPath: work))
    }
}
