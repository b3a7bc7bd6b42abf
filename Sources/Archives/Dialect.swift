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
    func fields(_ row: UnsafeRawBufferPointer) -> [String] { places(row).map { field(row, $0) } }

    /// Where the fields of one row stand, quotes included: a wide table is not decoded for the few columns that count.
    func places(_ row: UnsafeRawBufferPointer) -> [Range<Int>] {
        var places: [Range<Int>] = []
        var index = row.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let end = row.last == UInt8(ascii: "\r") ? row.count - 1 : row.count
        while true {
            let start = index
            var open = quotes && index < end && row[index] == UInt8(ascii: "\"")
            if open { index += 1 }
            while index < end, open || row[index] != separator {
                if open {
                    let escapes = row[index] == UInt8(ascii: "\"") || (backslash && row[index] == UInt8(ascii: "\\"))
                    if escapes, index + 1 < end, row[index + 1] == UInt8(ascii: "\"") {
                        index += 1
                    } else if row[index] == UInt8(ascii: "\"") {
                        open = false
                    }
                }
                index += 1
            }
            places.append(start..<min(index, end))
            if index >= end { return places }
            index += 1
        }
    }

    /// The text of a field, its quotes undone.
    func field(_ row: UnsafeRawBufferPointer, _ place: Range<Int>) -> String {
        let raw = UnsafeRawBufferPointer(rebasing: row[place])
        guard quotes, raw.first == UInt8(ascii: "\"") else { return charset.decode(raw.bindMemory(to: UInt8.self)) }
        var field: [UInt8] = []
        field.reserveCapacity(raw.count)
        var open = true
        var index = 1
        while index < raw.count {
            let byte = raw[index]
            let after = index + 1 < raw.count ? raw[index + 1] : 0
            if open, byte == UInt8(ascii: "\""), after != byte {
                open = false
            } else {
                let isEscape = byte == UInt8(ascii: "\"") || (backslash && byte == UInt8(ascii: "\\"))
                if open, isEscape, after == UInt8(ascii: "\"") { index += 1 }
                field.append(raw[index])
            }
            index += 1
        }
        return field.withUnsafeBufferPointer { charset.decode($0) }
    }
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
            // Only a quote is escaped: a backslash before anything else is a backslash.
            case .escape: state = byte == UInt8(ascii: "\\") ? .escape : .quoted
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
