import Kernel

/// A SentencePiece model (protocol buffers): pieces with their scores, and the table of its normalisation. Only the
/// fields that are used are read; the layout is that of the encoder's own file, where the normalisation is field 2 of
/// field 3.
struct VocabularyFile {
    private(set) var pieces: [[UInt8]] = []
    private(set) var scores: [Float] = []
    /// Double array of the normalisation, and its replacements.
    private(set) var units: [UInt8] = []
    private(set) var replacements: [UInt8] = []

    init(_ file: [UInt8]) throws {
        for field in try Self.fields(file[...]) {
            guard case .bytes(let number, let bytes) = field else { continue }
            switch number {
            case 1: try add(bytes)
            case 3: try readNormalisation(bytes)
            default: continue
            }
        }
        guard pieces.count > 3, !units.isEmpty else { throw Self.broken }
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>) throws {
        var (piece, score): ([UInt8], Float) = ([], 0)
        for field in try Self.fields(bytes) {
            switch field {
            case .bytes(1, let text): piece = Array(text)
            case .word(2, let bits): score = Float(bitPattern: bits)
            default: continue
            }
        }
        pieces.append(piece)
        scores.append(score)
    }

    private mutating func readNormalisation(_ bytes: ArraySlice<UInt8>) throws {
        for field in try Self.fields(bytes) {
            guard case .bytes(2, let table) = field, table.count > 4 else { continue }
            let size = table.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            guard size % 4 == 0, size <= table.count - 4 else { throw Self.broken }
            units = Array(table.dropFirst(4).prefix(size))
            replacements = Array(table.dropFirst(4 + size))
        }
    }

    private static let broken = Failure(.unusable, "not a SentencePiece model of the kind that the encoder uses")

    private enum Field {
        case bytes(Int, ArraySlice<UInt8>)
        case word(Int, UInt32)
        case other
    }

    /// The fields of one message (Protocol Buffers, "Encoding").
    private static func fields(_ bytes: ArraySlice<UInt8>) throws -> [Field] {
        var (found, at): ([Field], Int) = ([], bytes.startIndex)
        func varint() throws -> Int {
            var (value, shift) = (0, 0)
            while at < bytes.endIndex, shift < 56 {
                let byte = bytes[at]
                at += 1
                value |= Int(byte & 0x7F) << shift
                if byte < 0x80 { return value }
                shift += 7
            }
            throw broken
        }
        while at < bytes.endIndex {
            let key = try varint()
            switch key & 7 {
            case 0:
                _ = try varint()
                found.append(.other)
            case 1: at += 8
            case 2:
                let length = try varint()
                guard length <= bytes.endIndex - at else { throw broken }
                found.append(.bytes(key >> 3, bytes[at..<(at + length)]))
                at += length
            case 5:
                guard bytes.endIndex - at >= 4 else { throw broken }
                found.append(.word(key >> 3, bytes[at..<(at + 4)].reversed().reduce(0) { $0 << 8 | UInt32($1) }))
                at += 4
            default: throw broken
            }
        }
        guard at == bytes.endIndex else { throw broken }
        return found
    }
}
