/// How many ASCII characters a label of a host name takes in its `xn--` form (RFC 3492).
enum Punycode {
    /// The length of `label` on the wire: its own when it is ASCII, that of `xn--…` when not. Nil when the label already
    /// begins with `xn--` and is not ASCII, which no name may, or when it is absurdly long.
    static func length(_ label: ArraySlice<Unicode.Scalar>) -> Int? {
        let basic = label.count { $0.isASCII }
        if basic == label.count { return label.count }
        guard label.count <= 256, !Letters.has("xn--", Array(label.prefix(4)), at: 0) else { return nil }
        return 4 + basic + (basic > 0 ? 1 : 0) + deltas(label, basic)
    }

    /// The number of digits that follow the basic characters.
    private static func deltas(_ label: ArraySlice<Unicode.Scalar>, _ basic: Int) -> Int {
        var (code, delta, bias, handled, digits): (UInt32, Int, Int, Int, Int) = (128, 0, 72, basic, 0)
        while handled < label.count {
            let next = label.lazy.map(\.value).filter { $0 >= code }.min() ?? .max
            delta += Int(next - code) * (handled + 1)
            code = next
            for scalar in label {
                if scalar.value < code { delta += 1 }
                if scalar.value == code {
                    digits += count(delta, bias)
                    bias = adapted(delta, points: handled + 1, first: handled == basic)
                    delta = 0
                    handled += 1
                }
            }
            delta += 1
            code += 1
        }
        return digits
    }

    /// Digits of one generalised variable-length integer.
    private static func count(_ delta: Int, _ bias: Int) -> Int {
        var (rest, step, digits) = (delta, 36, 1)
        while true {
            let threshold = max(1, min(26, step - bias))
            if rest < threshold { return digits }
            rest = (rest - threshold) / (36 - threshold)
            step += 36
            digits += 1
        }
    }

    private static func adapted(_ delta: Int, points: Int, first: Bool) -> Int {
        var (rest, step) = (first ? delta / 700 : delta / 2, 0)
        rest += rest / points
        while rest > 455 {
            rest /= 35
            step += 36
        }
        return step + 36 * rest / (rest + 38)
    }
}
