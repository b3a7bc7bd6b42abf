import Kernel

/// The network's 53,104 numbers, part after part.
struct FaceWeights: Sendable {
    let floats: [Float]

    static let magic = Array("RFAC0001".utf8)
    /// No weight of a trained network is near it; a damaged file would flood every layer after.
    private static let largest: Float = 1_000

    /// - Throws: `Failure(.broken)` when the bytes are not the file that `Sources/Privacy/Training/faces.py` makes.
    init(_ bytes: UnsafeRawBufferPointer) throws {
        let count = FacePart.end
        guard bytes.count == Self.magic.count + count * 4, bytes.prefix(Self.magic.count).elementsEqual(Self.magic)
        else { throw Failure(.broken, "the weights of the finder of faces are not what is expected") }
        floats = (0..<count).map { at in
            let bits = bytes.loadUnaligned(fromByteOffset: Self.magic.count + at * 4, as: UInt32.self)
            return Float(bitPattern: UInt32(littleEndian: bits))
        }
        guard floats.allSatisfy({ abs($0) < Self.largest }) else {
            throw Failure(.broken, "the weights of the finder of faces are damaged")
        }
    }
}

/// The units of the network in the order of the file; the stem before them has 27 × 16 weights and 16 biases.
///
/// A unit multiplies each pixel's `inputs` values by a matrix, then sees each of its `outputs` through a 3 × 3 window.
enum FacePart: Int, CaseIterable {
    case stem
    case first, second, third, fourth, fifth
    case eighthA, eighthB
    case sixteenthA, sixteenthB
    case thirtySecondA, thirtySecondB
    case neckEighth, neckSixteenth, neckThirtySecond
    case headEighth, headSixteenth, headThirtySecond

    var inputs: Int {
        switch self {
        case .stem: 27
        case .first, .second, .third: 16
        case .fourth, .fifth: 32
        default: 64
        }
    }

    var outputs: Int {
        switch self {
        case .stem, .first, .second, .headEighth, .headSixteenth, .headThirtySecond: 16
        case .third, .fourth: 32
        default: 64
        }
    }

    /// How many numbers it has.
    var size: Int { inputs * outputs + outputs + (self == .stem ? 0 : 9 * outputs + outputs) }

    /// Where it begins.
    var start: Int { Self.starts[rawValue] }
    static let end = allCases.reduce(0) { $0 + $1.size }
    private static let starts = allCases.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.size) }
}
