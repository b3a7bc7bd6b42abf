import CXML
import Glibc

/// Bytes of any charset as UTF-8, by iconv.
enum Transcoder {
    /// The text in UTF-8, or nil when the charset is unknown or one byte does not belong to it.
    static func strict(_ bytes: ArraySlice<UInt8>, from charset: String) -> [UInt8]? {
        switch canonical(charset) {
        case "utf-8": return isUTF8(bytes) ? Array(bytes) : nil
        case "us-ascii": return bytes.allSatisfy { $0 < 0x80 } ? Array(bytes) : nil
        case let name: return convert(bytes, from: name, repair: false)
        }
    }

    /// The text in UTF-8 whatever happens: a byte that does not belong becomes its windows-1252 character in UTF-8
    /// text, and U+FFFD elsewhere. Nil only when the charset is unknown.
    static func repairing(_ bytes: ArraySlice<UInt8>, from charset: String) -> [UInt8]? {
        switch canonical(charset) {
        case "utf-8", "us-ascii": return repairedUTF8(bytes)
        case let name: return convert(bytes, from: name, repair: true)
        }
    }

    /// One name for the names that matter; the others go to iconv as they are, restricted to what a name may hold.
    static func canonical(_ charset: String) -> String {
        let name = charset.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.:+".contains($0)) }
        switch name {
        case "utf8", "u8", "utf_8", "utf-8", "unicode-1-1-utf-8", "x-unicode20utf8": return "utf-8"
        case "ascii", "us-ascii", "us_ascii", "646", "ansi_x3.4-1968", "iso646-us": return "us-ascii"
        case "u16", "utf16", "utf_16", "utf-16", "ucs-2", "iso-10646-ucs-2", "csunicode": return "utf-16"
        case "u32", "utf32", "utf_32", "utf-32", "ucs-4", "iso-10646-ucs-4", "csucs4": return "utf-32"
        case "latin1", "latin-1", "l1", "iso8859-1", "iso_8859-1": return "iso-8859-1"
        case "x-sjis", "shift-jis", "sjis": return "shift_jis"
        case "gb2312", "gbk", "x-gbk": return "gb18030"
        case "ks_c_5601-1987", "ksc5601", "euc_kr", "x-euc-kr": return "euc-kr"
        case "x-euc-jp", "euc_jp": return "euc-jp"
        case "x-mac-roman", "macroman": return "macintosh"
        default: return name
        }
    }

    static func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.withUnsafeBufferPointer { UTF8Repair.firstFault($0, from: 0) == $0.count }
    }

    private static func repairedUTF8(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        bytes.withUnsafeBufferPointer { UTF8Repair.repaired($0) }
    }

    private static func convert(_ bytes: ArraySlice<UInt8>, from charset: String, repair: Bool) -> [UInt8]? {
        guard !charset.isEmpty, let handle = iconv_open("UTF-8", charset), Int(bitPattern: handle) != -1 else {
            return nil
        }
        defer { iconv_close(handle) }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + bytes.count / 2)
        var buffer = [UInt8](repeating: 0, count: 32 << 10)
        let complete = bytes.withUnsafeBufferPointer { input in
            buffer.withUnsafeMutableBufferPointer { run(handle, input, $0, repair: repair, into: &out) }
        }
        return complete ? out : nil
    }

    private static func run(
        _ handle: iconv_t, _ input: UnsafeBufferPointer<UInt8>, _ buffer: UnsafeMutableBufferPointer<UInt8>,
        repair: Bool, into out: inout [UInt8]
    ) -> Bool {
        var source = UnsafeMutableRawPointer(mutating: input.baseAddress)?.assumingMemoryBound(to: CChar.self)
        var left = input.count
        while left > 0 {
            var target = UnsafeMutableRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self)
            var room = buffer.count
            let result = iconv(handle, &source, &left, &target, &room)
            let fault = errno
            out.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[..<(buffer.count - room)]))
            guard result == -1, fault != E2BIG else { continue }
            guard repair else { return false }
            out += [0xEF, 0xBF, 0xBD]
            source = source.map { $0 + 1 }
            left -= 1
        }
        return true
    }
}
