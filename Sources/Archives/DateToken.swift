import Foundation

/// A word, number or hour of a written date.
enum Token: Equatable {
    case number(Int, length: Int)
    case word(String)
    case clock([Int])
    /// Seconds east of Greenwich.
    case offset(Int)

    /// Cuts a written date: hours (`14:30:05`, `14h30`) and offsets (`+0000`) are told apart from other numbers.
    static func tokens(of text: String) -> [Token] {
        let folded = text.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil)
        let bytes = Array(folded.utf8)
        var tokens: [Token] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte.isDigit {
                tokens.append(numeric(bytes, &index))
            } else if byte.isLetterOrDigit || byte >= 128 {
                let start = index
                while index < bytes.count,
                    bytes[index] >= 128 || (bytes[index].isLetterOrDigit && !bytes[index].isDigit)
                {
                    index += 1
                }
                tokens.append(.word(String(decoding: bytes[start..<index], as: UTF8.self)))
            } else if byte == 43 || byte == 45, let offset = offset(bytes, &index, after: tokens) {
                tokens.append(.offset(offset))
            } else {
                index += 1
            }
        }
        return tokens
    }

    private static func numeric(_ bytes: [UInt8], _ index: inout Int) -> Token {
        let start = index
        var parts = [number(bytes, &index)]
        let length = index - start
        while index < bytes.count, bytes[index] == 58 || bytes[index] == 104 {
            guard index + 1 < bytes.count, bytes[index + 1].isDigit else {
                if bytes[index] == 104, index + 1 == bytes.count || !bytes[index + 1].isLetterOrDigit {
                    index += 1
                    return .clock(parts + [0])
                }
                break
            }
            index += 1
            parts.append(number(bytes, &index))
        }
        return parts.count > 1 ? .clock(parts) : .number(parts[0], length: length)
    }

    private static func number(_ bytes: [UInt8], _ index: inout Int) -> Int {
        var value = 0
        while index < bytes.count, bytes[index].isDigit {
            value = min(value * 10 + Int(bytes[index] - 48), 1_000_000_000)
            index += 1
        }
        return value
    }

    /// `+0200` or `+02:00`, only after an hour: in `2021-03-01` the dash separates.
    private static func offset(_ bytes: [UInt8], _ index: inout Int, after tokens: [Token]) -> Int? {
        guard tokens.contains(where: { if case .clock = $0 { true } else { false } }) else { return nil }
        var reader = DigitReader(bytes[index...].prefix(6))
        guard let found = reader.offset(), let seconds = found.seconds else { return nil }
        index += 1
        while index < bytes.count, bytes[index].isDigit || bytes[index] == 58 { index += 1 }
        return seconds
    }
}

/// The hour of a written date, gathered from its tokens.
struct ClockFace {
    private var parts: [Int]?
    private var offset: Int?
    private var afternoon: Bool?

    /// Takes a token that belongs to the hour; false when it belongs to the day.
    mutating func take(_ token: Token) -> Bool {
        switch token {
        case .clock(let parts) where self.parts == nil: self.parts = parts
        case .offset(let seconds): offset = seconds
        case .word("am"), .word("pm"): afternoon = token == .word("pm")
        case .word("z"), .word("utc"), .word("gmt"): offset = offset ?? 0
        case .word("cet"): offset = 3600
        case .word("cest"): offset = 7200
        default: return false
        }
        return true
    }

    /// Puts the hour into a date; false when it is no hour.
    func set(_ civil: inout CivilTime) -> Bool {
        guard let parts else { return true }
        guard parts.count <= 3 else { return false }
        var hour = parts[0]
        if let afternoon {
            guard (1...12).contains(hour) else { return false }
            hour = hour % 12 + (afternoon ? 12 : 0)
        }
        civil.hour = hour
        civil.minute = parts[1]
        civil.second = parts.count == 3 ? parts[2] : 0
        civil.offset = offset
        return true
    }
}
