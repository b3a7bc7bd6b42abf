import Foundation
import Kernel
import Testing

@testable import Encoder

@Suite struct HostileWeightsTests {
    private func file(_ bytes: [UInt8]) throws -> String {
        let path = FileManager.default.temporaryDirectory.path + "/\(UUID()).bin"
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    private func refusal(_ body: () throws -> some Any) -> Failure? {
        do {
            _ = try body()
            return nil
        } catch { return error as? Failure }
    }

    @Test("sections come back as they were written, each at a multiple of 64 bytes")
    func sections() throws {
        let path = try file(EncoderFile.bytes(of: [("a", [1, 2, 3]), ("floats", [0, 0, 128, 63])]))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let weights = try EncoderFile(path)
        #expect(Array(try weights.table("a", of: UInt8.self)) == [1, 2, 3])
        #expect(Array(try weights.table("floats", of: Float.self, count: 1)) == [1])
        #expect(refusal { try weights.table("b", of: UInt8.self) }?.kind == .unusable)
        #expect(refusal { try weights.table("a", of: Float.self) }?.kind == .unusable)
        #expect(refusal { try weights.table("floats", of: Float.self, count: 2) }?.kind == .unusable)
    }

    @Test("a file that is missing, empty, cut short or full of lies is refused in one line")
    func lies() throws {
        #expect(refusal { try Encoder("/nowhere/encoder.bin") }?.kind == .notFound)
        let whole = EncoderFile.bytes(of: [("pieces", [UInt8](repeating: 7, count: 512))])
        var outside = whole
        // The section's length, in the head's only line.
        outside.replaceSubrange(16 + 32..<16 + 40, with: [255, 255, 255, 255, 255, 255, 255, 127])
        let noise = (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for bytes in [[], [1], Array("RESENC01".utf8), noise, Array(whole.prefix(70)), outside, whole] {
            let path = try file(bytes)
            defer { try? FileManager.default.removeItem(atPath: path) }
            let failure = try #require(refusal { try Encoder(path) })
            #expect(failure.kind == .unusable)
            #expect(!failure.cause.contains("\n"))
        }
    }

    @Test("an array that NumPy did not write, or whose head lies, is refused")
    func arrays() throws {
        func array(_ head: String, _ values: [UInt8]) -> [UInt8] {
            [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(head.utf8.count), 0] + Array(head.utf8) + values
        }
        let good = array("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n", [0, 0, 128, 63, 0, 0, 0, 64])
        #expect(try NumberTable(good, name: "x").floats() == [1, 2])
        for bad in [
            [], Array(good.dropLast()),
            array("{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }", [0, 0, 0, 0]),
            array("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }", []),
            array("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", [0]),
        ] { #expect(refusal { try NumberTable(bad, name: "x") }?.kind == .unusable) }
    }

    @Test("a vocabulary that is cut anywhere is refused, never read past its end")
    func vocabulary() {
        let piece: [UInt8] = [0x0A, 0x03, 0x0A, 0x01, 0x61]
        let whole: [UInt8] = piece + piece + piece + piece + [0x1A, 0x0A, 0x12, 0x08, 4, 0, 0, 0, 0, 0, 0, 0]
        #expect(refusal { try VocabularyFile(whole) } == nil)
        for length in 0..<whole.count {
            // A cut between two pieces leaves a model without normalisation.
            #expect(refusal { try VocabularyFile(Array(whole.prefix(length))) }?.kind == .unusable)
        }
        #expect(refusal { try VocabularyFile([UInt8](repeating: 0xFF, count: 64)) }?.kind == .unusable)
    }
}
