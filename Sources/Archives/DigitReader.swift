/// Takes numbers out of ASCII, one after the other.
struct DigitReader<Bytes: Collection<UInt8>> {
    private let bytes: Bytes
    private var index: Bytes.Index

    init(_ bytes: Bytes) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    var isAtEnd: Bool { index == bytes.endIndex }
    var peek: UInt8? { isAtEnd ? nil : bytes[index] }

    mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        index = bytes.index(after: index)
        return true
    }

    mutating func skipSpaces() { while take(32) {} }

    mutating func digits(_ count: Int) -> Int? { digits(count...count) }

    /// A number of so many digits; nil, taking nothing more, when there are fewer.
    mutating func digits(_ count: ClosedRange<Int>) -> Int? {
        var value = 0
        var taken = 0
        while taken < count.upperBound, let byte = peek, byte.isDigit {
            value = value * 10 + Int(byte - 48)
            index = bytes.index(after: index)
            taken += 1
        }
        return count.contains(taken) ? value : nil
    }

    /// Decimals of a second, in microseconds; further ones are dropped.
    mutating func fraction() -> Int {
        var value = 0
        var scale = 100_000
        while let byte = peek, byte.isDigit {
            value += Int(byte - 48) * scale
            scale /= 10
            index = bytes.index(after: index)
        }
        return value
    }

    /// `Z`, `UTC`, `GMT`, `+01:00`, `+0100`, `+01` or nothing; nil when something else comes.
    mutating func offset() -> (seconds: Int?, Void)? {
        if isAtEnd { return (nil, ()) }
        if take(90) || take(122) { return (0, ()) }
        if take(85) { return take(84) && take(67) ? (0, ()) : nil }
        if take(71) { return take(77) && take(84) ? (0, ()) : nil }
        let sign = peek == 45 ? -1 : 1
        guard take(43) || take(45), let hours = digits(2) else { return nil }
        _ = take(58)
        return (sign * (hours * 3600 + (digits(2) ?? 0) * 60), ())
    }
}
