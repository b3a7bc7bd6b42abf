import Foundation
import Testing

@testable import Encoder

@Suite struct PieceTrieTests {
    private func found(_ builder: PieceTrieBuilder, in text: String) -> [String] {
        let bytes = Array(text.utf8)
        return builder.places.withUnsafeBufferPointer { places in
            bytes.withUnsafeBufferPointer { bytes in
                var found: [String] = []
                PieceTrie(places: places).each(in: bytes, from: 0) { length, piece in
                    found.append("\(piece):\(String(decoding: bytes.prefix(length), as: UTF8.self))")
                }
                return found
            }
        }
    }

    @Test("every piece that a text begins with is found, the shortest first, and nothing else")
    func prefixes() {
        let builder = PieceTrieBuilder(["soin", "s", "so", "soins", "é", "hôpital", "x"].map { Array($0.utf8) })
        #expect(found(builder, in: "soins infirmiers") == ["1:s", "2:so", "0:soin", "3:soins"])
        #expect(found(builder, in: "été") == ["4:é"])
        #expect(found(builder, in: "hôpita") == [])
        #expect(found(builder, in: "") == [])
    }

    @Test("a large vocabulary is found whole")
    func large() {
        var generator = SystemRandomNumberGenerator()
        let pieces = (0..<5_000).map { number in
            Array("\(number)".utf8) + (0..<4).map { _ in UInt8.random(in: 0...255, using: &generator) }
        }
        let builder = PieceTrieBuilder(pieces)
        builder.places.withUnsafeBufferPointer { places in
            for (number, piece) in pieces.enumerated() {
                var last: Int32 = -1
                piece.withUnsafeBufferPointer { bytes in
                    PieceTrie(places: places).each(in: bytes, from: 0) { last = $0 == piece.count ? $1 : last }
                }
                #expect(last == Int32(number))
            }
        }
    }
}
