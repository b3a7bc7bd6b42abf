import Encoder
import Kernel

/// The model's bytes: a header, then three tables of weights in one byte each. Holds n-gram hashes' weights, no text.
///
///     0   "RESOPIN3"                       magic and version
///     8   UInt32 bits, columns, scale (Float32)  × 4 tables (polarity, themes, language, danger)
///     56  UInt32 count, then Float32 values of the dense layers
///     …   UInt32 landmarks; Float32 offset of each column, Float32 weight of each landmark in each column
///     …   tables, then a signed byte for each component of each landmark
///
/// Numbers are little-endian. A weight `b` (a signed byte) stands for `sign(b)·(b/127)²·scale`: small weights, which
/// are nearly all of them, keep two more bits than on a straight scale.
final class ModelFile: Sendable {
    static let magic: [UInt8] = Array("RESOPIN3".utf8)
    /// Largest file that is read: a model never comes near it.
    static let sizeLimit = 16 << 20
    private static let mostLandmarks = 8_192

    struct Table: Sendable {
        let bits: Int
        let columns: Int
        let start: Int
        /// What each of the 256 bytes stands for. Lives as long as the file.
        nonisolated(unsafe) let values: UnsafePointer<Float>

        var size: Int { columns << bits }
    }

    private nonisolated(unsafe) let start: UnsafePointer<UInt8>
    /// What `deinit` gives back; nil where the bytes are somebody else's.
    private nonisolated(unsafe) let copy: UnsafeMutablePointer<UInt8>?
    let polarity: Table
    let themes: Table
    let language: Table
    let danger: Table
    let dense: [Float]
    /// Nil in a model that was trained without the sentence encoder.
    let meaning: MeaningLayer?

    /// `copying` false leaves the bytes where they are: they must then outlive the model.
    init(_ bytes: UnsafeRawBufferPointer, copying: Bool) throws {
        guard bytes.count > 64, bytes.count <= Self.sizeLimit, bytes.prefix(8).elementsEqual(Self.magic) else {
            throw Failure(.unusable, "not an opinion model of this version: train one with `resonance model train`")
        }
        var reader = Cursor(bytes: bytes, position: 8)
        var shapes: [(bits: Int, columns: Int, scale: Float)] = []
        for _ in 0..<4 {
            shapes.append((Int(try reader.word()), Int(try reader.word()), try reader.number()))
        }
        let denseCount = Int(try reader.word())
        guard denseCount <= 4096, shapes.allSatisfy({ (4...20).contains($0.bits) && (1...64).contains($0.columns) })
        else {
            throw Failure(.unusable, "the opinion model's header is damaged")
        }
        dense = try (0..<denseCount).map { _ in try reader.number() }
        let landmarks = Int(try reader.word())
        guard landmarks <= Self.mostLandmarks else { throw Failure(.unusable, "the opinion model's header is damaged") }
        let says = try (0..<(landmarks == 0 ? 0 : landmarks + 1) * Scan.columns).map { _ in try reader.number() }
        let tableBytes = shapes.reduce(0) { $0 + $1.columns << $1.bits }
        guard (dense + says).allSatisfy(\.isFinite), shapes.allSatisfy({ $0.scale.isFinite }),
            bytes.count == reader.position + tableBytes + landmarks * Encoder.width, let first = bytes.baseAddress
        else { throw Failure(.unusable, "the opinion model is cut short or damaged") }
        meaning =
            landmarks == 0
            ? nil
            : MeaningLayer(
                landmarks: bytes.suffix(landmarks * Encoder.width).map {
                    MeaningLayer.large(Int8(bitPattern: $0))
                },
                weights: Array(says.dropFirst(Scan.columns)), bias: Array(says.prefix(Scan.columns)))
        var start = reader.position
        let tables = shapes.map { shape in
            defer { start += shape.columns << shape.bits }
            return Table(bits: shape.bits, columns: shape.columns, start: start, values: Self.values(shape.scale))
        }
        (polarity, themes, language, danger) = (tables[0], tables[1], tables[2], tables[3])
        let given = first.assumingMemoryBound(to: UInt8.self)
        copy = copying ? UnsafeMutablePointer.allocate(capacity: bytes.count) : nil
        copy?.initialize(from: given, count: bytes.count)
        self.start = copy.map { UnsafePointer($0) } ?? given
    }

    deinit {
        for table in [polarity, themes, language, danger] { table.values.deallocate() }
        copy?.deallocate()
    }

    /// Adds the weights of the hash's bucket, times `scale`, to `sums`, which has room for the table's columns.
    @inline(__always)
    func add(_ table: Table, _ hash: UInt64, _ scale: Float, to sums: UnsafeMutablePointer<Float>) {
        let bucket = Int(truncatingIfNeeded: hash & (1 << UInt64(table.bits) - 1))
        // The header was checked against the size once: the row lies inside.
        let row = start + table.start + bucket * table.columns
        for column in 0..<table.columns { sums[column] += scale * table.values[Int(row[column])] }
    }

    private static func values(_ scale: Float) -> UnsafePointer<Float> {
        let values = UnsafeMutablePointer<Float>.allocate(capacity: 256)
        for byte in 0..<256 {
            let part = Float(Int8(truncatingIfNeeded: byte)) / 127
            values[byte] = part * abs(part) * scale
        }
        return UnsafePointer(values)
    }

    /// Writes a file that `init` reads back.
    static func encode(
        tables: [(bits: Int, columns: Int, weights: [Float])], dense: [Float], meaning: MeaningLayer? = nil
    ) -> [UInt8] {
        var bytes = magic
        let scales = tables.map { table in max(table.weights.reduce(0) { max($0, abs($1)) }, 1e-6) }
        for (table, scale) in zip(tables, scales) {
            for value in [UInt32(table.bits), UInt32(table.columns), scale.bitPattern] { append(value, to: &bytes) }
        }
        append(UInt32(dense.count), to: &bytes)
        for value in dense { append(value.bitPattern, to: &bytes) }
        append(UInt32(meaning?.count ?? 0), to: &bytes)
        for value in meaning.map({ $0.bias + $0.weights }) ?? [] { append(value.bitPattern, to: &bytes) }
        for (table, scale) in zip(tables, scales) {
            bytes.reserveCapacity(bytes.count + table.weights.count)
            for weight in table.weights {
                let root = (abs(weight) / scale).squareRoot() * 127
                bytes.append(UInt8(bitPattern: Int8((weight < 0 ? -root : root).rounded())))
            }
        }
        bytes += (meaning?.landmarks ?? []).map { UInt8(bitPattern: MeaningLayer.small($0)) }
        return bytes
    }

    private static func append(_ value: UInt32, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
}

/// Reads little-endian words one after the other.
private struct Cursor {
    let bytes: UnsafeRawBufferPointer
    var position: Int

    mutating func word() throws -> UInt32 {
        guard position + 4 <= bytes.count else { throw Failure(.unusable, "the opinion model is cut short") }
        defer { position += 4 }
        return UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
    }

    mutating func number() throws -> Float { Float(bitPattern: try word()) }
}
