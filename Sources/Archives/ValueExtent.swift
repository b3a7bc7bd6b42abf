/// Finds where a JSON value ends, through any number of chunks: brackets are counted, except in strings.
struct ValueExtent {
    private var depth = 0
    private var inString = false
    private var escaped = false
    /// A number or a word: it ends where something else starts.
    private(set) var isBare = false

    /// Index just past the value's last byte, or nil when it goes on after these bytes.
    mutating func scan(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            if inString {
                if escaped {
                    escaped = false
                } else if byte == UInt8(ascii: "\\") {
                    escaped = true
                } else if byte == UInt8(ascii: "\"") {
                    inString = false
                    if depth == 0 { return index + 1 }
                }
            } else if let end = outside(byte, index) {
                return end
            }
            index += 1
        }
        return nil
    }

    /// One byte that is not in a string; the value's end when this byte decides it.
    private mutating func outside(_ byte: UInt8, _ index: Int) -> Int? {
        switch byte {
        case UInt8(ascii: "\""):
            if isBare { return index }
            inString = true
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            if isBare { return index }
            depth += 1
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
            if isBare { return index }
            depth -= 1
            if depth <= 0 { return index + 1 }
        case UInt8(ascii: ","), UInt8(ascii: ":"), 0...32:
            if isBare { return index }
        default:
            if depth == 0 { isBare = true }
        }
        return nil
    }
}
