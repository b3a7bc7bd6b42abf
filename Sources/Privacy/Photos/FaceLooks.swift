/// The looks that are taken at one picture: at several sizes, since the network knows faces of 10 to 400 pixels; and
/// turned, since it knows heads that are held up. Each look is made when it is asked for, so that one picture at a time is
/// in memory beside the one given.
struct FaceLooks: Sequence, IteratorProtocol {
    private var level: Pixels?
    /// How many pixels of the picture given one of this level is wide.
    private var factor: Float = 1
    private var turns: [Turn] = []

    /// Larger pictures are halved first.
    static let most = 16_000_000
    /// Smaller ones are doubled first: their faces are small.
    static let few = 2_000_000
    /// Larger ones are not turned: that many looks would take too long. Half the size is turned.
    static let turnable = 4_200_000
    /// Below, a side shows no face.
    static let narrowest = 8
    /// The last look is at a picture whose longest side is below.
    static let smallest = 320

    init(at pixels: Pixels) {
        var first = pixels
        while FaceNetwork.work(first) > Self.most, let half = first.halved() { (first, factor) = (half, factor * 2) }
        if FaceNetwork.work(first) <= Self.few { (first, factor) = (first.doubled(), factor / 2) }
        begin(first)
    }

    private mutating func begin(_ pixels: Pixels) {
        // A strip of a few pixels shows nobody, and would be filled up with zeros to many times its size.
        guard pixels.shortest >= Self.narrowest else { return level = nil }
        level = pixels
        turns = FaceNetwork.work(pixels) <= Self.turnable ? [.over, .right, .left, .none] : [.none]
    }

    mutating func next() -> FaceLook? {
        guard let pixels = level else { return nil }
        if let turn = turns.popLast() { return FaceLook(at: pixels, turn, factor: factor) }
        guard pixels.longest >= Self.smallest, let half = pixels.halved() else {
            level = nil
            return nil
        }
        factor *= 2
        begin(half)
        return next()
    }
}

/// One look: a picture made of the one given, and how it was made.
struct FaceLook {
    private let pixels: Pixels
    private let turn: Turn
    private let factor: Float
    private let width: Float
    private let height: Float

    init(at pixels: Pixels, _ turn: Turn, factor: Float) {
        self.turn = turn
        self.factor = factor
        (width, height) = (Float(pixels.width), Float(pixels.height))
        self.pixels = pixels.turned(turn)
    }

    /// Most heads are held up: what is seen in a turned picture alone must look more like a face, by so much.
    static let handicap: Float = 0.15

    /// Boxes in pixels of the picture given.
    func boxes(_ weights: UnsafePointer<Float>, atLeast least: Float) -> [FaceBox] {
        let lost = turn == .none ? 0 : Self.handicap
        guard least + lost <= 1 else { return [] }
        let network = FaceNetwork(weights, for: pixels, atLeast: least + lost)
        let found = FaceBox.distinct(network.boxes(in: pixels), keeping: FaceFinder.most)
        return found.map { box in
            var box = turn.undone(box, width: width, height: height).scaled(by: factor)
            box.score -= lost
            return box
        }
    }
}
