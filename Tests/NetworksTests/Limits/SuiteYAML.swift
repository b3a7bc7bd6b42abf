import Foundation

@testable import Networks

/// As much YAML as the suites and tables of ../shared are written in: block maps and lists, flow collections on one
/// line, plain and quoted scalars, comments. Anything else reads as wrong, and the tests say so.
struct SuiteYAML {
    struct Broken: Error { let line: String }

    private var lines: [(indent: Int, text: String)] = []
    private var next = 0

    static func parse(_ data: Data) throws -> JSON {
        var reader = SuiteYAML()
        // Lines end with a line feed alone: texts hold other separators.
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
            let indent = line.unicodeScalars.prefix { $0 == " " }.count
            let text = String(line.unicodeScalars.dropFirst(indent))
            if text.isEmpty || text.hasPrefix("#") || text == "---" || text == "\r" { continue }
            reader.lines.append((indent, text))
        }
        let value = try reader.block(at: 0)
        if reader.next < reader.lines.count { throw Broken(line: reader.lines[reader.next].text) }
        return value
    }

    private mutating func block(at indent: Int) throws -> JSON {
        guard next < lines.count, lines[next].indent >= indent else { return .null }
        return lines[next].text.hasPrefix("- ") ? try list(at: lines[next].indent) : try map(at: lines[next].indent)
    }

    private mutating func list(at indent: Int) throws -> JSON {
        var items: [JSON] = []
        while next < lines.count, lines[next].indent == indent, lines[next].text.hasPrefix("- ") {
            let rest = String(lines[next].text.dropFirst(2))
            if Self.key(rest) != nil {
                lines[next] = (indent + 2, rest)
                items.append(try map(at: indent + 2))
            } else {
                next += 1
                items.append(try FlowYAML.value(rest))
            }
        }
        return .array(items)
    }

    private mutating func map(at indent: Int) throws -> JSON {
        var fields: [String: JSON] = [:]
        while next < lines.count, lines[next].indent == indent {
            guard let (key, rest) = Self.key(lines[next].text) else { throw Broken(line: lines[next].text) }
            next += 1
            if !rest.isEmpty {
                fields[key] = try FlowYAML.value(rest)
            } else if next < lines.count, lines[next].indent == indent, lines[next].text.hasPrefix("- ") {
                fields[key] = try list(at: indent)
            } else {
                fields[key] = next < lines.count && lines[next].indent > indent ? try block(at: indent + 1) : .null
            }
        }
        return .object(fields)
    }

    /// `key: rest`, where the key is a plain word.
    private static func key(_ text: String) -> (String, String)? {
        let name = text.prefix { $0 != ":" }
        guard !name.isEmpty, name.count < text.count, !"\"'[{".contains(text.first ?? " "), !name.contains("#") else {
            return nil
        }
        let rest = text.dropFirst(name.count + 1)
        guard rest.isEmpty || rest.first == " " || rest.first == "\r" else { return nil }
        return (String(name), rest.trimmingCharacters(in: .whitespaces))
    }
}

/// A value on one line.
struct FlowYAML {
    private let text: [Unicode.Scalar]
    private var index = 0

    static func value(_ text: String) throws -> JSON {
        var reader = FlowYAML(text: Array(text.unicodeScalars))
        let value = try reader.value(inFlow: false)
        reader.skip()
        guard reader.index == reader.text.count || reader.text[reader.index] == "#" else {
            throw SuiteYAML.Broken(line: text)
        }
        return value
    }

    private init(text: [Unicode.Scalar]) { self.text = text }

    private var peek: Unicode.Scalar? { index < text.count ? text[index] : nil }

    private mutating func skip() { while peek == " " || peek == "\r" { index += 1 } }

    private func broken() -> SuiteYAML.Broken { SuiteYAML.Broken(line: String(String.UnicodeScalarView(text))) }

    private mutating func value(inFlow: Bool) throws -> JSON {
        skip()
        switch peek {
        case "[": return .array(try items("]") { try $0.value(inFlow: true) })
        case "{":
            let pairs = try items("}") { reader in
                reader.skip()
                let key = reader.plain { $0 == ":" }
                reader.index += 1
                return (key, try reader.value(inFlow: true))
            }
            return .object(Dictionary(pairs, uniquingKeysWith: { $1 }))
        case "\"": return .string(try doubleQuoted())
        case "'": return .string(singleQuoted())
        default: return Self.plainValue(plain { inFlow && ($0 == "," || $0 == "}" || $0 == "]") })
        }
    }

    private mutating func items<Item>(
        _ close: Unicode.Scalar, _ read: (inout FlowYAML) throws -> Item
    ) throws -> [Item] {
        var items: [Item] = []
        index += 1
        skip()
        while peek != close {
            items.append(try read(&self))
            skip()
            if peek == "," { index += 1 } else if peek != close { throw broken() }
            skip()
        }
        index += 1
        return items
    }

    private mutating func plain(until ends: (Unicode.Scalar) -> Bool) -> String {
        var kept = String.UnicodeScalarView()
        while let scalar = peek, !ends(scalar) {
            if scalar == "#", kept.last == " " { break }
            kept.append(scalar)
            index += 1
        }
        return String(kept).trimmingCharacters(in: .whitespaces)
    }

    private mutating func singleQuoted() -> String {
        var kept = String.UnicodeScalarView()
        index += 1
        while let scalar = peek, scalar != "'" {
            kept.append(scalar)
            index += 1
        }
        index += 1
        return String(kept)
    }

    private mutating func doubleQuoted() throws -> String {
        var kept = String.UnicodeScalarView()
        index += 1
        while let scalar = peek, scalar != "\"" {
            index += 1
            kept.append(scalar == "\\" ? try escape() : scalar)
        }
        guard peek == "\"" else { throw broken() }
        index += 1
        return String(kept)
    }

    private mutating func escape() throws -> Unicode.Scalar {
        guard let mark = peek else { throw broken() }
        index += 1
        switch mark {
        case "n": return "\n"
        case "t": return "\t"
        case "\"", "\\", "/": return mark
        case "x", "u", "U":
            let count = mark == "x" ? 2 : mark == "u" ? 4 : 8
            let digits = String(String.UnicodeScalarView(text[index..<min(text.count, index + count)]))
            index += count
            guard let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else { throw broken() }
            return scalar
        default: throw broken()
        }
    }

    private static func plainValue(_ word: String) -> JSON {
        switch word {
        case "", "null", "~": .null
        case "true": .bool(true)
        case "false": .bool(false)
        default: Double(word).map(JSON.number) ?? .string(word)
        }
    }
}
