import Deontology
import Foundation
import Kernel
import Wire

/// One account's way to a network's JSON interface, whose refusals one table explains.
struct NetworkLine: Sendable {
    let http: HTTP
    /// Without a final slash.
    let base: String
    let token: String
    /// Beside those that every request has.
    var headers: [(name: StaticString, value: Mark)] = []
    let clock: Clock
    /// The network's errors, by the status and the JSON of an answer (`.null` where it is none).
    let table: @Sendable (_ status: Int, _ json: JSON) -> NetworkRefusal.Reading

    var host: String { (try? WebAddress(base).host) ?? "the network" }

    // MARK: Looking

    /// Throws `.forbidden` (words `wire.refused`) when the token is dead, and otherwise what the table says.
    func get(_ path: String, _ query: [(String, String?)] = []) async throws -> API.Reply {
        let url = base + path + API.query(query)
        var fetch = Fetch(url, accept: "application/json", limits: API.limits)
        fetch.headers = [("authorization", "Bearer \(token)")] + headers.map { ("\($0.name)", $0.value.text) }
        fetch.reading = Set(400..<500)
        switch try await answer(fetch) {
        case .gone: throw Failure(.notFound, "\(host): gone for good", words: "networks.no_status")
        case .notModified: throw Failure(.broken, "\(host): nothing new to a question without conditions")
        case .fresh(let document):
            guard document.status < 400 else {
                let asked = wait(document.headers)
                throw refusal(document.status, document.body, asked: asked).failure
            }
            return API.Reply(
                json: try JSON.parse(document.body, from: host), headers: document.headers, finalURL: document.finalURL)
        }
    }

    /// A refusal may come with a page of megabytes, which nobody reads: then its status alone counts.
    private func answer(_ fetch: Fetch) async throws -> Answer {
        do { return try await http.fetch(fetch) } catch let failure as Failure where failure.kind == .tooLarge {
            var plain = fetch
            plain.reading = []
            return try await http.fetch(plain)
        }
    }

    // MARK: Doing

    /// Something without effect that others see, which may be done again: what nobody can tell is `.unavailable`.
    func prepare(
        _ method: Mutation.Method, _ address: String, _ body: MutationBody, limits: Limits = NetworkLine.small,
        more: [(name: StaticString, value: Mark)] = []
    ) async throws -> Document {
        switch await http.mutate(mutation(method, address, body, limits: limits, more: more)) {
        case .done(let document): return document
        case .unknown(let cause): throw Failure(.unavailable, cause, words: "wire.unavailable")
        case .refused(let refused): throw failure(refused)
        }
    }

    /// One attempt at what others see. `sent` reads the answer of a yes; nil from it says that nobody can tell.
    func attempt(
        _ method: Mutation.Method, _ address: String, _ body: MutationBody, key: String? = nil,
        limits: Limits = NetworkLine.small, more: [(name: StaticString, value: Mark)] = [],
        _ sent: (Document, JSON) -> Sending?
    ) async -> Sending {
        switch await http.mutate(mutation(method, address, body, key: key, limits: limits, more: more)) {
        case .unknown(let cause): return .unknown(cause: cause)
        case .refused(let refused): return sending(refused)
        case .done(let document):
            let json = (try? JSON.parse(document.body, from: host)) ?? .null
            return sent(document, json) ?? .unknown(cause: "\(host) said yes without saying what it published")
        }
    }

    /// `sent` is gone when the network took it away, and when it knows it no more.
    func remove(
        _ address: String, _ sent: Sent, more: [(name: StaticString, value: Mark)] = [],
        _ isGone: (JSON) -> Bool = { _ in true }
    ) async -> Sending {
        let sending = await attempt(.delete, address, .empty, more: more) { _, json in
            isGone(json) ? .sent(sent) : .unknown(cause: "\(host) does not say whether it took it back")
        }
        if case .refused(let failure, _, _) = sending, failure.kind == .notFound { return .sent(sent) }
        return sending
    }

    /// An address that the network gave us (an upload's own) gets our token only where it is the network's own.
    func mutation(
        _ method: Mutation.Method, _ address: String, _ body: MutationBody, key: String? = nil,
        limits: Limits = NetworkLine.small, more: [(name: StaticString, value: Mark)] = []
    ) -> Mutation {
        let isOwn = address.hasPrefix("/")
        let url = isOwn ? base + address : address
        let isTrusted = isOwn || (try? WebAddress(url).origin == WebAddress(base).origin) == true
        return Mutation(
            method, url, body, headers: (isOwn ? headers : []) + more, token: isTrusted ? token : nil, key: key,
            limits: limits)
    }

    // MARK: Refusals

    func sending(_ refused: Outcome.Refused) -> Sending {
        guard let status = refused.status, status >= 400 else {
            return .refused(refused.failure, said: nil, wait: refused.wait.map(NetworkRefusal.clamped))
        }
        return refusal(status, refused.body, asked: refused.wait).sending
    }

    func failure(_ refused: Outcome.Refused) -> Failure {
        guard let status = refused.status, status >= 400 else { return refused.failure }
        return refusal(status, refused.body, asked: refused.wait).failure
    }

    private func refusal(_ status: Int, _ body: [UInt8], asked: Double?) -> NetworkRefusal {
        let json = (try? JSON.parse(body, from: host)) ?? .null
        return NetworkRefusal(table(status, json), host: host, status: status, asked: asked)
    }

    /// `Retry-After` in seconds, or X's `x-rate-limit-reset` in Unix seconds.
    private func wait(_ headers: Headers) -> Double? {
        if let seconds = headers["retry-after"].flatMap({ Double($0) }) { return seconds }
        return headers["x-rate-limit-reset"].flatMap { Double($0) }.map { $0 - clock.now().seconds }
    }

    static let small = Limits(wireBytes: 1 << 20, bodyBytes: 1 << 20)
    /// Of a part of an upload: eight megabytes on a slow line take their time.
    static let upload = Limits(wireBytes: 1 << 20, bodyBytes: 1 << 20, head: 600, idle: 60, total: 700)
}
