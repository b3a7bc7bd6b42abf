import Foundation

/// The parts of a multipart body (RFC 2046): `form-data` of the Graph, `related` of Google.
struct Parts: Sendable {
    struct Part: Sendable {
        let name: String?
        let file: String?
        let type: String?
        let bytes: [UInt8]
    }

    let parts: [Part]

    /// Nil when it is not multipart, or not whole. At most 200 parts.
    init?(_ body: [UInt8], type: String) {
        guard type.lowercased().hasPrefix("multipart/"), let boundary = Self.attribute("boundary", in: type),
            (1...200).contains(boundary.utf8.count)
        else { return nil }
        let mark = Array("--\(boundary)".utf8)
        var parts: [Part] = []
        guard var start = Self.find(mark, in: body, from: 0) else { return nil }
        while parts.count < 200 {
            let after = start + mark.count
            guard body.count >= after + 2 else { return nil }
            if body[after] == UInt8(ascii: "-"), body[after + 1] == UInt8(ascii: "-") {
                self.parts = parts
                return
            }
            guard let head = Self.find(Array("\r\n\r\n".utf8), in: body, from: after),
                let end = Self.find(Array("\r\n".utf8) + mark, in: body, from: head)
            else { return nil }
            let headers = String(decoding: body[after..<head], as: UTF8.self)
            parts.append(Self.part(headers, Array(body[min(head + 4, end)..<end])))
            start = end + 2
        }
        return nil
    }

    private static func part(_ headers: String, _ bytes: [UInt8]) -> Part {
        var (name, file, type): (String?, String?, String?)
        for line in headers.split(whereSeparator: \.isNewline) {
            let lower = line.lowercased()
            if lower.hasPrefix("content-disposition:") {
                (name, file) = (attribute("name", in: line), attribute("filename", in: line))
            } else if lower.hasPrefix("content-type:") {
                type = line.dropFirst("content-type:".count).trimmingCharacters(in: .whitespaces)
            }
        }
        return Part(name: name, file: file, type: type, bytes: bytes)
    }

    /// `name="value"` or `name=value`.
    static func attribute(_ name: String, in line: some StringProtocol) -> String? {
        for field in line.split(separator: ";").map({ $0.trimmingCharacters(in: .whitespaces) }) {
            guard field.lowercased().hasPrefix(name + "=") else { continue }
            return field.dropFirst(name.count + 1).filter { $0 != "\"" }
        }
        return nil
    }

    /// A byte that is rare in the needle is looked for first: files are long.
    static func find(_ needle: [UInt8], in hay: [UInt8], from start: Int) -> Int? {
        guard let first = needle.first, hay.count >= needle.count, start >= 0 else { return nil }
        return hay.withUnsafeBufferPointer { hay in
            var index = start
            let last = hay.count - needle.count
            while index <= last {
                if hay[index] == first, (1..<needle.count).allSatisfy({ hay[index + $0] == needle[$0] }) {
                    return index
                }
                index += 1
            }
            return nil
        }
    }
}
