import Deontology
import Foundation
import Kernel
import Wire

/// One account's way to one of Meta's interfaces, which share their errors and their manners.
struct MetaAPI: Sendable {
    /// Graph API: out on 18 February 2026, there until 29 July 2028
    /// (https://developers.facebook.com/docs/graph-api/changelog).
    static let graphVersion = "v25.0"
    /// Threads has known one version only (https://developers.facebook.com/documentation/threads).
    static let threadsVersion = "v1.0"

    let http: HTTP
    /// With the version, without a final slash.
    let base: String
    let token: String
    /// Where something is sent that cannot be done, for the reason that comes with the refusal: an upload without a
    /// file.
    let probe: String
    let clock: Clock

    /// `address` is `https://graph.facebook.com`; `account` the network's own number of the account.
    init(
        _ address: String, version: String, token: String, account: String, probe edge: String, http: HTTP,
        clock: Clock
    ) {
        (self.http, self.token, self.clock) = (http, token, clock)
        base = address + "/" + version
        probe = "/\(API.escaped(account.isEmpty ? "me" : account))/\(edge)"
    }

    var host: String { (try? WebAddress(base).host) ?? base }

    // MARK: Looking

    /// Throws `.forbidden` (words `wire.refused`) when the token is dead, `.tooMany` when we ask too often, and what
    /// the answer's status stands for otherwise.
    func get(_ path: String, _ query: [(String, String?)] = []) async throws -> API.Reply {
        let reply: API.Reply
        do {
            reply = try await API(http: http, base: base, token: token).get(path, query)
        } catch let failure as Failure where failure.kind == .forbidden || failure.kind == .unusable {
            throw await reason(of: failure)
        }
        if let error = MetaError(reply.json) { throw error.failure(from: host) }
        return reply
    }

    /// One thing by its number. Throws `.notFound` for what the network does not know, or does not show us.
    func object(_ id: String, fields: String) async throws -> JSON {
        do {
            return try await get("/\(API.escaped(id))", [("fields", fields)]).json
        } catch let failure as Failure where failure.kind == .unusable {
            throw Failure(.notFound, failure.cause, words: "networks.no_status")
        }
    }

    /// Meta answers a dead token with HTTP 400, as it answers a question about what is not there, and a fetch that
    /// fails brings no body. An upload without a file is refused with the reason, and has no effect whatever happens.
    private func reason(of failure: Failure) async -> Failure {
        let form = [MutationField("published", .truth(false))]
        switch await http.mutate(Mutation(.post, base + probe, .form(form), token: token)) {
        case .unknown(let cause): return Failure(.unavailable, cause, words: "wire.unavailable")
        case .refused(let refused):
            guard let error = MetaError(refused.body) else {
                return refused.status == nil || refused.failure.kind == .tooMany ? refused.failure : failure
            }
            switch error.meaning {
            case .dead, .restricted, .wait, .doubtful: return error.failure(from: host)
            default: break
            }
        case .done: break
        }
        // The token lives: what was asked for is not ours to see.
        return failure.kind == .forbidden
            ? Failure(.forbidden, failure.cause, words: "networks.needs_right") : failure
    }

    static let small = Limits(wireBytes: 1 << 20, bodyBytes: 1 << 20)
    /// Of an upload: a gigabyte on a slow line takes its time.
    static let upload = Limits(wireBytes: 1 << 20, bodyBytes: 1 << 20, head: 1_800, idle: 60, total: 1_800)
}
