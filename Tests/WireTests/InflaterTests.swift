import Foundation
import Kernel
import Testing

@testable import Wire

@Suite struct InflaterTests {
    private func inflate(_ encoding: String?, _ bytes: [UInt8], step: Int, limit: Int = 1 << 20) throws -> [UInt8] {
        var inflater = try Inflater(encoding: encoding, limit: limit)
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: step) {
            result += try inflater.inflate(Array(bytes[start..<min(start + step, bytes.count)]))
        }
        try inflater.finish()
        return result
    }

    private let text = Array(String(repeating: "Merci à toute l’équipe des urgences. ", count: 200).utf8)

    private func zlib(_ wbits: Int) throws -> [UInt8] {
        let script =
            "import sys,zlib;c=zlib.compressobj(wbits=\(wbits));d=sys.stdin.buffer.read();"
            + "sys.stdout.buffer.write(c.compress(d)+c.flush())"
        return Array(try output(of: "/usr/bin/env", ["python3", "-c", script], input: Data(text)))
    }

    @Test("whatever the pieces, the text comes out whole", arguments: [1, 7, 1000, 1 << 20])
    func pieces(_ step: Int) throws {
        #expect(try inflate("gzip", try gzip(text), step: step) == text)
        #expect(try inflate("GZIP", try gzip(text) + gzip(text), step: step) == text + text)
        #expect(try inflate("deflate", try zlib(15), step: step) == text)
        #expect(try inflate("deflate", try zlib(-15), step: step) == text)
        #expect(try inflate(nil, text, step: step) == text)
    }

    @Test("padding after the end is ignored")
    func padding() throws {
        #expect(try inflate("gzip", try gzip(text) + [0, 0, 0], step: 10) == text)
    }

    @Test("damaged or unfinished data is refused")
    func damaged() throws {
        var bytes = try gzip(text)
        #expect(throws: Failure.self) { try inflate("gzip", Array(bytes.dropLast(10)), step: 100) }
        bytes[bytes.count / 2] ^= 0xFF
        #expect(throws: Failure.self) { try inflate("gzip", bytes, step: 100) }
        #expect(throws: Failure.self) { try inflate("gzip", text, step: 100) }
    }

    @Test("an encoding that was not asked for is refused", arguments: ["br", "zstd", "gzip, gzip", "compress"])
    func unknown(_ encoding: String) {
        #expect(throws: Failure.self) { try inflate(encoding, [1], step: 1) }
    }

    @Test("the limit is exact")
    func limit() throws {
        let packed = try gzip(text)
        #expect(try inflate("gzip", packed, step: 100, limit: text.count) == text)
        #expect(throws: Failure.self) { try inflate("gzip", packed, step: 100, limit: text.count - 1) }
    }
}
