/// The hashes of words and n-grams. Written into model files: to change one is to change `ModelFile.version`.
enum Hash {
    static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

    /// One step of FNV-1a (Fowler, Noll, Vo; draft-eastlake-fnv).
    @inline(__always) static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }

    static func word(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(seed) { step($0, $1) }
    }

    /// Spreads the bits (the finaliser of SplitMix64), so that the low ones may serve as a bucket.
    @inline(__always) static func mix(_ hash: UInt64) -> UInt64 {
        var bits = hash
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    @inline(__always) static func pair(_ left: UInt64, _ right: UInt64) -> UInt64 {
        mix(left &* 0x9E37_79B9_7F4A_7C15 &+ right)
    }
}
