import Deontology
import Foundation
import Kernel

/// Writes what a mutation carries as it travels.
enum MutationForm {
    /// A body that fits in memory, and its type; nil for a file, which is read as it leaves.
    static func written(_ body: MutationBody) throws -> (type: String?, bytes: [UInt8])? {
        switch body {
        case .empty: (nil, [])
        case .form(let fields):
            (
                "application/x-www-form-urlencoded",
                Array(ProtocolPost.body(try fields.map { ("\($0.name)", try text($0.value)) }).utf8)
            )
        case .json(let value): ("application/json", Array(try json(value).utf8))
        case .multipart, .file: nil
        }
    }

    /// A value as a form's field: words and marks as they are, what has parts as JSON.
    static func text(_ value: MutationValue) throws -> String {
        switch value {
        case .words(let words): words.text
        case .mark(let mark): mark.text
        case .number(let number): String(number)
        case .truth(let truth): truth ? "true" : "false"
        case .moment(let moment): moment.iso8601
        case .list, .fields, .named: try json(value)
        }
    }

    static func json(_ value: MutationValue) throws -> String {
        switch value {
        case .words(let words): try quoted(words.text)
        case .mark(let mark): try quoted(mark.text)
        case .moment(let moment): try quoted(moment.iso8601)
        case .number, .truth: try text(value)
        case .list(let values): "[" + (try values.map(json)).joined(separator: ",") + "]"
        case .fields(let fields):
            "{" + (try fields.map { "\(try quoted("\($0.name)")):\(try json($0.value))" }).joined(separator: ",") + "}"
        case .named(let fields):
            "{" + (try fields.map { "\(try quoted($0.name.text)):\(try json($0.value))" }).joined(separator: ",") + "}"
        }
    }

    static func quoted(_ text: String) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        do { return String(decoding: try encoder.encode(text), as: UTF8.self) } catch {
            throw Failure(.broken, "a text could not be written as JSON")
        }
    }

    // MARK: Multipart (RFC 7578)

    /// What stands before and after the file.
    static func frame(
        _ fields: [MutationField], name: StaticString, file: Media, boundary: String
    ) throws -> (head: [UInt8], tail: [UInt8]) {
        var head = ""
        for field in fields {
            head += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field.name)\"\r\n"
            head += "Content-Type: text/plain; charset=utf-8\r\n\r\n\(try text(field.value))\r\n"
        }
        // The name under which somebody kept the file is nobody's affair.
        head += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"; "
        head += "filename=\"\(file.digest.prefix(16)).\(file.ending)\"\r\nContent-Type: \(file.mime)\r\n\r\n"
        return (Array(head.utf8), Array("\r\n--\(boundary)--\r\n".utf8))
    }

    /// Words that stand in no file: 128 bits drawn for this request.
    static func boundary() -> String { "resonance-" + UUID().uuidString.replacing("-", with: "").lowercased() }
}

extension MutationBody {
    /// The fields of a form as they travel, for whoever answers in a network's place; empty for other bodies.
    public var fields: [(name: String, value: String)] {
        guard case .form(let fields) = self else { return [] }
        return fields.compactMap { field in (try? MutationForm.text(field.value)).map { ("\(field.name)", $0) } }
    }

    /// A body that fits in memory, as text; nil for a file.
    public var text: String? {
        (try? MutationForm.written(self)).flatMap { $0 }.map { String(decoding: $0.bytes, as: UTF8.self) }
    }
}
