import Foundation
import Kernel

/// A tab-separated file with a header, quoted as Python's `csv` does: a field that begins with `"` ends at the next
/// lone one.
struct Table {
    let columns: [String: Int]
    let rows: [[String]]

    /// - Throws: `Failure(.unusable)` when the file cannot be read or lacks one of the columns `needed`.
    init(path: String, needed: [String]) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.unusable, "cannot read \(path)")
        }
        try self.init(String(decoding: data, as: UTF8.self), name: path, needed: needed)
    }

    init(_ text: String, name: String, needed: [String]) throws {
        var lines = Self.split(Array(text.utf8))
        guard !lines.isEmpty else { throw Failure(.unusable, "\(name) is empty") }
        let header = lines.removeFirst()
        if let missing = needed.first(where: { !header.contains($0) }) {
            throw Failure(.unusable, "\(name) has no column \(missing); it has \(header.joined(separator: ", "))")
        }
        columns = Dictionary(header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        rows = lines.filter { $0.count == header.count }
    }

    func value(_ row: [String], _ column: String) -> String { columns[column].map { row[$0] } ?? "" }

    private static func split(_ bytes: [UInt8]) -> [[String]] {
        var rows: [[String]] = []
        var fields: [String] = []
        var field: [UInt8] = []
        var quoted = false
        var index = 0
        func end() {
            fields.append(String(decoding: field, as: UTF8.self))
            field.removeAll(keepingCapacity: true)
        }
        while index < bytes.count {
            let byte = bytes[index]
            if quoted {
                if byte != 0x22 {
                    field.append(byte)
                } else if index + 1 < bytes.count, bytes[index + 1] == 0x22 {
                    field.append(byte)
                    index += 1
                } else {
                    quoted = false
                }
            } else if byte == 0x22, field.isEmpty {
                quoted = true
            } else if byte == 0x09 {
                end()
            } else if byte == 0x0A {
                end()
                rows.append(fields)
                fields = []
            } else if byte != 0x0D {
                field.append(byte)
            }
            index += 1
        }
        if !field.isEmpty || !fields.isEmpty {
            end()
            rows.append(fields)
        }
        return rows
    }
}
