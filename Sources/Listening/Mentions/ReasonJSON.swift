import Foundation
import Opinion

/// Reasons as the column `mention.reasons` holds them.
enum ReasonJSON {
    /// The same reasons are the same text.
    static func text(_ reasons: [Reason]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(reasons), as: UTF8.self)
    }

    static func reasons(_ text: String?) -> [Reason] {
        guard let text else { return [] }
        var scan = Scan(bytes: Array(text.utf8))
        return scan.reasons() ?? (try? JSONDecoder().decode([Reason].self, from: Data(text.utf8))) ?? []
    }

    /// Reads what `text` writes and nothing else: a page of mentions has hundreds of reasons, and a decoder for any JSON
    /// took as long over them as the store over the mentions. Nil for whatever is written otherwise.
    private struct Scan {
        let bytes: [UInt8]
        var index = 0

        mutating func reasons() -> [Reason]? {
            var found: [Reason] = []
            guard skip("[") else { return nil }
            if skip("]") { return index == bytes.count ? [] : nil }
            repeat {
                guard let reason = reason() else { return nil }
                found.append(reason)
            } while skip(",")
            return skip("]") && index == bytes.count ? found : nil
        }

        private mutating func reason() -> Reason? {
            var (start, end, label, weight): (Int?, Int?, String?, Double?)
            guard skip("{") else { return nil }
            repeat {
                guard let key = string(), skip(":") else { return nil }
                switch key {
                case "start": start = Int(number())
                case "end": end = Int(number())
                case "label": label = string()
                case "weight": weight = Double(number())
                default: return nil
                }
            } while skip(",")
            guard skip("}"), let start, let end, let label, let weight else { return nil }
            return Reason(start: start, end: end, label: label, weight: weight)
        }

        private mutating func skip(_ sign: Unicode.Scalar) -> Bool {
            guard index < bytes.count, bytes[index] == UInt8(ascii: sign) else { return false }
            index += 1
            return true
        }

        /// Without escapes, which our labels never need.
        private mutating func string() -> String? {
            guard skip("\""), let end = bytes[index...].firstIndex(of: UInt8(ascii: "\"")) else { return nil }
            let text = bytes[index..<end]
            guard !text.contains(UInt8(ascii: "\\")) else { return nil }
            index = end + 1
            return String(decoding: text, as: UTF8.self)
        }

        private mutating func number() -> String {
            let first = index
            while index < bytes.count, "+-.0123456789Ee".utf8.contains(bytes[index]) { index += 1 }
            return String(decoding: bytes[first..<index], as: UTF8.self)
        }
    }
}
