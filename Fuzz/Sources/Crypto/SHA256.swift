/// Stands for swift-crypto's, under the fuzzers only: they do not judge digests, and building BoringSSL under the
/// sanitizers would take longer than fuzzing. Deterministic, and nothing more.
public struct SHA256 {
    private var state: [UInt64] = [0xCBF2_9CE4_8422_2325, 0x9E37_79B9_7F4A_7C15, 0x1000_0000_01B3, 0x51]

    public init() {}

    public mutating func update(data: [UInt8]) {
        for byte in data {
            for lane in state.indices { state[lane] = (state[lane] ^ (UInt64(byte) &+ UInt64(lane))) &* 0x100_0000_01B3 }
        }
    }

    public func finalize() -> [UInt8] {
        state.flatMap { lane in (0..<8).map { UInt8(truncatingIfNeeded: lane >> ($0 * 8)) } }
    }

    public static func hash(data: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: data)
        return hash.finalize()
    }
}
