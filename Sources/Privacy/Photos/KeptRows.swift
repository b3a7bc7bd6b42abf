import CFaces

/// Keeps every row.
final class KeptRows: FaceRows {
    let width: Int
    let height: Int
    private let channels = 64
    private let numbers: Numbers
    private var taken = 0

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        numbers = Numbers(width * height * channels)
    }

    func take(_ row: UnsafePointer<Float>) {
        guard taken < height else { return }
        self[taken].update(from: row, count: width * channels)
        taken += 1
    }

    func end() {}

    subscript(_ row: Int) -> UnsafeMutablePointer<Float> { numbers.start + row * width * channels }

    /// Adds rows of half the width and height, each pixel to four.
    func add(_ half: KeptRows) {
        for row in 0..<height { cf_add_doubled(self[row], half[row / 2], width / 2, channels) }
    }

    func send(to next: any FaceRows) {
        for row in 0..<height { next.take(self[row]) }
        next.end()
    }
}
