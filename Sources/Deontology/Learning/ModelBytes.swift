import Kernel

/// Writes lengths and values, little-endian, each array after its length.
struct ByteWriter {
    var out: [UInt8] = []

    mutating func bytes(_ values: [UInt8]) {
        length(values.count)
        out += values
    }

    mutating func small(_ values: [Int8]) { bytes(values.map { UInt8(bitPattern: $0) }) }

    mutating func floats(_ values: [Float]) {
        length(values.count * 4)
        for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { out += $0 } }
    }

    private mutating func length(_ count: Int) { withUnsafeBytes(of: UInt32(count).littleEndian) { out += $0 } }
}

/// Reads what `ByteWriter` wrote; never beyond the end.
struct ByteReader {
    private let given: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) { given = bytes }

    mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
        guard count >= 0, count <= given.count - at else { throw Failure(.unusable, "the model file ends too early") }
        defer { at += count }
        return given[at..<at + count]
    }

    mutating func bytes() throws -> [UInt8] {
        let length = try take(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        return Array(try take(length))
    }

    mutating func bytes(count: Int) throws -> [UInt8] {
        let out = try bytes()
        guard out.count == count else { throw Failure(.unusable, "the model file has a part of the wrong size") }
        return out
    }

    mutating func small(count: Int) throws -> [Int8] { try bytes(count: count).map { Int8(bitPattern: $0) } }

    mutating func floats(count: Int) throws -> [Float] {
        let raw = try bytes(count: count * 4)
        return (0..<count).map { index in
            Float(
                bitPattern: raw[index * 4..<index * 4 + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
        }
    }
}
