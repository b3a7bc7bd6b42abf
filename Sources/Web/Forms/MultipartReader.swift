import Kernel

/// Reads multipart/form-data (RFC 7578) as it arrives: bytes go in by pieces of any size, events come out, and at most
/// one piece plus one boundary is held.
struct MultipartReader {
    enum Event: Equatable {
        case part(name: String, file: String?)
        case bytes([UInt8])
        case end
    }

    private enum State { case preamble, headers, body, finished }

    private static let headersLimit = 8192
    static let partsLimit = 1000

    private let delimiter: [UInt8]
    private var buffer: [UInt8]
    private var state = State.preamble
    private var parts = 0

    /// `contentType` is the header's value. Throws `unusable` when it is not multipart, or its boundary is absurd.
    init(contentType: String) throws {
        let fields = contentType.split(separator: ";").map { $0.drop { $0 == " " } }
        guard fields.first?.lowercased().hasPrefix("multipart/form-data") == true,
            let field = fields.first(where: { $0.lowercased().hasPrefix("boundary=") })
        else { throw Failure(.unusable, "the form is not multipart") }
        let boundary = field.dropFirst("boundary=".count).filter { $0 != "\"" }
        guard (1...200).contains(boundary.utf8.count) else { throw Failure(.unusable, "absurd multipart boundary") }
        delimiter = Array("\r\n--\(boundary)".utf8)
        // The first boundary may come without the line end before it.
        buffer = [13, 10]
    }

    var isFinished: Bool { state == .finished }

    /// Takes the next piece and hands `body` what it completes.
    mutating func feed(_ bytes: some Sequence<UInt8>, _ body: (Event) throws -> Void) throws {
        if state == .finished { return }
        buffer.append(contentsOf: bytes)
        while try step(body) {}
    }

    private mutating func step(_ body: (Event) throws -> Void) throws -> Bool {
        switch state {
        case .preamble: try skipPreamble()
        case .headers: try readHeaders(body)
        case .body: try readBody(body)
        case .finished: false
        }
    }

    private mutating func skipPreamble() throws -> Bool {
        guard let found = Self.find(delimiter, in: buffer) else {
            buffer.removeFirst(max(0, buffer.count - delimiter.count))
            return false
        }
        return try afterDelimiter(at: found)
    }

    private mutating func readBody(_ body: (Event) throws -> Void) throws -> Bool {
        if let found = Self.find(delimiter, in: buffer) {
            guard buffer.count >= found + delimiter.count + 2 else { return false }
            if found > 0 { try body(.bytes(Array(buffer[..<found]))) }
            try body(.end)
            return try afterDelimiter(at: found)
        }
        let safe = buffer.count - delimiter.count
        if safe > 0 {
            try body(.bytes(Array(buffer[..<safe])))
            buffer.removeFirst(safe)
        }
        return false
    }

    /// After a boundary: `--` ends the form, a line end begins the next part's headers.
    private mutating func afterDelimiter(at start: Int) throws -> Bool {
        let after = start + delimiter.count
        guard buffer.count >= after + 2 else { return false }
        if buffer[after] == UInt8(ascii: "-"), buffer[after + 1] == UInt8(ascii: "-") {
            state = .finished
        } else {
            state = .headers
        }
        buffer.removeFirst(after)
        return state == .headers
    }

    private mutating func readHeaders(_ body: (Event) throws -> Void) throws -> Bool {
        guard let end = Self.find([13, 10, 13, 10], in: buffer) else {
            if buffer.count > Self.headersLimit { throw Failure(.unusable, "multipart headers too long") }
            return false
        }
        parts += 1
        if parts > Self.partsLimit { throw Failure(.unusable, "too many parts") }
        let headers = String(decoding: buffer[..<end], as: UTF8.self)
        buffer.removeFirst(end + 4)
        try body(try Self.part(headers))
        state = .body
        return true
    }

    static func part(_ headers: String) throws -> Event {
        for line in headers.split(whereSeparator: \.isNewline) where line.lowercased().hasPrefix("content-disposition:")
        {
            guard let name = attribute("name", in: line) else { break }
            return .part(name: name, file: attribute("filename", in: line))
        }
        throw Failure(.unusable, "a part has no name")
    }

    /// `name="value"`, with the browser's `%22` for a quotation mark; a semicolon inside quotes is part of the value.
    static func attribute(_ name: String, in line: some StringProtocol) -> String? {
        var quoted = false
        let fields = line.split { character in
            if character == "\"" { quoted.toggle() }
            return character == ";" && !quoted
        }
        for field in fields {
            let trimmed = field.drop { $0 == " " }
            guard trimmed.hasPrefix("\(name)=") else { continue }
            let value = String(trimmed.dropFirst(name.count + 1)).filter { $0 != "\"" }
            return Query.clean(value.replacing("%22", with: "\""))
        }
        return nil
    }

    static func find(_ needle: [UInt8], in hay: [UInt8]) -> Int? {
        guard hay.count >= needle.count, let first = needle.first else { return nil }
        var index = 0
        let last = hay.count - needle.count
        while index <= last {
            if hay[index] == first, hay[index..<index + needle.count].elementsEqual(needle) { return index }
            index += 1
        }
        return nil
    }
}
