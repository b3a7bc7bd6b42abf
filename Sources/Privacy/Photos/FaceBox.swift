/// Where a face may be, while it is looked for; in pixels.
struct FaceBox: Sendable {
    var left: Float
    var top: Float
    var right: Float
    var bottom: Float
    var score: Float

    var area: Float { max(right - left, 0) * max(bottom - top, 0) }

    func scaled(by factor: Float) -> FaceBox {
        FaceBox(
            left: left * factor, top: top * factor, right: right * factor, bottom: bottom * factor, score: score)
    }

    /// What both cover, as a part of what either covers.
    func likeness(to other: FaceBox) -> Float {
        let wide = min(right, other.right) - max(left, other.left)
        let high = min(bottom, other.bottom) - max(top, other.top)
        guard wide > 0, high > 0 else { return 0 }
        let both = wide * high
        return both / (area + other.area - both)
    }

    /// The surest boxes first, without those that mean a face already named.
    ///
    /// Every box left over is compared with those kept: both numbers are bounded, so is the time.
    static func distinct(_ boxes: [FaceBox], keeping most: Int) -> [FaceBox] {
        var kept: [FaceBox] = []
        for box in boxes.sorted(by: { $0.score > $1.score }) {
            guard kept.count < most else { break }
            if !kept.contains(where: { $0.likeness(to: box) > sameFace }) { kept.append(box) }
        }
        return kept
    }

    /// Two boxes that share so much are one face.
    static let sameFace: Float = 0.4
}
