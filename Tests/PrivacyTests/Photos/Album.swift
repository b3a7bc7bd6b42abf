import Foundation

@testable import Privacy

/// Pictures for the tests.
enum Album {
    /// Eileen Collins, in 80 × 80 pixels: part of a portrait by NASA, in the public domain. Her face is 29 pixels wide.
    static func portrait() throws -> Pixels {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/eileen-collins.rgb")
        return try Pixels(width: 80, height: 80, bytes: [UInt8](Data(contentsOf: file)))
    }

    /// Where her face is.
    static let face = FaceBox(left: 26, top: 18, right: 56, bottom: 55, score: 1)

    /// A picture whose bytes are told by place and colour.
    static func drawn(_ width: Int, _ height: Int, _ value: (Int, Int, Int) -> UInt8) throws -> Pixels {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(width * height * 3)
        for y in 0..<height { for x in 0..<width { for colour in 0..<3 { bytes.append(value(x, y, colour)) } } }
        return try Pixels(width: width, height: height, bytes: bytes)
    }

    /// A grey wall with pictures hung on it, their upper left corners at `places`.
    static func wall(_ width: Int, _ height: Int, _ picture: Pixels, at places: [(x: Int, y: Int)]) throws -> Pixels {
        var bytes = [UInt8](repeating: 120, count: width * height * 3)
        for (x, y) in places {
            for row in 0..<picture.height {
                let line = picture.bytes[row * picture.width * 3..<(row + 1) * picture.width * 3]
                bytes.replaceSubrange(
                    ((y + row) * width + x) * 3..<((y + row) * width + x + picture.width) * 3, with: line)
            }
        }
        return try Pixels(width: width, height: height, bytes: bytes)
    }

    /// Bytes that look like chance and are the same every time.
    static func noise(_ width: Int, _ height: Int) throws -> Pixels {
        var state: UInt64 = 42
        return try drawn(width, height) { _, _, _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
    }
}

extension Face {
    /// How much the face has in common with a box, 0 … 1.
    func likeness(to box: FaceBox) -> Float {
        let (left, top) = (Float(x), Float(y))
        return FaceBox(left: left, top: top, right: left + Float(width), bottom: top + Float(height), score: score)
            .likeness(to: box)
    }
}

extension FaceBox {
    func moved(_ x: Int, _ y: Int) -> FaceBox {
        FaceBox(
            left: left + Float(x), top: top + Float(y), right: right + Float(x), bottom: bottom + Float(y), score: 1)
    }
}
