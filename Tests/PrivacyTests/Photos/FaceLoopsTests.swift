import CFaces
import Testing

/// The loops against the same sums written plainly, with counts that fill no register.
@Suite("Loops of the finder of faces")
struct FaceLoopsTests {
    private func numbers(_ count: Int, _ seed: UInt64) -> [Float] {
        var state = seed
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(state >> 40) / Float(1 << 23) - 1
        }
    }

    private func near(_ a: [Float], _ b: [Float]) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-4 }
    }

    @Test("a product is the sum of its products", arguments: [1, 7, 8, 29], [16, 32, 48, 64])
    func multiply(_ m: Int, _ n: Int) {
        let (k, stride) = (9, 6)
        let (rows, weights, start) = (numbers(m * stride + k, 1), numbers(k * n, 2), numbers(n, 3))
        var out = [Float](repeating: .nan, count: m * n)
        cf_multiply(&out, rows, stride, weights, start, m, k, n)
        let plain = (0..<m * n).map { at in
            (0..<k).reduce(start[at % n]) { $0 + rows[at / n * stride + $1] * weights[$1 * n + at % n] }
        }
        #expect(near(out, plain))
        cf_multiply(&out, rows, stride, weights, nil, m, k, n)
        #expect(near(out, zip(plain, plain.indices).map { 2 * $0 - start[$1 % n] }))
    }

    @Test("a window sees nine pixels of its own channel", arguments: [-Float.greatestFiniteMagnitude, 0])
    func window(_ floor: Float) {
        let (pixels, channels) = (5, 32)
        let rows = (0..<3).map { numbers((pixels + 2) * channels, UInt64($0) + 4) }
        let (weights, bias) = (numbers(9 * channels, 7), numbers(channels, 8))
        var out = [Float](repeating: .nan, count: pixels * channels)
        rows[0].withUnsafeBufferPointer { a in
            rows[1].withUnsafeBufferPointer { b in
                rows[2].withUnsafeBufferPointer { c in
                    cf_window(
                        &out, [a.baseAddress, b.baseAddress, c.baseAddress], weights, bias, floor, pixels, channels)
                }
            }
        }
        let plain = (0..<pixels * channels).map { at in
            let channel = at % channels
            return max(
                floor,
                (0..<9).reduce(bias[channel]) {
                    $0 + rows[$1 / 3][at + $1 % 3 * channels] * weights[$1 * channels + channel]
                })
        }
        #expect(near(out, plain))
    }

    @Test("pooling, adding a coarser level and halving do what they say")
    func rest() {
        let (top, bottom) = (numbers(2 * 3 * 16, 9), numbers(2 * 3 * 16, 10))
        var out = [Float](repeating: .nan, count: 3 * 16)
        cf_largest(&out, top, bottom, 3, 16)
        let largest = (0..<48).map { at in
            let left = at / 16 * 32 + at % 16
            return max(top[left], top[left + 16], bottom[left], bottom[left + 16])
        }
        #expect(out == largest)
        var sum = top
        cf_add_doubled(&sum, out, 3, 16)
        #expect(sum == top.indices.map { top[$0] + out[$0 / 32 * 16 + $0 % 16] })
        var half = [UInt8](repeating: 0, count: 3)
        cf_halve(&half, [255, 0, 1, 255, 0, 1], [255, 1, 1, 254, 1, 0], 1)
        #expect(half == [255, 1, 1])
        var wide = [Float](repeating: 0, count: 3)
        cf_widen(&wide, [0, 128, 255], 3)
        #expect(wide == [0, 128, 255])
        #expect(["avx512", "avx2", "plain"].contains(String(cString: cf_generation())))
    }
}
