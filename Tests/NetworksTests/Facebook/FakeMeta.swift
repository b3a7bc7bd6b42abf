import Deontology
import Foundation
import Kernel
import Synchronization
import Wire

@testable import Networks

/// Answers in the place of Meta's interfaces, and remembers what was asked of them.
final class FakeMeta: Sendable {
    struct Call: Sendable {
        let method: String
        /// Behind the version: `/1/feed`. Behind the host where there is no version.
        let path: String
        let version: String
        let fields: [String: String]
        /// The name under which a file travels, and what it is.
        var file: String?
        var token: String?
    }

    enum Reply: Sendable {
        case json(String, Headers = [:])
        /// A status of the 400s, with the error that Meta writes into its body.
        case refused(Int, String = "{}", wait: Double? = nil)
        case lost
    }

    private let log = Mutex<[Call]>([])
    private let answer: @Sendable (Call) -> Reply

    init(_ answer: @escaping @Sendable (Call) -> Reply) { self.answer = answer }

    /// `"POST /1/feed"` and the like to answers; what is not named is not there.
    convenience init(_ answers: [String: Reply]) {
        self.init { answers["\($0.method) \($0.path)"] ?? .refused(400, FakeMeta.error(100, 33)) }
    }

    var calls: [Call] { log.withLock { $0 } }
    var asked: [String] { calls.map { "\($0.method) \($0.path)" } }
    func call(_ name: String) -> Call? { calls.last { "\($0.method) \($0.path)" == name } }

    static func error(_ code: Int, _ subcode: Int? = nil, _ said: String = "no", more: String = "") -> String {
        let sub = subcode.map { #","error_subcode":\#($0)"# } ?? ""
        return #"{"error":{"message":"\#(said)","type":"OAuthException","code":\#(code)\#(sub)\#(more)}}"#
    }

    /// As this one would answer, without being asked.
    func reply(to call: Call) -> Reply { answer(call) }

    private func take(_ call: Call) -> Reply {
        log.withLock { $0.append(call) }
        return answer(call)
    }

    var http: HTTP {
        .answering(accepted: { try self.submitted($0) }, published: { self.published($0) }) { try self.fetched($0) }
    }

    private func call(_ method: String, _ url: String, _ fields: [(String, String)]) -> Call {
        let parts = URLComponents(string: url)
        var path = (parts?.path ?? "").split(separator: "/").map(String.init)
        let version = path.first.flatMap { $0.hasPrefix("v") && $0.contains(".") ? $0 : nil }
        if version != nil { path.removeFirst() }
        let query = (parts?.queryItems ?? []).map { ($0.name, $0.value ?? "") }
        return Call(
            method: method, path: "/" + path.joined(separator: "/"), version: version ?? "",
            fields: Dictionary(query + fields, uniquingKeysWith: { $1 }))
    }

    private func fetched(_ fetch: Fetch) throws -> Answer {
        var call = call("GET", fetch.url, [])
        call.token = fetch.headers.first { $0.name == "authorization" }?.value
        switch take(call) {
        case .json(let body, let headers):
            return .fresh(Document(body: Array(body.utf8), headers: headers, finalURL: fetch.url))
        case .lost: throw Failure(.unavailable, "no answer", words: "wire.unavailable")
        case .refused(let status, _, _): throw Self.failure(status)
        }
    }

    private func submitted(_ post: ProtocolPost) throws -> Document {
        var call = call("POST", post.url, post.fields.map { ($0.name, $0.value) })
        if case .bearer(let token) = post.authorization { call.token = "Bearer " + token }
        switch take(call) {
        case .json(let body, let headers): return Document(body: Array(body.utf8), headers: headers, finalURL: post.url)
        case .lost: throw Failure(.unavailable, "no answer", words: "wire.unavailable")
        case .refused(let status, _, _): throw Self.failure(status)
        }
    }

    private func published(_ mutation: Mutation) -> Outcome {
        var call = call(mutation.method.rawValue, mutation.url, [])
        switch mutation.body {
        case .multipart(let fields, let name, let file, _):
            let form = MutationBody.form(fields).fields.map { ($0.name, $0.value) }
            call = self.call(mutation.method.rawValue, mutation.url, form)
            call.file = "\(name) \(file.content.mime)"
        default:
            call = self.call(
                mutation.method.rawValue, mutation.url, mutation.body.fields.map { ($0.name, $0.value) })
        }
        switch take(call) {
        case .json(let body, let headers):
            return .done(Document(body: Array(body.utf8), headers: headers, finalURL: mutation.url))
        case .lost: return .unknown(cause: "no answer in time")
        case .refused(let status, let body, let wait):
            return .refused(
                Outcome.Refused(Self.failure(status), status: status, wait: wait, body: Array(body.utf8)))
        }
    }

    /// As `Wire` says a status: what stood in the body of a look is lost.
    static func failure(_ status: Int) -> Failure {
        let cause = "graph.example answered HTTP \(status)"
        return switch status {
        case 401, 403: Failure(.forbidden, cause, words: "wire.refused")
        case 404: Failure(.notFound, cause, words: "wire.not_found")
        case 429: Failure(.tooMany, cause, words: "wire.asked_to_wait")
        default: Failure(.unusable, cause, words: "wire.refused")
        }
    }
}
