public import Deontology
import Foundation
public import Kernel
public import Wire

/// Answers, in a Threads profile's name, what is answered to it.
public struct ThreadsSender: Sender {
    public let network = Network.threads
    private let account: ThreadsAccount
    private let connector: ThreadsConnector
    private let pause: @Sendable (_ seconds: Double) async throws -> Void
    /// Characters of one post.
    static let longest = 500
    /// Looks at a container of words before it is left for later; they are ready at once as a rule.
    static let looks = 5

    /// `credentials` are a profile's, as `ThreadsSignIn.places` gives them; `pause` waits between two looks.
    public init(
        credentials: Credentials, endpoints: Endpoints = .real, http: HTTP, clock: Clock = .system,
        pause: @escaping @Sendable (_ seconds: Double) async throws -> Void = Self.sleep
    ) {
        account = ThreadsAccount(credentials, endpoints, http, clock)
        connector = ThreadsConnector(credentials: credentials, endpoints: endpoints, http: http, clock: clock)
        self.pause = pause
    }

    /// Waits by the machine's own clock.
    public static let sleep: @Sendable (_ seconds: Double) async throws -> Void = {
        try await Task.sleep(for: .seconds($0))
    }

    public func account() async throws -> SenderAccount { try await account.account() }

    public func target(_ id: String) async throws -> ReplyTarget {
        let json = try await account.api.object(id, fields: "id,username")
        guard let number = Fields.id(json["id"].identifier) else {
            throw Failure(.notFound, "\(account.api.host) does not know what is answered", words: "networks.no_status")
        }
        return ReplyTarget(id: number, author: nil, visibility: "public", longest: Self.longest)
    }

    /// A container first, which nobody sees; only its publication counts as the attempt.
    public func send(_ reply: Cleared<Draft>, to target: ReplyTarget, key: String) async -> Sending {
        let words = Wording(reply)
        if let sending = MetaAPI.tooLong(words, target) { return sending }
        do {
            return await connector.publish(try await container(words, to: target))
        } catch { return MetaAPI.refused(error) }
    }

    private func container(_ words: Wording, to target: ReplyTarget) async throws -> MutationValue {
        guard let under = MutationValue.marked(target.id) else { throw Failure(.broken, "an answer to nothing") }
        let fields = [
            try ThreadsConnector.type("TEXT"), MutationField("text", .words(words)),
            MutationField("reply_to_id", under),
        ]
        let json = try await account.api.prepare(account.edge + "/threads", .form(fields))
        guard let id = Fields.id(json["id"].identifier), let number = MutationValue.marked(id) else {
            throw Failure(.unavailable, "\(account.api.host) made a container without a number")
        }
        for look in 0..<Self.looks {
            switch try await account.api.object(id, fields: "status,error_message")["status"].string {
            case "FINISHED": return number
            case "ERROR", "EXPIRED":
                throw Failure(.unusable, "\(account.api.host) could not take the words", words: "networks.refused")
            default: if look + 1 < Self.looks { try await pause(3) }
            }
        }
        throw Failure(.unavailable, "\(account.api.host) is still at work", words: "wire.unavailable")
    }

    public func find(_ text: String, under target: ReplyTarget, since moment: Instant) async throws -> Sent? {
        try await connector.find(text, under: target.id, since: moment)
    }
}
