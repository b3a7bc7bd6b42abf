import Testing

@testable import Privacy

@Suite("Sizes and turns of a photo")
struct PixelTests {
    @Test("half a picture is the means of its squares, without an odd last line")
    func halved() throws {
        let picture = try Album.drawn(5, 3) { x, y, colour in UInt8(x * 10 + y * 40 + colour) }
        let half = try #require(picture.halved())
        #expect((half.width, half.height) == (2, 1))
        #expect(half.bytes == [25, 26, 27, 45, 46, 47])
        #expect(try Album.drawn(1, 9) { _, _, _ in 0 }.halved() == nil)
    }

    @Test("a doubled picture keeps its edges and lies between its pixels elsewhere")
    func doubled() throws {
        let picture = try Album.drawn(2, 1) { x, _, _ in x == 0 ? 0 : 160 }
        let double = picture.doubled()
        #expect((double.width, double.height) == (4, 2))
        #expect(
            double.bytes.enumerated().filter { $0.offset % 3 == 0 }.map(\.element) == [
                0, 40, 120, 160, 0, 40, 120, 160,
            ])
    }

    @Test("a picture turned to the left stands on its right side")
    func turned() throws {
        let picture = try Album.drawn(3, 2) { x, y, _ in UInt8(x + y * 3) }
        func reds(_ turn: Turn) -> [UInt8] {
            picture.turned(turn).bytes.enumerated().filter { $0.offset % 3 == 0 }.map(\.element)
        }
        #expect(reds(.none) == [0, 1, 2, 3, 4, 5])
        #expect(reds(.left) == [2, 5, 1, 4, 0, 3])
        #expect(reds(.right) == [3, 0, 4, 1, 5, 2])
        #expect(reds(.over) == [5, 4, 3, 2, 1, 0])
    }

    @Test("a box found in a turned picture goes back to its pixels", arguments: Turn.allCases)
    func undone(_ turn: Turn) throws {
        let picture = try Album.drawn(40, 30) { x, y, _ in (10..<14).contains(x) && (20..<23).contains(y) ? 255 : 0 }
        let turned = picture.turned(turn)
        let lit = (0..<turned.count).filter { turned.bytes[$0 * 3] == 255 }
        let (columns, rows) = (lit.map { $0 % turned.width }, lit.map { $0 / turned.width })
        let box = FaceBox(
            left: Float(columns.min() ?? 0), top: Float(rows.min() ?? 0), right: Float((columns.max() ?? 0) + 1),
            bottom: Float((rows.max() ?? 0) + 1), score: 1)
        let back = turn.undone(box, width: 40, height: 30)
        #expect([back.left, back.top, back.right, back.bottom] == [10, 20, 14, 23])
    }

    @Test("large pictures are looked at in fewer pixels, small ones in more, and none without end")
    func looks() throws {
        func count(_ width: Int, _ height: Int) throws -> Int {
            FaceLooks(at: try Album.drawn(width, height) { _, _, _ in 0 }).reduce(0) { count, _ in count + 1 }
        }
        #expect(try count(7, 5) == 4)
        #expect(try count(640, 480) == 16)
        #expect(try count(4_000, 3_000) == 17)
        #expect(try count(3, 20_000) == 0)
    }
}
