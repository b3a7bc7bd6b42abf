import Kernel

extension String {
    /// Meta's downloads write each byte of UTF-8 as a character of its own (`\u00c3\u00a9` for é). Every run of such
    /// characters that is valid UTF-8 is put back together; a real é alone is not valid UTF-8 and stays.
    var withoutMojibake: String {
        guard utf8.contains(where: { $0 == 0xC2 || $0 == 0xC3 }) else { return self }
        var whole = String.UnicodeScalarView()
        var run: [UInt8] = []
        func flush() {
            guard !run.isEmpty else { return }
            if let mended = String(validating: run, as: UTF8.self) {
                whole.append(contentsOf: mended.unicodeScalars)
            } else {
                whole.append(contentsOf: run.map { UnicodeScalar($0) })
            }
            run.removeAll(keepingCapacity: true)
        }
        for scalar in unicodeScalars {
            if (0x80...0xFF).contains(scalar.value) {
                run.append(UInt8(scalar.value))
            } else {
                flush()
                whole.append(scalar)
            }
        }
        flush()
        return String(whole)
    }
}

extension JSON {
    /// The text, with Meta's mojibake mended.
    var mended: String? { text?.withoutMojibake.orNil }

    /// A moment in seconds since 1970, as Meta writes them. Zero stands for "unknown" there.
    var unixTime: Instant? {
        guard let seconds = text.flatMap({ Double($0) }), seconds > 0, seconds < 1e11 else { return nil }
        return Instant(seconds: seconds)
    }
}
