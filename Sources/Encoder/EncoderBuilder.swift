import Kernel

/// Makes the file of weights out of what the encoder's package holds.
public struct EncoderBuilder {
    private let arrays: [String: [UInt8]]
    private let vocabulary: VocabularyFile

    /// - Parameters:
    ///   - vocabulary: the package's `sp.model`.
    ///   - arrays: the members of its `weights.npz`, by name without `.npy`.
    public init(vocabulary: [UInt8], arrays: [String: [UInt8]]) throws {
        self.arrays = arrays
        self.vocabulary = try VocabularyFile(vocabulary)
    }

    /// The file's bytes. Throws `.unusable` when the package is not the one that is known.
    public func file() throws -> [UInt8] {
        var sections: [(name: String, bytes: [UInt8])] = []
        let (pieces, count) = try pieceVectors()
        guard count >= vocabulary.pieces.count else { throw Failure(.unusable, "fewer vectors than pieces") }
        sections.append(("pieces", pieces))
        for (name, key) in [("scales", "scale"), ("lows", "lo"), ("epsilon", "eps")] {
            sections.append((name, Self.bytes(try floats(key))))
        }
        let spare = [Float](repeating: -1000, count: count - vocabulary.pieces.count)
        sections.append(("scores", Self.bytes(vocabulary.scores + spare)))
        sections.append(("normal.units", vocabulary.units))
        sections.append(("normal.values", vocabulary.replacements))
        let trie = PieceTrieBuilder(vocabulary.pieces).places
        sections.append(("trie", trie.withUnsafeBytes { Array($0) }))
        for (name, values) in try vectors() { sections.append((name, Self.bytes(values))) }
        for form in EncoderLayout.matrices {
            let values = try matrix(form.name)
            guard values.count == form.rows * form.columns else {
                throw Failure(.unusable, "\(form.name): not of the known size")
            }
            sections.append((form.name, Self.bytes(Self.packed(values, form.rows, form.columns))))
        }
        return EncoderFile.bytes(of: sections)
    }

    /// The package keeps piece `n` in row `n / groups` of group `n mod groups`: here they follow one another.
    private func pieceVectors() throws -> (bytes: [UInt8], count: Int) {
        let groups = try floats("scale").count
        let tables = try (1...max(1, groups)).map { try table("q\($0)") }
        let rows = tables[0].shape.first ?? 0
        guard tables.allSatisfy({ $0.shape == [rows, EncoderLayout.width] && $0.type == "|u1" }) else {
            throw Failure(.unusable, "the vectors of the pieces are not of the known size")
        }
        var out: [UInt8] = []
        out.reserveCapacity(rows * groups * EncoderLayout.width)
        for row in 0..<rows {
            for table in tables {
                let start = table.bytes.startIndex + row * EncoderLayout.width
                out += table.bytes[start..<(start + EncoderLayout.width)]
            }
        }
        return (out, rows * groups)
    }

    private func vectors() throws -> [(String, [Float])] {
        let orders = EncoderLayout.branches.map(\.order)
        func joined(_ key: String) throws -> [Float] { try orders.flatMap { try floats("\(key)\($0)") } }
        return [
            ("projection.bias", try joined("proj_b")), ("projection.gain", try joined("ln_g")),
            ("projection.shift", try joined("ln_b")), ("first.bias", try joined("b1_")),
            ("second.bias", try joined("b2_")), ("features.gain", try floats("ln_g")),
            ("features.shift", try floats("ln_b")), ("mean.bias", try floats("cnn_b")),
        ]
    }

    /// A matrix of `EncoderLayout`, row after row.
    private func matrix(_ name: String) throws -> [Float] {
        let orders = EncoderLayout.branches.map(\.order)
        let (width, branch) = (EncoderLayout.width, EncoderLayout.branch)
        switch name {
        case "projection":
            return Self.sideBySide(try orders.map { try floats("proj\($0)", count: width * branch) }, rows: width)
        case "mean": return try floats("cnn_W")
        case "deep.0", "deep.1", "deep.2", "deep.3": return try floats("d\(name.suffix(1))")
        case "short.1", "short.3": return try floats("p\(name.suffix(1))")
        default:
            let order = Int(name.suffix(1)) ?? 0
            let values = try floats("w\(name.hasPrefix("first") ? 1 : 2)_\(order)", count: order * branch * branch)
            guard name.hasPrefix("first") else { return values }
            // Place `p` of a window reads rows p · branch …: here its columns stand beside those of the other places.
            let size = branch * branch
            return Self.sideBySide(
                (0..<order).map { Array(values[$0 * size..<($0 + 1) * size]) }, rows: branch)
        }
    }

    private func table(_ key: String) throws -> NumberTable {
        guard let bytes = arrays[key] else { throw Failure(.unusable, "the package has no array \(key)") }
        return try NumberTable(bytes, name: key)
    }

    private func floats(_ key: String, count: Int? = nil) throws -> [Float] {
        let values = try table(key).floats()
        guard count == nil || values.count == count else { throw Failure(.unusable, "\(key): not of the known size") }
        return values
    }

    /// Matrices of as many rows, as one whose rows are theirs one after the other.
    private static func sideBySide(_ matrices: [[Float]], rows: Int) -> [Float] {
        var out: [Float] = []
        for row in 0..<rows {
            for matrix in matrices {
                let columns = matrix.count / rows
                out += matrix[row * columns..<(row + 1) * columns]
            }
        }
        return out
    }

    /// Panels of 64 columns, one after the other, each row after row (`CV_PANEL`).
    private static func packed(_ values: [Float], _ rows: Int, _ columns: Int) -> [Float] {
        var out: [Float] = []
        out.reserveCapacity(values.count)
        for panel in stride(from: 0, to: columns, by: 64) {
            for row in 0..<rows {
                let start = row * columns + panel
                out += values[start..<(start + 64)]
            }
        }
        return out
    }

    private static func bytes(_ values: [Float]) -> [UInt8] { values.withUnsafeBytes { Array($0) } }
}
