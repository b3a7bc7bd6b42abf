import Testing

@testable import Privacy

@Suite("Faces of a photo")
struct FaceTests {
    let finder: FaceFinder

    init() throws { finder = try FaceFinder() }

    @Test("a face of 15 pixels to one of 470 is found where it is", arguments: [-1, 0, 1, 2, 3, 4])
    func sizes(_ doublings: Int) throws {
        var (picture, box) = (try Album.portrait(), Album.face)
        if doublings < 0 { (picture, box) = (try #require(picture.halved()), box.scaled(by: 0.5)) }
        for _ in 0..<max(doublings, 0) { (picture, box) = (picture.doubled(), box.scaled(by: 2)) }
        let faces = try finder.faces(in: picture)
        let face = try #require(faces.first)
        #expect(face.likeness(to: box) > 0.7)
        #expect(faces.count { $0.likeness(to: box) > 0.4 } == 1)
        #expect(face.score > 0.85)
    }

    @Test("a head that lies or hangs is found too", arguments: Turn.allCases)
    func turned(_ turn: Turn) throws {
        let picture = try Album.portrait().doubled().turned(turn)
        let faces = try finder.faces(in: picture)
        let sought = Album.face.scaled(by: 2)
        let size = Float(picture.width)
        #expect(
            faces.contains { face in
                let box = FaceBox(
                    left: Float(face.x), top: Float(face.y), right: Float(face.x + face.width),
                    bottom: Float(face.y + face.height), score: 1)
                return turn.undone(box, width: size, height: size).likeness(to: sought) > 0.6 && face.score > 0.7
            })
    }

    @Test("small faces in a photo of twelve million pixels are found, also at its edges")
    func large() throws {
        let places = [(0, 0), (3_920, 0), (0, 2_920), (3_920, 2_920), (2_001, 1_513)]
        let wall = try Album.wall(4_000, 3_000, Album.portrait(), at: places.map { (x: $0.0, y: $0.1) })
        let faces = try finder.faces(in: wall)
        for (x, y) in places {
            #expect(faces.contains { $0.likeness(to: Album.face.moved(x, y)) > 0.6 }, "at \(x), \(y)")
        }
        #expect(faces.count == places.count)
    }

    @Test("a photo of more than sixteen million pixels is searched at half its size")
    func larger() throws {
        let portrait = try Album.portrait()
        let wall = try Album.wall(5_000, 3_400, portrait, at: [(x: 1_234, y: 2_345)])
        #expect(try finder.faces(in: wall).contains { $0.likeness(to: Album.face.moved(1_234, 2_345)) > 0.6 })
    }

    @Test("each face of a row is found once, the surest first")
    func row() throws {
        let places = (0..<12).map { (x: 20 + $0 % 4 * 110, y: 15 + $0 / 4 * 95) }
        let faces = try finder.faces(in: Album.wall(480, 300, Album.portrait(), at: places))
        #expect(faces.map(\.score) == faces.map(\.score).sorted(by: >))
        for (x, y) in places {
            #expect(faces.count { $0.likeness(to: Album.face.moved(x, y)) > 0.6 } == 1)
        }
    }

    @Test("a higher score asked for leaves fewer faces and none below it")
    func scores() throws {
        let picture = try Album.wall(300, 200, Album.portrait(), at: [(x: 10, y: 10), (x: 150, y: 60)])
        var last = Int.max
        for score: Float in [0.2, 0.5, 0.8, 0.93, 1] {
            let faces = try finder.faces(in: picture, atLeast: score)
            #expect(faces.count <= last && faces.allSatisfy { $0.score >= score })
            last = faces.count
        }
        #expect(last == 0)
    }

    @Test("a wall, a slope of light, stripes and tiles are no faces", arguments: 0..<4)
    func nobody(_ kind: Int) throws {
        let picture = try Album.drawn(640, 480) { x, y, _ in
            switch kind {
            case 0: 200
            case 1: UInt8((x + y) * 255 / 1_118)
            case 2: x / 16 % 2 == 0 ? 40 : 210
            default: (x / 24 + y / 24) % 2 == 0 ? 30 : 220
            }
        }
        #expect(try finder.faces(in: picture).isEmpty)
    }
}
