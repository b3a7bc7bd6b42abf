/// FNV-1a in 128 bits (draft-eastlake-fnv): the same on every machine and every run, unlike Swift's own hash. It names
/// things; it guards nothing.
enum StableHash {
    static func hex(_ text: String) -> String {
        let prime = UInt128(1) << 88 + 0x13B
        var hash = UInt128(0x6c62_272e_07bb_0142) << 64 | UInt128(0x62b8_2175_6295_c58d)
        for byte in text.utf8 {
            hash ^= UInt128(byte)
            hash &*= prime
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }
}
