import Deontology
import Foundation
import Kernel
import Synchronization
import TestKit
import Testing

@testable import Networks
@testable import Wire

/// Answers in the place of a network that gives nothing without a token, and remembers what it was asked.
final class ClosedNetwork: Sendable {
    struct Call: Sendable {
        let method: String
        let url: String
        /// Of a GET, nil.
        var body: MutationBody?
        /// In lower case.
        var headers: [String: String] = [:]
        var token: String?
        var form: [(name: String, value: String)] = []

        /// Behind the host, without the query, as it was sent.
        var path: String { URLComponents(string: url)?.percentEncodedPath ?? "" }
        var query: [String: String] {
            let items = URLComponents(string: url)?.queryItems ?? []
            return Dictionary(items.map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { $1 })
        }
        var name: String { "\(method) \(path)" }
        var json: JSON { (try? JSON.parse(Array((body?.text ?? "").utf8), from: "test")) ?? .null }
        /// The bytes of the file that travel.
        var range: Range<Int64>? {
            guard case .file(let file, let range, _) = body else { return nil }
            return range ?? 0..<file.content.bytes
        }
    }

    enum Reply: Sendable {
        case yes(String = "{}", Headers = [:])
        /// 308, or a status of the 400s.
        case no(Int, String = "{}", wait: Double? = nil, headers: Headers = [:])
        /// Nobody can tell.
        case silence
    }

    private let log = Mutex<[Call]>([])
    private let answer: @Sendable (Call, Int) -> Reply

    /// - Parameter answer: gets the call and how many came before it.
    init(_ answer: @escaping @Sendable (Call, Int) -> Reply) { self.answer = answer }

    /// `"GET /2/users/me"` to answers, in turn where there are several; what is not named is not there.
    convenience init(_ answers: [String: [Reply]]) {
        let left = Mutex(answers)
        self.init { call, _ in
            left.withLock { left in
                guard let first = left[call.name]?.first else { return .no(404) }
                if left[call.name, default: []].count > 1 { left[call.name]?.removeFirst() }
                return first
            }
        }
    }

    var calls: [Call] { log.withLock { $0 } }
    var asked: [String] { calls.map(\.name) }
    func last(_ name: String) -> Call? { calls.last { $0.name == name } }

    private func take(_ call: Call) -> Reply {
        let count = log.withLock { log -> Int in
            log.append(call)
            return log.count - 1
        }
        return answer(call, count)
    }

    var http: HTTP {
        .answering(accepted: { try self.submitted($0) }, published: { self.published($0) }) { try self.fetched($0) }
    }

    private func fetched(_ fetch: Fetch) throws -> Answer {
        var call = Call(method: "GET", url: fetch.url)
        for (name, value) in fetch.headers { call.headers[name.lowercased()] = value }
        call.token = call.headers["authorization"]
        return .fresh(try read(take(call), fetch.url, fetch.reading))
    }

    private func submitted(_ post: ProtocolPost) throws -> Document {
        var call = Call(method: "POST", url: post.url, form: post.fields)
        if let said = post.authorizationHeader { call.headers["authorization"] = said }
        return try read(take(call), post.url, post.reading)
    }

    private func read(_ reply: Reply, _ url: String, _ reading: Set<Int>) throws -> Document {
        switch reply {
        case .yes(let body, let headers): return Document(body: Array(body.utf8), headers: headers, finalURL: url)
        case .silence: throw Failure(.unavailable, "no answer", words: "wire.unavailable")
        case .no(let status, let body, _, let headers):
            guard reading.contains(status) else { throw Refusal.failure(try WebAddress(url), status) }
            // As Wire does: more than that is not read of a no.
            if body.utf8.count > 65_536 { throw Failure(.tooLarge, "more than 65536 bytes") }
            return Document(body: Array(body.utf8), headers: headers, finalURL: url, status: status)
        }
    }

    private func published(_ mutation: Mutation) -> Outcome {
        var call = Call(method: mutation.method.rawValue, url: mutation.url, body: mutation.body)
        for (name, value) in mutation.headers { call.headers["\(name)".lowercased()] = value.text }
        call.token = mutation.token
        switch take(call) {
        case .yes(let body, let headers):
            return .done(Document(body: Array(body.utf8), headers: headers, finalURL: mutation.url))
        case .silence: return .unknown(cause: "no answer in time")
        case .no(let status, let body, let wait, _):
            let failure = (try? WebAddress(mutation.url)).map { Refusal.failure($0, max(400, status)) }
            return .refused(
                Outcome.Refused(
                    failure ?? Failure(.broken, "no address"), status: status, wait: wait, body: Array(body.utf8)))
        }
    }
}

/// What is published in these tests, and what became of it.
enum Made {
    /// What these tests say is about networks, not about ethics: whatever the check finds in it is lifted.
    static func words(_ text: String) throws -> Cleared<Draft> {
        let (draft, checker) = (Draft(text), try HouseChecker.wordings.get())
        let lifts = try checker.findings(draft).filter { $0.severity == .block }.map {
            try Lift($0, validator: 1, name: "Ann", reason: "a text of a test", at: noon.now())
        }
        return try Deontology.clear(draft, by: checker, lifts: lifts)
    }

    static func file(_ kind: Media.Kind = .image, _ mime: String = "image/jpeg", bytes: Int64 = 10) throws
        -> Cleared<Media>
    {
        let media = Media(
            path: "/nowhere", digest: String(repeating: "a", count: 64), bytes: bytes, kind: kind, mime: mime,
            isBare: true, facts: Facts(["media_licence": .text("own"), "captions_file": .text("a.vtt")]))
        return try Deontology.clear(media, by: try HouseChecker.wordings.get())
    }

    static func attachment(
        _ kind: Media.Kind = .image, _ mime: String = "image/jpeg", bytes: Int64 = 10, alt: String? = nil,
        captions: Bool = false, at address: String? = nil
    ) throws -> Networks.Attachment {
        Networks.Attachment(
            try file(kind, mime, bytes: bytes), alt: try alt.map(words),
            captions: captions ? try file(.subtitles, "text/vtt", bytes: 20) : nil, width: 1_080, height: 1_080,
            pulledFrom: address)
    }

    static func piece(
        _ text: String = "Le scanner ouvre lundi.", role: Networks.Piece.Role = .post, title: String? = nil,
        _ attachments: [Networks.Attachment] = [], parent: Sent? = nil,
        visibility: Networks.Piece.Visibility = .everybody, tags: [String] = []
    ) throws -> Networks.Piece {
        Networks.Piece(
            role, words: try words(text), title: try title.map(words), attachments: attachments, parent: parent,
            visibility: visibility, tags: tags)
    }

    /// Goes on until it is ready, keeping between two steps what a store would keep.
    static func prepared(
        _ connector: some Connector, _ piece: Networks.Piece, from first: Prepared? = nil
    ) async throws -> Prepared {
        var kept = first
        for _ in 0..<60 {
            switch try await connector.prepare(piece, after: kept) {
            case .ready(let prepared): return prepared
            case .wait(_, let prepared):
                kept = try JSONDecoder().decode(Prepared.self, from: JSONEncoder().encode(prepared))
            }
        }
        throw Failure(.broken, "never ready")
    }

    static func sent(_ sending: Sending) -> Sent? { if case .sent(let sent) = sending { sent } else { nil } }

    static func refusal(_ sending: Sending) -> (failure: Failure, said: String?, wait: Double?)? {
        if case .refused(let failure, let said, let wait) = sending { (failure, said, wait) } else { nil }
    }

    static func doubt(_ sending: Sending) -> String? {
        if case .unknown(let cause) = sending { cause } else { nil }
    }
}
