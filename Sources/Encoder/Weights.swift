import CVector

/// The network's tables, where the file of weights has them.
struct Weights {
    /// One byte a value: the vectors of the pieces, piece after piece.
    let pieces: UnsafeBufferPointer<UInt8>
    /// Pieces are kept in as many groups as there are scales; piece `n` is in group `n mod count`.
    let scales: UnsafeBufferPointer<Float>
    let lows: UnsafeBufferPointer<Float>
    private let tables: [String: UnsafePointer<Float>]
    /// Added to a variance before its root is taken.
    let epsilon: Float
    /// The matrices of which bytes serve, where the processor multiplies bytes.
    private let bytes: [String: ByteMatrix]

    var count: Int { pieces.count / EncoderLayout.width }

    init(_ file: EncoderFile) throws {
        scales = try file.table("scales", of: Float.self)
        lows = try file.table("lows", of: Float.self, count: scales.count)
        pieces = try file.table("pieces", of: UInt8.self)
        epsilon = try file.table("epsilon", of: Float.self, count: 1)[0]
        var tables: [String: UnsafePointer<Float>] = [:]
        for (name, count) in EncoderLayout.vectors {
            tables[name] = try file.table(name, of: Float.self, count: count).baseAddress
        }
        for matrix in EncoderLayout.matrices {
            let count = matrix.rows * matrix.columns
            tables[matrix.name] = try file.table(matrix.name, of: Float.self, count: count).baseAddress
        }
        self.tables = tables
        let known = tables
        bytes = Dictionary(
            uniqueKeysWithValues: EncoderLayout.matrices.filter { ByteMatrix.isSupported && $0.asBytes }.compactMap {
                matrix in
                known[matrix.name].map {
                    let places = matrix.rows / EncoderLayout.branch
                    return (matrix.name, ByteMatrix($0, places: places, columns: matrix.columns))
                }
            })
    }

    /// `out[count × columns]`: windows over blocks of 256 floats by the matrix of that name, plus `bias`.
    func multiply(
        _ out: UnsafeMutablePointer<Float>, _ windows: ByteMatrix.Windows, _ name: String,
        _ bias: UnsafePointer<Float>?
    ) {
        if let matrix = bytes[name] { return matrix.multiply(out, windows, bias) }
        guard let matrix = EncoderLayout.matrices.first(where: { $0.name == name }) else { return }
        cv_multiply(
            out, windows.start, windows.stride * windows.step, self[name], bias, windows.count, matrix.rows,
            matrix.columns)
    }

    /// `out[count × columns]`: `count` rows of `width` floats by the matrix of that name.
    func multiply(
        _ out: UnsafeMutablePointer<Float>, _ rows: UnsafePointer<Float>, width: Int, count: Int, _ name: String
    ) {
        let (blocks, rest) = width.quotientAndRemainder(dividingBy: EncoderLayout.branch)
        let windows =
            rest == 0
            ? ByteMatrix.Windows(start: rows, stride: EncoderLayout.branch, count: count, step: blocks)
            : ByteMatrix.Windows(start: rows, stride: width, count: count)
        multiply(out, windows, name, nil)
    }

    /// A table of `EncoderLayout`: `init` has seen that each is there.
    subscript(_ name: String) -> UnsafePointer<Float> {
        guard let table = tables[name] else { preconditionFailure("no table \(name)") }
        return table
    }
}
