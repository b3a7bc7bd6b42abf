/// Messages in the record that says how HEVC samples are decoded (ISO/IEC 14496-15, 8.3.3.1; ITU-T H.265, annex D).
///
/// ffmpeg takes them out of the samples, not out of the record: encoders write of themselves there.
enum HEVCMessages {
    private static let filling: UInt8 = 0xFF

    /// Where messages stand in a sample description, without the two bytes that say that they are messages.
    static func places(in description: [UInt8]) -> [Range<Int>] {
        let view = ByteView(bytes: description)
        guard let name = description.firstRange(of: Array("hvcC".utf8)), let arrays = view.byte(name.upperBound + 22)
        else { return [] }
        var found: [Range<Int>] = []
        var at = name.upperBound + 23
        for _ in 0..<arrays {
            guard let kind = view.byte(at), let count = view.big(at + 1, 2) else { return found }
            at += 3
            for _ in 0..<count {
                guard let length = view.big(at, 2), length <= view.count - at - 2 else { return found }
                // Types 39 and 40, before and after a picture.
                if [39, 40].contains(kind & 0x3F), length > 2 { found.append(at + 4..<at + 2 + length) }
                at += 2 + length
            }
        }
        return found
    }

    /// A message of the same length that says nothing: a filler (D.2.4).
    static func silent(_ length: Int) -> [UInt8] {
        // The type, the size in bytes of 255 and a rest, the filling, and the end's mark.
        let (count, rest) = max(0, length - 3).quotientAndRemainder(dividingBy: 256)
        guard length >= 3, rest < 255 else { return [UInt8](repeating: filling, count: length) }
        return [3] + [UInt8](repeating: 255, count: count) + [UInt8(rest)]
            + [UInt8](repeating: filling, count: count * 255 + rest) + [0x80]
    }
}
