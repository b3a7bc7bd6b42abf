import CFaces

/// One look at one picture: YuNet (Wu, Peng, Yu, 2023), run row by row.
///
/// The picture is taken as if zeros stood right of it and below up to the next 32 pixels.
struct FaceNetwork {
    private let weights: UnsafePointer<Float>
    /// Of the picture with its zeros.
    private let width: Int
    private let height: Int
    private let least: Float
    /// Boxes that are read from each of the three levels at most.
    static let most = 4_096

    init(_ weights: UnsafePointer<Float>, for pixels: Pixels, atLeast least: Float) {
        self.weights = weights
        width = (pixels.width + 31) / 32 * 32
        height = (pixels.height + 31) / 32 * 32
        self.least = least
    }

    /// The pixels that are looked at, with the zeros.
    static func work(_ pixels: Pixels) -> Int { (pixels.width + 31) / 32 * ((pixels.height + 31) / 32) * 1_024 }

    func boxes(in pixels: Pixels) -> [FaceBox] {
        let eighth = KeptRows(width: width / 8, height: height / 8)
        stem(pixels, to: trunk(to: eighth))
        let sixteenth = KeptRows(width: width / 16, height: height / 16)
        eighth.send(to: half(of: eighth, .sixteenthA, .sixteenthB, to: sixteenth))
        let thirtySecond = KeptRows(width: width / 32, height: height / 32)
        sixteenth.send(to: half(of: sixteenth, .thirtySecondA, .thirtySecondB, to: thirtySecond))
        let (large, seen) = read(thirtySecond, .neckThirtySecond, .headThirtySecond, step: 32)
        sixteenth.add(large)
        let (medium, seenMedium) = read(sixteenth, .neckSixteenth, .headSixteenth, step: 16)
        eighth.add(medium)
        return seen + seenMedium + read(eighth, .neckEighth, .headEighth, step: 8).boxes
    }

    private func unit(_ part: FacePart, _ width: Int, to next: any FaceRows) -> UnitRows {
        UnitRows(part, of: weights, width: width, to: next)
    }

    /// The layers between the stem and the eighth of the picture's size.
    private func trunk(to eighth: KeptRows) -> any FaceRows {
        let (half, quarter, small) = (width / 2, width / 4, width / 8)
        let last = unit(.eighthA, small, to: unit(.eighthB, small, to: eighth))
        let fifth = unit(.fifth, quarter, to: PoolRows(width: quarter, channels: 64, to: last))
        let second = unit(.second, quarter, to: unit(.third, quarter, to: unit(.fourth, quarter, to: fifth)))
        return unit(.first, half, to: PoolRows(width: half, channels: 16, to: second))
    }

    private func half(of rows: KeptRows, _ first: FacePart, _ second: FacePart, to next: KeptRows) -> any FaceRows {
        let units = unit(first, next.width, to: unit(second, next.width, to: next))
        return PoolRows(width: rows.width, channels: 64, to: units)
    }

    /// What a level says of faces, and what it passes to the level of finer places.
    private func read(
        _ rows: KeptRows, _ neck: FacePart, _ head: FacePart, step: Int
    ) -> (rows: KeptRows, boxes: [FaceBox]) {
        let readings = FaceReadings(step: step, width: rows.width, atLeast: least, most: Self.most)
        let last = UnitRows(head, of: weights, width: rows.width, rectified: false, to: readings)
        // The finest level has nobody to pass its rows to.
        if step == 8 {
            rows.send(to: unit(neck, rows.width, to: last))
            return (rows, readings.boxes)
        }
        let seen = KeptRows(width: rows.width, height: rows.height)
        rows.send(to: unit(neck, rows.width, to: seen))
        seen.send(to: last)
        return (seen, readings.boxes)
    }

    /// The first layer: windows of 3 × 3 pixels, two pixels apart.
    private func stem(_ pixels: Pixels, to next: any FaceRows) {
        let size = (width + 1) * 3
        var (above, middle, below) = (Numbers(size), Numbers(size), Numbers(size))
        let made = Numbers(width / 2 * 16)
        for row in 0..<height / 2 {
            widen(pixels, row * 2, into: middle)
            widen(pixels, row * 2 + 1, into: below)
            for (place, line) in [middle, above, below].enumerated() {
                // The weights of the middle line are the second of three; its sums begin with the biases.
                let part = weights + [1, 0, 2][place] * 9 * 16
                cf_multiply(made.start, line.start, 6, part, place == 0 ? weights + 27 * 16 : nil, width / 2, 9, 16)
            }
            rectify(made.start, width / 2 * 16)
            next.take(made.start)
            swap(&above, &below)
        }
        next.end()
    }

    /// A line of the picture after one pixel of zeros.
    private func widen(_ pixels: Pixels, _ row: Int, into line: Numbers) {
        let count = pixels.width * 3
        guard row < pixels.height else { return line.start.update(repeating: 0, count: count + 3) }
        pixels.bytes.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            cf_widen(line.start + 3, start + row * count, count)
        }
    }

    private func rectify(_ row: UnsafeMutablePointer<Float>, _ count: Int) {
        for at in 0..<count where row[at] < 0 { row[at] = 0 }
    }
}
