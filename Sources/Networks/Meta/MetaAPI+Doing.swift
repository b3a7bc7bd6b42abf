import Deontology
import Foundation
import Kernel
import Wire

/// What leaves by an account's way, and what is looked for of it.
extension MetaAPI {
    /// Something without effect that others see: an upload, a container. It may be done again, so that what nobody can
    /// tell is `.unavailable`.
    func prepare(_ path: String, _ body: MutationBody, limits: Limits = MetaAPI.small) async throws -> JSON {
        switch await http.mutate(Mutation(.post, base + path, body, token: token, limits: limits)) {
        case .unknown(let cause): throw Failure(.unavailable, cause, words: "wire.unavailable")
        case .refused(let refused): throw MetaError(refused.body)?.failure(from: host) ?? refused.failure
        case .done(let document):
            let json = try JSON.parse(document.body, from: host)
            if let error = MetaError(json) { throw error.failure(from: host) }
            return json
        }
    }

    /// One attempt at what others see. `sent` reads the answer of a yes; nil from it says that nobody can tell.
    func attempt(
        _ path: String, _ body: MutationBody, by method: Mutation.Method = .post, limits: Limits = MetaAPI.small,
        _ sent: (JSON) -> Sent?
    ) async -> Sending {
        let mutation = Mutation(method, base + path, body, token: token, limits: limits)
        switch await http.mutate(mutation) {
        case .unknown(let cause): return .unknown(cause: cause)
        case .refused(let refused):
            guard let error = MetaError(refused.body) else {
                return .refused(refused.failure, said: nil, wait: refused.wait)
            }
            return sending(error, wait: refused.wait)
        case .done(let document):
            guard let json = try? JSON.parse(document.body, from: host) else {
                return .unknown(cause: "\(host) said yes in a form that cannot be read")
            }
            if let error = MetaError(json) { return sending(error, wait: MetaUsage(document.headers)?.wait) }
            if let sent = sent(json) { return .sent(sent) }
            return .unknown(cause: "\(host) said yes without saying what it published")
        }
    }

    private func sending(_ error: MetaError, wait: Double?) -> Sending {
        let failure = error.failure(from: host)
        if error.meaning == .doubtful {
            return .unknown(cause: "\(failure.cause), which it also says of what is published")
        }
        return .refused(failure, said: error.said, wait: wait ?? error.wait)
    }

    /// `sent` is gone when the network took it away, and when it knows it no more.
    func remove(_ id: String, _ sent: Sent) async -> Sending {
        let sending = await attempt("/\(API.escaped(id))", .empty, by: .delete) { json in
            json["success"].bool == true ? sent : nil
        }
        if case .refused(let failure, _, _) = sending, failure.kind == .notFound { return .sent(sent) }
        return sending
    }

    /// Nothing left us.
    static func refused(_ error: any Error) -> Sending {
        let failure = error as? Failure ?? Failure(.unavailable, "stopped before anything was published")
        return .refused(failure, said: nil, wait: nil)
    }

    /// Nil when the network takes that many characters.
    static func tooLong(_ words: Wording, _ target: ReplyTarget) -> Sending? {
        guard words.text.count > target.longest else { return nil }
        return refused(
            Failure(
                .tooLarge, "\(words.text.count) characters, where the network takes \(target.longest)",
                words: "networks.too_long"))
    }

    /// The first thing in a list that is given newest first, not older than `moment`, that is what is looked for.
    /// - Parameter time: the field with its date.
    func look(
        _ path: String, _ query: [(String, String?)], time: String, since moment: Instant, _ isIt: (JSON) -> Bool
    ) async throws -> JSON? {
        var after: String?
        for _ in 0..<Self.pages {
            let json = try await get(path, query + [("limit", "25"), ("after", after)]).json
            let items = json["data"].elements
            let found = items.first { item in
                MetaText.isSince(moment, Fields.moment(item[time].string, now: clock.now())) && isIt(item)
            }
            if let found { return found }
            let oldest = items.last.flatMap { Fields.moment($0[time].string, now: clock.now()) }
            guard MetaText.isSince(moment, oldest), let next = MetaListing.next(json), next != after else { return nil }
            after = next
        }
        return nil
    }

    /// Pages of 25 that are looked through for one publication.
    static let pages = 4
}
