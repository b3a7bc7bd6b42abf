/// The two forms that nearly every feed uses, read byte by byte: `2025-02-03T14:30:00+01:00` (RFC 3339) and
/// `Mon, 03 Feb 2025 14:30:00 +0100` (RFC 2822). Everything else is left to the tolerant readers, which agree with it.
enum CommonDate {
    static func parse(_ text: String) -> DateStamp? {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count >= 20, bytes.count <= 40 else { return nil }
            return bytes[4] == 0x2D ? rfc3339(bytes) : bytes[3] == 0x2C ? rfc2822(bytes) : nil
        }
    }

    /// The number that these digits make, or nil.
    private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int) -> Int? {
        guard start + count <= bytes.count else { return nil }
        var value = 0
        for index in start..<(start + count) {
            guard (0x30...0x39).contains(bytes[index]) else { return nil }
            value = value * 10 + Int(bytes[index] - 0x30)
        }
        return value
    }

    private static func clock(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> (Int, Int, Int)? {
        guard start + 8 <= bytes.count, bytes[start + 2] == 0x3A, bytes[start + 5] == 0x3A,
            let hour = number(bytes, start, 2), let minute = number(bytes, start + 3, 2),
            let second = number(bytes, start + 6, 2)
        else { return nil }
        return (hour, minute, second)
    }

    /// `+0100` or `+01:00`, to the end of the text; `gap` is the length of the colon.
    private static func offset(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, gap: Int) -> Int? {
        guard bytes.count == start + 5 + gap, bytes[start] == 0x2B || bytes[start] == 0x2D,
            gap == 0 || bytes[start + 3] == 0x3A,
            let hours = number(bytes, start + 1, 2), let minutes = number(bytes, start + 3 + gap, 2)
        else { return nil }
        return (bytes[start] == 0x2D ? -1 : 1) * (hours * 3_600 + minutes * 60)
    }

    private static func rfc3339(_ bytes: UnsafeBufferPointer<UInt8>) -> DateStamp? {
        guard bytes[7] == 0x2D, bytes[10] == 0x54, let year = number(bytes, 0, 4), let month = number(bytes, 5, 2),
            let day = number(bytes, 8, 2), let (hour, minute, second) = clock(bytes, 11)
        else { return nil }
        var zone = 19
        if bytes[zone] == 0x2E {
            zone += 1
            while zone < bytes.count, (0x30...0x39).contains(bytes[zone]) { zone += 1 }
        }
        guard zone < bytes.count else { return nil }
        let isUTC = bytes[zone] == 0x5A && zone + 1 == bytes.count
        guard let offset = isUTC ? 0 : offset(bytes, zone, gap: 1) else { return nil }
        return DateStamp(year, month, day, hour, minute, second, offset: offset)
    }

    private static let months: [UInt32: Int] = [
        0x6A616E: 1, 0x666562: 2, 0x6D6172: 3, 0x617072: 4, 0x6D6179: 5, 0x6A756E: 6, 0x6A756C: 7, 0x617567: 8,
        0x736570: 9, 0x6F6374: 10, 0x6E6F76: 11, 0x646563: 12,
    ]

    private static func rfc2822(_ bytes: UnsafeBufferPointer<UInt8>) -> DateStamp? {
        guard bytes[4] == 0x20 else { return nil }
        let width = bytes[6] == 0x20 ? 1 : 2
        let name = 6 + width
        guard name + 18 < bytes.count, bytes[name - 1] == 0x20, bytes[name + 3] == 0x20, bytes[name + 8] == 0x20,
            bytes[name + 17] == 0x20, let day = number(bytes, 5, width), let year = number(bytes, name + 4, 4),
            let (hour, minute, second) = clock(bytes, name + 9)
        else { return nil }
        let word = (0..<3).reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[name + $1] | 0x20) }
        let zone = name + 18
        let isGMT = bytes.count == zone + 3 && bytes[zone] == 0x47 && bytes[zone + 1] == 0x4D && bytes[zone + 2] == 0x54
        guard let month = months[word], let offset = isGMT ? 0 : offset(bytes, zone, gap: 0) else { return nil }
        return DateStamp(year, month, day, hour, minute, second, offset: offset)
    }
}
