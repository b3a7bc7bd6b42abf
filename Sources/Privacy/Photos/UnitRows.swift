import CFaces

/// One unit: a product for each pixel, then a 3 × 3 window over the products, zero outside of the picture.
final class UnitRows: FaceRows {
    private let next: any FaceRows
    private let width: Int
    private let inputs: Int
    private let outputs: Int
    private let product: UnsafePointer<Float>
    private let floor: Float
    /// The products of the last three rows, each with one pixel of zeros on either side, and a row of zeros.
    private let rows: [Numbers]
    private let made: Numbers
    private var taken = 0

    /// - Parameter rectified: what is below zero becomes zero.
    init(
        _ part: FacePart, of weights: UnsafePointer<Float>, width: Int, rectified: Bool = true, to next: any FaceRows
    ) {
        self.next = next
        self.width = width
        (inputs, outputs) = (part.inputs, part.outputs)
        product = weights + part.start
        floor = rectified ? 0 : -.greatestFiniteMagnitude
        rows = (0..<4).map { [outputs] _ in Numbers((width + 2) * outputs) }
        made = Numbers(width * outputs)
    }

    func take(_ row: UnsafePointer<Float>) {
        let bias = product + inputs * outputs
        cf_multiply(rows[taken % 3].start + outputs, row, inputs, product, bias, width, inputs, outputs)
        taken += 1
        if taken > 1 { see(below: rows[(taken - 1) % 3]) }
    }

    func end() {
        taken += 1
        if taken > 1 { see(below: rows[3]) }
        next.end()
    }

    /// Sends the row before the last one on.
    private func see(below: Numbers) {
        let above = taken > 2 ? rows[(taken - 3) % 3] : rows[3]
        let window = product + inputs * outputs + outputs
        withUnsafeTemporaryAllocation(of: UnsafePointer<Float>?.self, capacity: 3) { lines in
            lines.initializeElement(at: 0, to: UnsafePointer(above.start))
            lines.initializeElement(at: 1, to: UnsafePointer(rows[(taken - 2) % 3].start))
            lines.initializeElement(at: 2, to: UnsafePointer(below.start))
            cf_window(made.start, lines.baseAddress, window, window + 9 * outputs, floor, width, outputs)
        }
        next.take(made.start)
    }
}
