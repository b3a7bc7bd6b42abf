import Kernel

/// The five linear models in one file.
struct Models: Sendable {
    /// Is this word part of somebody's name? Once alone, once knowing what was said of its neighbours.
    var firstNames: LinearModel
    var names: LinearModel
    /// What is this date, number, address…?
    var findings: LinearModel
    /// Does a text as a whole speak of somebody?
    var gist: LinearModel
    /// Do the weak clues of a text single somebody out?
    var combination: LinearModel

    static let magic = Array("RPRV0002".utf8)

    init(
        firstNames: LinearModel, names: LinearModel, findings: LinearModel, gist: LinearModel, combination: LinearModel
    ) {
        self.firstNames = firstNames
        self.names = names
        self.findings = findings
        self.gist = gist
        self.combination = combination
    }

    init(_ bytes: UnsafeRawBufferPointer) throws {
        guard bytes.count > Self.magic.count, bytes.prefix(Self.magic.count).elementsEqual(Self.magic) else {
            throw Failure(.broken, "the privacy model is not one")
        }
        var at = Self.magic.count
        func next() throws -> LinearModel {
            guard at + 5 <= bytes.count, (4...24).contains(bytes[at]) else {
                throw Failure(.broken, "the privacy model is cut")
            }
            let bits = Int(bytes[at])
            let scale = Float(bitPattern: bytes.loadUnaligned(fromByteOffset: at + 1, as: UInt32.self))
            at += 5
            guard at + 1 << bits <= bytes.count else { throw Failure(.broken, "the privacy model is cut") }
            defer { at += 1 << bits }
            let part = UnsafeRawBufferPointer(rebasing: bytes[at..<at + 1 << bits])
            let weights = [Int8](unsafeUninitializedCapacity: part.count) { table, count in
                UnsafeMutableRawBufferPointer(table).copyMemory(from: part)
                count = part.count
            }
            return LinearModel(bits: bits, scale: scale, weights: weights)
        }
        firstNames = try next()
        names = try next()
        findings = try next()
        gist = try next()
        combination = try next()
    }

    var bytes: [UInt8] {
        var bytes = Self.magic
        for model in [firstNames, names, findings, gist, combination] {
            bytes.append(UInt8(model.bits))
            withUnsafeBytes(of: model.scale.bitPattern.littleEndian) { bytes += $0 }
            bytes += model.weights.map { UInt8(bitPattern: $0) }
        }
        return bytes
    }
}
