/// A place of a picture that looks like somebody's face, in pixels from the upper left corner. It always lies within the
/// picture and covers one pixel at least.
public struct Face: Sendable, Hashable {
    public let x: Int
    public let y: Int
    public let width: Int
    public let height: Int
    /// How surely it is a face, 0 … 1. Not a probability: compare it with the figures of `docs/decisions/faces.md`.
    public let score: Float

    public init(x: Int, y: Int, width: Int, height: Int, score: Float) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
        self.score = score
    }

    /// The box in whole pixels, outwards, as far as the picture goes; nil where it has none of it.
    init?(_ box: FaceBox, in pixels: Pixels) {
        let (left, top) = (box.left.clamped(to: pixels.width), box.top.clamped(to: pixels.height))
        let right = box.right.rounded(.up).clamped(to: pixels.width)
        let bottom = box.bottom.rounded(.up).clamped(to: pixels.height)
        guard right > left, bottom > top else { return nil }
        self.init(x: left, y: top, width: right - left, height: bottom - top, score: box.score)
    }
}

extension Float {
    /// The whole number below, from 0 to `most`; 0 for what is no number.
    fileprivate func clamped(to most: Int) -> Int { self > 0 ? Int(min(self, Float(most))) : 0 }
}
