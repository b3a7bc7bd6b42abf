import Kernel

/// One array as NumPy writes it (`.npy`, format versions 1 and 2): a head that names type and shape, then the values.
struct NumberTable {
    let shape: [Int]
    /// The values as little-endian bytes, row after row.
    let bytes: ArraySlice<UInt8>
    let type: String

    /// Throws `.unusable` when it is not such an array of bytes, floats or doubles in row order.
    init(_ file: [UInt8], name: String) throws {
        func broken(_ why: String) -> Failure { Failure(.unusable, "\(name): \(why)") }
        guard file.count >= 12, file.starts(with: [0x93] + Array("NUMPY".utf8)) else {
            throw broken("not a NumPy array")
        }
        let isLong = file[6] >= 2
        let sizeBytes = isLong ? file[8..<12] : file[8..<10]
        let size = sizeBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
        let start = (isLong ? 12 : 10) + size
        guard start <= file.count else { throw broken("cut short") }
        let head = String(decoding: file[(isLong ? 12 : 10)..<start], as: UTF8.self)
        guard let kind = head.firstMatch(of: /'descr': *'([<|=][uif][1248])'/),
            let form = head.firstMatch(of: /'shape': *\(([0-9, ]*)\)/), head.contains("'fortran_order': False")
        else { throw broken("a form of array that is not read") }
        type = String(kind.1)
        shape = form.1.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
        guard let width = type.last?.wholeNumberValue, shape.allSatisfy({ $0 < 1 << 28 }) else {
            throw broken("a form of array that is not read")
        }
        let (count, over) = shape.reduce((1, false)) { product, next in
            let (value, over) = product.0.multipliedReportingOverflow(by: next)
            return (value, product.1 || over)
        }
        bytes = file[start...]
        guard !over, count < 1 << 32, bytes.count == count * width else { throw broken("not as long as it says") }
    }

    var count: Int { shape.reduce(1, *) }

    /// The values as floats, from floats or doubles.
    func floats() throws -> [Float] {
        try bytes.withUnsafeBytes { raw in
            switch type {
            case "<f4":
                return (0..<count).map { Float(bitPattern: raw.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)) }
            case "<f8":
                return (0..<count).map {
                    Float(Double(bitPattern: raw.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self)))
                }
            default: throw Failure(.unusable, "floats were expected, \(type) found")
            }
        }
    }
}
