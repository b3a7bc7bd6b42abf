import Foundation

/// Reads boxes out of the last layer: for each place whether a face is there, how surely, and where.
final class FaceReadings: FaceRows {
    /// Pixels of the picture between two places.
    private let step: Float
    private let width: Int
    private let least: Float
    /// A first answer below this cannot reach `least`, whatever the second.
    private let threshold: Float
    private let most: Int
    private var row: Float = 0
    private(set) var boxes: [FaceBox] = []
    /// Values of a place: is it a face, how surely, then the box; the rest are zeros.
    private let channels = 16

    /// - Parameter most: that many boxes are kept, the surest.
    init(step: Int, width: Int, atLeast least: Float, most: Int) {
        self.step = Float(step)
        self.width = width
        self.least = least
        self.most = most
        let odds = least * least / max(1 - least * least, .leastNormalMagnitude)
        threshold = odds > 0 ? log(odds) : -.infinity
    }

    func take(_ row: UnsafePointer<Float>) {
        for column in 0..<width {
            let place = row + column * channels
            guard place[0] >= threshold, place[1] >= threshold else { continue }
            let score = (Self.logistic(place[0]) * Self.logistic(place[1])).squareRoot()
            if score >= least { read(place, column: Float(column), score: score) }
        }
        self.row += 1
        if boxes.count >= 2 * most { drop() }
    }

    func end() { if boxes.count > most { drop() } }

    private func read(_ place: UnsafePointer<Float>, column: Float, score: Float) {
        let (x, y) = ((column + place[2]) * step, (row + place[3]) * step)
        let (wide, high) = (exp(place[4]) * step / 2, exp(place[5]) * step / 2)
        let box = FaceBox(left: x - wide, top: y - high, right: x + wide, bottom: y + high, score: score)
        guard box.area.isFinite, box.area > 0, x.isFinite, y.isFinite else { return }
        boxes.append(box)
    }

    private func drop() {
        boxes.sort { $0.score > $1.score }
        boxes.removeLast(boxes.count - most)
    }

    private static func logistic(_ value: Float) -> Float { 1 / (1 + exp(-value)) }
}
