import CFaces

/// The largest of each square of four pixels.
final class PoolRows: FaceRows {
    private let next: any FaceRows
    private let width: Int
    private let channels: Int
    private let above: Numbers
    private let made: Numbers
    private var isSecond = false

    /// - Parameter width: pixels of a row that is taken, even.
    init(width: Int, channels: Int, to next: any FaceRows) {
        self.next = next
        self.width = width
        self.channels = channels
        above = Numbers(width * channels)
        made = Numbers(width / 2 * channels)
    }

    func take(_ row: UnsafePointer<Float>) {
        if isSecond {
            cf_largest(made.start, above.start, row, width / 2, channels)
            next.take(made.start)
        } else {
            above.start.update(from: row, count: width * channels)
        }
        isSecond.toggle()
    }

    func end() { next.end() }
}
