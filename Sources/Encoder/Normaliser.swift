/// SentencePiece's normalisation `nmt_nfkc` (Kudo and Richardson 2018): compatibility forms by a table that the model
/// brings with it, white space squeezed and written as U+2581.
///
/// The table is a double array of the Darts-clone layout: each unit holds a label, whether a value hangs below, and the
/// offset of its children; values are offsets into the replacements, each ended by a zero byte.
struct Normaliser {
    private let units: UnsafeBufferPointer<UInt32>
    private let replacements: UnsafeBufferPointer<UInt8>
    /// Bytes below 128 that stand for themselves whatever follows but a byte above 127.
    private let plain: [Bool]
    static let space: [UInt8] = [0xE2, 0x96, 0x81]

    init(units: UnsafeBufferPointer<UInt32>, replacements: UnsafeBufferPointer<UInt8>) {
        self.units = units
        self.replacements = replacements
        plain = (0..<128).map { byte in
            // Letters, digits and common signs; the few that begin a longer key take the slow way.
            let character = UInt8(byte)
            guard (0x21...0x7E).contains(character), !units.isEmpty else { return false }
            return !Self.isKey(units, [character])
        }
    }

    private static func offset(_ unit: UInt32) -> Int { Int((unit >> 10) << ((unit & 0x200) >> 6)) }

    private static func isKey(_ units: UnsafeBufferPointer<UInt32>, _ bytes: [UInt8]) -> Bool {
        guard let first = units.first else { return false }
        var node = offset(first)
        for byte in bytes {
            node ^= Int(byte)
            guard node < units.count, units[node] & 0x8000_00FF == UInt32(byte) else { return false }
            node ^= offset(units[node])
        }
        return true
    }

    /// `text`, normalised, with U+2581 for every space and at the beginning; empty when nothing is left.
    func normalise(_ text: String) -> [UInt8] {
        var text = text
        return text.withUTF8 { normalise($0) }
    }

    func normalise(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + bytes.count / 4 + 8)
        var afterSpace = true
        var at = 0
        func put(_ byte: UInt8) {
            if byte == 0x20 {
                if !afterSpace { out += Self.space }
                afterSpace = true
            } else {
                if out.isEmpty { out += Self.space }
                out.append(byte)
                afterSpace = false
            }
        }
        while at < bytes.count {
            let byte = bytes[at]
            let next = at + 1 < bytes.count ? bytes[at + 1] : 0x20
            if byte < 128, next < 128, plain[Int(byte)] {
                put(byte)
                at += 1
                continue
            }
            let (value, length) = longest(bytes, at)
            if let value {
                var index = value
                while index < replacements.count, replacements[index] != 0 {
                    put(replacements[index])
                    index += 1
                }
            } else {
                for index in at..<(at + length) { put(bytes[index]) }
            }
            at += length
        }
        if afterSpace, out.count >= 3 { out.removeLast(3) }
        return out
    }

    /// The longest key that begins at `start`: where its replacement is, and its length; without one, no value and the
    /// length of the character there.
    private func longest(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> (value: Int?, length: Int) {
        var best: (value: Int?, length: Int) = (nil, Self.length(of: bytes[start], left: bytes.count - start))
        guard let first = units.first else { return best }
        var node = Self.offset(first)
        var at = start
        while at < bytes.count {
            node ^= Int(bytes[at])
            guard node < units.count, units[node] & 0x8000_00FF == UInt32(bytes[at]) else { break }
            let unit = units[node]
            node ^= Self.offset(unit)
            at += 1
            if unit & 0x100 != 0, node < units.count {
                let value = Int(units[node] & 0x7FFF_FFFF)
                if value < replacements.count { best = (value, at - start) }
            }
        }
        return best
    }

    private static func length(of byte: UInt8, left: Int) -> Int {
        let length = byte < 0x80 ? 1 : byte >> 5 == 6 ? 2 : byte >> 4 == 14 ? 3 : byte >> 3 == 30 ? 4 : 1
        return min(length, left)
    }
}
