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
        for (name, rows, columns) in EncoderLayout.matrices {
            tables[name] = try file.table(name, of: Float.self, count: rows * columns).baseAddress
        }
        self.tables = tables
    }

    /// A table of `EncoderLayout`: `init` has seen that each is there.
    subscript(_ name: String) -> UnsafePointer<Float> {
        guard let table = tables[name] else { preconditionFailure("no table \(name)") }
        return table
    }
}
