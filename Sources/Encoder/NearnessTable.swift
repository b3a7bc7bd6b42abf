import CVector

/// Vectors to compare others with, made once: as bytes where the processor multiplies those.
public struct NearnessTable: Sendable {
    /// Vectors in the table.
    public let count: Int
    private let vectors: [Float]
    private let bytes: ByteMatrix?

    /// - Parameter vectors: one after the other, `Encoder.width` values each.
    public init(_ vectors: [Float]) {
        self.vectors = vectors
        count = vectors.count / Encoder.width
        bytes = ByteMatrix.isSupported ? Self.bytes(vectors, count) : nil
    }

    /// Each vector is a column; columns of zeros fill the last panel.
    private static func bytes(_ vectors: [Float], _ count: Int) -> ByteMatrix {
        let (panel, width) = (Int(CV_PANEL), Encoder.width)
        let columns = (count + panel - 1) / panel * panel
        var packed = [Float](repeating: 0, count: columns * width)
        for column in 0..<count {
            for row in 0..<width {
                packed[(column / panel * width + row) * panel + column % panel] = vectors[column * width + row]
            }
        }
        return ByteMatrix(packed, places: width / EncoderLayout.branch, columns: columns)
    }

    /// The dot product of each vector with each of the table: how near their meanings are. `count` values a vector.
    public func nearness(of others: [Float]) -> [Float] {
        let (number, width) = (others.count / Encoder.width, Encoder.width)
        guard let bytes, number > 0 else {
            return (0..<number).flatMap { index in
                Encoder.nearness(of: Array(others[index * width..<(index + 1) * width]), to: vectors)
            }
        }
        let out = Block(number * bytes.columns)
        others.withUnsafeBufferPointer { others in
            guard let start = others.baseAddress else { return }
            bytes.multiply(
                out.start,
                ByteMatrix.Windows(
                    start: start, stride: EncoderLayout.branch, count: number, step: width / EncoderLayout.branch), nil)
        }
        return (0..<number).flatMap { UnsafeBufferPointer(start: out.at($0 * bytes.columns), count: count) }
    }
}
