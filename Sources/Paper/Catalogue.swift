import Kernel

/// What Cairo 1.16 does not say in a file, added as an update at its end (ISO 32000-1, 7.5.6): the language, that the
/// window bears the title, and the alternatives of figures.
enum Catalogue {
    static func complete(_ print: Press.Print, for sheet: Sheet) throws -> [UInt8] {
        let file = Objects(print.bytes)
        guard let root = file.root, let catalogue = file.dictionary(root), let size = file.size,
            let previous = file.start
        else { throw Failure(.broken, "the file that Cairo made has no catalogue") }
        let language = sheet.tongue == .french ? "fr-FR" : "en-GB"
        var changed = [
            (root, adding("/Lang (\(language)) /ViewerPreferences << /DisplayDocTitle true >>", to: catalogue))
        ]
        var labels = print.figures[...]
        for number in 1..<size {
            guard let object = file.dictionary(number), contains(object, "/S /Figure"), let label = labels.popFirst()
            else { continue }
            changed.append((number, adding("/Alt \(hexadecimal(label))", to: object)))
        }
        return file.updated(changed, root: root, size: size, previous: previous)
    }

    /// A dictionary with more in it, before its last `>>`.
    private static func adding(_ entries: String, to dictionary: ArraySlice<UInt8>) -> [UInt8] {
        guard let end = Objects.last(">>", in: dictionary) else { return Array(dictionary) }
        return dictionary[..<end] + Array(" \(entries) ".utf8) + dictionary[end...]
    }

    private static func contains(_ bytes: ArraySlice<UInt8>, _ text: String) -> Bool {
        Objects.last(text, in: bytes) != nil
    }

    /// Text in UTF-16 with its mark of order, as a hexadecimal string.
    private static func hexadecimal(_ text: String) -> String {
        let units = [0xFEFF] + Array(String(text.unicodeScalars.prefix(500)).utf16)
        return "<" + units.map { String(Int($0) + 0x10000, radix: 16).dropFirst().uppercased() }.joined() + ">"
    }
}

/// The objects of a file with a plain table of references, which is what Cairo 1.16 writes.
struct Objects {
    let bytes: [UInt8]
    let start: Int?
    let size: Int?
    let root: Int?
    private var offsets: [Int] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        let tail = bytes.suffix(400)
        start = Self.last("startxref", in: tail).flatMap { Self.number(in: bytes, at: $0 + 9) }
        size = Self.last("/Size", in: tail).flatMap { Self.number(in: bytes, at: $0 + 5) }
        root = Self.last("/Root", in: tail).flatMap { Self.number(in: bytes, at: $0 + 5) }
        guard let start, let size, start < bytes.count, size < 5_000_000 else { return }
        // "xref", "0 N", then N lines of 20 bytes.
        guard var at = bytes[start...].dropFirst(5).firstIndex(of: UInt8(ascii: "\n")) else { return }
        at += 1
        guard at + 20 * size <= bytes.count else { return }
        offsets = (0..<size).map { Self.number(in: bytes, at: at + 20 * $0) ?? 0 }
    }

    /// From `<<` to `>>`; nil for what is a stream or not there.
    func dictionary(_ number: Int) -> ArraySlice<UInt8>? {
        guard number > 0, number < offsets.count, offsets[number] > 0 else { return nil }
        let from = offsets[number]
        let window = bytes[from..<min(from + 4_000, bytes.count)]
        guard let end = Self.first("endobj", in: window) else { return nil }
        let object = window[..<end]
        guard Self.first("stream", in: object) == nil, let open = Self.first("<<", in: object),
            let close = Self.last(">>", in: object)
        else { return nil }
        return object[open..<close + 2]
    }

    func updated(_ changed: [(Int, [UInt8])], root: Int, size: Int, previous: Int) -> [UInt8] {
        var out = bytes
        var table = "xref\n"
        for (number, object) in changed.sorted(by: { $0.0 < $1.0 }) {
            table += "\(number) 1\n\(String(10_000_000_000 + out.count).dropFirst()) 00000 n \n"
            out += Array("\(number) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
        }
        let info = Self.last("/Info", in: bytes.suffix(400)).flatMap { Self.number(in: bytes, at: $0 + 5) }
        let told = info.map { " /Info \($0) 0 R" } ?? ""
        let begin = out.count
        out += Array(
            "\(table)trailer\n<< /Size \(size) /Root \(root) 0 R\(told) /Prev \(previous) >>\nstartxref\n\(begin)\n%%EOF\n"
                .utf8)
        return out
    }

    static func first(_ text: String, in bytes: ArraySlice<UInt8>) -> Int? {
        let wanted = Array(text.utf8)
        guard bytes.count >= wanted.count else { return nil }
        return (bytes.startIndex...bytes.endIndex - wanted.count).first {
            bytes[$0] == wanted[0] && bytes[$0..<$0 + wanted.count].elementsEqual(wanted)
        }
    }

    static func last(_ text: String, in bytes: ArraySlice<UInt8>) -> Int? {
        let wanted = Array(text.utf8)
        guard bytes.count >= wanted.count else { return nil }
        return (bytes.startIndex...bytes.endIndex - wanted.count).last {
            bytes[$0] == wanted[0] && bytes[$0..<$0 + wanted.count].elementsEqual(wanted)
        }
    }

    /// The number after blanks.
    private static func number(in bytes: [UInt8], at index: Int) -> Int? {
        let digits = bytes[index...].drop { $0 == 32 || $0 == 10 || $0 == 13 }.prefix { 48...57 ~= $0 }
        return Int(String(decoding: digits, as: UTF8.self))
    }
}
