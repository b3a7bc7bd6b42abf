/// How a table's rows and fields are told apart.
struct Dialect: Equatable, Sendable {
    var separator: UInt8
    /// Whether a field may stand in double quotes (RFC 4180).
    var quotes = true
    /// Whether `\"` stands for a quote inside them (LinkedIn's comments).
    var backslash = false
    var charset = Charset.utf8

    /// The separator that gives most rows of the sample the same number of fields, and more than one.
    static func detect(_ head: [UInt8], charset: Charset) -> Dialect {
        let text = charset.isWide ? Array(charset.decode(head).utf8) : head
        let sample = Array(text.prefix(32 * 1024))
        let charset = charset.isWide ? Charset.utf8 : charset
        var best = (score: 0, dialect: Dialect(separator: UInt8(ascii: ","), charset: charset))
        for separator in [UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "|")] {
            let dialect = Dialect(separator: separator, charset: charset)
            let widths = dialect.rows(of: sample, atMost: 50).map(\.count)
            guard let width = widths.first, width > 1 else { continue }
            let score = widths.count { $0 == width } * 1000 / widths.count + min(width, 40)
            if score > best.score { best = (score, dialect) }
        }
        return best.dialect
    }

    /// The first rows of a sample; the last one may be cut.
    func rows(of sample: [UInt8], atMost count: Int) -> [[String]] {
        var rows: [[String]] = []
        sample.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count, rows.count < count {
                var extent = RowExtent(dialect: self)
                let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
                let end = extent.scan(rest, from: 0) ?? rest.count
                if end > 0 { rows.append(fields(UnsafeRawBufferPointer(rebasing: rest[..<end]))) }
                start += end + 1
            }
        }
        return rows
    }

    /// The fields of one row. Characters after a closing quote are kept, as every spreadsheet does.
    func fields(_ row: UnsafeRawBufferPointer) -> [String] {
        var fields: [String] = []
        var index = row.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let end = row.last == UInt8(ascii: "\r") ? row.count - 1 : row.count
        while true {
            let quoted = quotes && index < end && row[index] == UInt8(ascii: "\"")
            fields.append(quoted ? quotedField(row, &index, end) : plainField(row, &index, end))
            if index >= end { break }
            index += 1
            if index == end {
                fields.append("")
                break
            }
        }
        return fields
    }

    private func plainField(_ row: UnsafeRawBufferPointer, _ index: inout Int, _ end: Int) -> String {
        let start = index
        while index < end, row[index] != separator { index += 1 }
        return text(Array(row[start..<index]))
    }

    private func quotedField(_ row: UnsafeRawBufferPointer, _ index: inout Int, _ end: Int) -> String {
        var field: [UInt8] = []
        var open = true
        index += 1
        while index < end {
            let byte = row[index]
            let after = index + 1 < end ? row[index + 1] : separator
            if open, backslash, byte == UInt8(ascii: "\\"), after == UInt8(ascii: "\"") {
                field.append(after)
                index += 1
            } else if open, byte == UInt8(ascii: "\"") {
                if after == byte {
                    field.append(byte)
                    index += 1
                } else {
                    open = false
                }
            } else if !open, byte == separator {
                break
            } else {
                field.append(byte)
            }
            index += 1
        }
        return text(field)
    }

    private func text(_ bytes: [UInt8]) -> String { charset.decode(bytes) }
}

/// Finds where a row ends, through any number of chunks: a line end inside quotes does not end it.
struct RowExtent {
    private enum State { case fieldStart, plain, quoted, quoteInQuoted, escape }
    private let dialect: Dialect
    private var state = State.fieldStart

    init(dialect: Dialect) { self.dialect = dialect }

    /// Whether the bytes seen end inside quotes.
    var isOpen: Bool { state == .quoted || state == .escape }

    /// Index of the line feed that ends the row, or nil when it goes on after these bytes.
    mutating func scan(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        for index in start..<bytes.count {
            let byte = bytes[index]
            switch state {
            case .quoted:
                if byte == UInt8(ascii: "\"") { state = .quoteInQuoted }
                if dialect.backslash && byte == UInt8(ascii: "\\") { state = .escape }
            case .escape: state = .quoted
            case .quoteInQuoted where byte == UInt8(ascii: "\""): state = .quoted
            default:
                if byte == 10 { return index }
                let opens = state == .fieldStart && dialect.quotes && byte == UInt8(ascii: "\"")
                state = opens ? .quoted : byte == dialect.separator ? .fieldStart : .plain
            }
        }
        return nil
    }
}
