import CVector

/// What depends on a piece alone, kept for the pieces met first: its projections, normalised, and what each place of
/// each first convolution makes of them. Words repeat so much that nearly all of the first half of the network is looked
/// up instead of computed.
///
/// Kept as bfloat16, in one block that grows up to `capacity` pieces of about 7 kB.
final class PieceMemory {
    static let width = EncoderLayout.projected + EncoderLayout.products

    private let weights: Weights
    private let capacity: Int
    private var rows: [UInt16] = []
    /// Where each piece's row is; negative when it is not kept.
    private var places: [Int32]
    private var kept = 0

    init(_ weights: Weights, capacity: Int) {
        self.weights = weights
        self.capacity = capacity
        places = [Int32](repeating: -1, count: weights.count)
    }

    /// Makes sure that the row of each piece is there, forgetting everything when there is no room for all.
    func prepare(_ pieces: some Sequence<Int32>) {
        var missing: [Int32] = []
        var seen: Set<Int32> = []
        for piece in pieces where seen.insert(piece).inserted && places[Int(piece)] < 0 { missing.append(piece) }
        guard !missing.isEmpty else { return }
        if kept + missing.count > capacity {
            for index in places.indices { places[index] = -1 }
            kept = 0
            missing = Array(seen)
        }
        compute(missing)
    }

    /// The rows of the pieces that `prepare` was given last: projections first, then products.
    struct Rows {
        fileprivate let start: UnsafePointer<UInt16>
        fileprivate let places: UnsafeBufferPointer<Int32>

        func row(of piece: Int32) -> UnsafePointer<UInt16> { start + Int(places[Int(piece)]) * PieceMemory.width }
    }

    func withRows(_ body: (Rows) -> Void) {
        rows.withUnsafeBufferPointer { rows in
            places.withUnsafeBufferPointer { places in
                if let start = rows.baseAddress { body(Rows(start: start, places: places)) }
            }
        }
    }

    /// The vector of a piece, as the file has it.
    func widen(_ piece: Int32, into row: UnsafeMutablePointer<Float>) {
        guard let bytes = weights.pieces.baseAddress else { return }
        let group = Int(piece) % weights.scales.count
        cv_widen(
            row, bytes + Int(piece) * EncoderLayout.width, weights.scales[group], weights.lows[group],
            EncoderLayout.width)
    }

    private func compute(_ pieces: [Int32]) {
        let (count, layout) = (pieces.count, EncoderLayout.self)
        let own = UnsafeMutablePointer<Float>.allocate(capacity: count * layout.width)
        let projected = UnsafeMutablePointer<Float>.allocate(capacity: count * layout.projected)
        let products = UnsafeMutablePointer<Float>.allocate(capacity: count * 5 * layout.branch)
        defer { for block in [own, projected, products] { block.deallocate() } }
        let needed = (kept + count) * Self.width
        if rows.count < needed { rows += [UInt16](repeating: 0, count: needed - rows.count) }
        for (index, piece) in pieces.enumerated() {
            widen(piece, into: own + index * layout.width)
            places[Int(piece)] = Int32(kept + index)
        }
        weights.multiply(
            projected, ByteMatrix.Windows(start: own, stride: layout.branch, count: count, step: 2), "projection",
            weights["projection.bias"])
        rows.withUnsafeMutableBufferPointer { rows in
            guard let start = rows.baseAddress.map({ $0 + kept * Self.width }) else { return }
            for index in 0..<count {
                let row = projected + index * layout.projected
                cv_normalise(
                    row, weights["projection.gain"], weights["projection.shift"], layout.projected, weights.epsilon)
                cv_halve(start + index * Self.width, row, layout.projected)
            }
            var column = layout.projected
            for (branch, form) in layout.branches.enumerated() {
                let width = form.order * layout.branch
                let windows = ByteMatrix.Windows(
                    start: projected + branch * layout.branch, stride: layout.projected, count: count)
                weights.multiply(products, windows, "first.\(form.order)", nil)
                for index in 0..<count {
                    cv_halve(start + index * Self.width + column, products + index * width, width)
                }
                column += width
            }
        }
        kept += count
    }
}
