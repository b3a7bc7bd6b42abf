import Deontology
import Foundation
import Kernel

/// Drafts of one file: JSON Lines, or one text.
struct CheckInput {
    /// A draft with where it was found.
    struct Given {
        let id: JSONScalar
        let draft: Draft
        let file: String
        /// Line of the file on which the draft begins.
        let line: Int
        let isText: Bool
    }

    /// The longest text file that is read, in bytes.
    private static let longest = 16 << 20

    private let file: String
    private let standard: Draft
    private var reader: LineReader
    private var number = 0
    private var ended = false
    private var failure: (any Error)?

    /// - Parameter file: a path; `-` is standard input.
    init(_ file: String, standard: Draft) throws {
        self.file = file
        self.standard = standard
        reader = try LineReader(path: file, longest: Self.longest)
    }

    /// Drafts that are read together, and the bytes after which no more are added to them.
    private static let together = (drafts: 32, bytes: 1 << 18)

    /// The next drafts, some tens at most; nil after the last. What stands before an unusable line is answered first.
    mutating func some() throws -> [Given]? {
        if let failure { throw failure }
        var out: [Given] = []
        var bytes = 0
        while out.count < Self.together.drafts, bytes < Self.together.bytes {
            do {
                guard let given = try next() else { break }
                bytes += given.draft.text.utf8.count
                out.append(given)
            } catch {
                if out.isEmpty { throw error }
                failure = error
                return out
            }
        }
        return out.isEmpty ? nil : out
    }

    private mutating func next() throws -> Given? {
        guard !ended else { return nil }
        while let line = try reader.next() {
            number += 1
            guard let first = line.first(where: { $0 > 32 }) else { continue }
            let isJSON = file.hasSuffix(".jsonl") || file.hasSuffix(".ndjson") || (file == "-" && first == 123)
            return isJSON ? try given(line) : try text(from: line)
        }
        return nil
    }

    private struct Line: Decodable {
        let id: JSONScalar?
        let text: String
        let kind: DraftKind?
        let author: Author?
        let network: String?
        let inReplyTo: String?
        let facts: Facts?

        private enum CodingKeys: String, CodingKey {
            case id, text, kind, author, network, facts
            case inReplyTo = "in_reply_to"
        }
    }

    private func given(_ bytes: [UInt8]) throws -> Given {
        do {
            let line = try JSONDecoder().decode(Line.self, from: Data(bytes))
            let draft = Draft(
                line.text, kind: line.kind ?? (line.inReplyTo == nil ? standard.kind : .reply),
                author: line.author ?? standard.author, network: line.network ?? standard.network,
                inReplyTo: line.inReplyTo, facts: line.facts ?? Facts())
            return Given(id: line.id ?? .whole(Int64(number)), draft: draft, file: name, line: number, isText: false)
        } catch let error as DecodingError {
            throw Failure(
                .unusable,
                "\(name):\(number): expected {\"id\", \"text\", \"kind\": post or reply, \"author\": hospital, doctor, "
                    + "practice or other_professional}; \(error.where)")
        }
    }

    private var name: String { file == "-" ? "stdin" : file }

    /// The whole file is the text.
    private mutating func text(from first: [UInt8]) throws -> Given {
        ended = true
        let start = number
        var bytes = first
        while let line = try reader.next() {
            bytes.append(10)
            bytes += line
            guard bytes.count <= Self.longest else { throw Failure(.tooLarge, "\(name): larger than 16 MiB") }
        }
        guard !bytes.contains(0) else { throw Failure(.unusable, "\(name): a binary file, not a text") }
        var draft = standard
        draft.text = String(decoding: bytes, as: UTF8.self)
        return Given(id: .text(name), draft: draft, file: name, line: start, isText: true)
    }
}
