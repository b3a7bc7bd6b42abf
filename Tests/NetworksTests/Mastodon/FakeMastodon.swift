import Deontology
import Foundation
import Kernel
import Synchronization
import TestKit
import Wire

@testable import Networks
@testable import Wire

/// A Mastodon server in memory: statuses, media that take their time, keys that are kept for an hour.
final class FakeMastodon: Sendable {
    struct Call: Sendable {
        let name: String
        var json: JSON = .null
        var token: String?
        var key: String?
        /// Fields beside a file, and the file.
        var fields: [String: String] = [:]
        var file: String?
    }

    struct Media: Sendable {
        var description: String
        /// Times that it is asked for before it is read.
        var left: Int
    }

    /// What happens to the next status that is sent.
    enum Fault: Sendable {
        case refused(Int, String, wait: Double? = nil)
        /// The connection is cut before the server has done anything.
        case lost
        /// The server publishes, and its answer never comes.
        case deaf
        /// The server publishes, and says yes without a word more.
        case mute
    }

    struct State: Sendable {
        var statuses: [(id: Int, fields: [String: JSON], at: Instant)] = []
        var media: [Int: Media] = [:]
        var keys: [String: (id: Int, at: Instant)] = [:]
        var faults: [Fault] = []
        var calls: [Call] = []
        var next = 1_000
        /// How often a new file is asked for before it is read.
        var slowness = 0
        /// Whole paths that this server does not have, with what it answers there.
        var gone: [String: Int] = [:]
        var instance: [String: String] = [:]
    }

    static let base = "https://social.example"
    let state = Mutex(State())
    let clock: MovableClock

    init(at moment: Instant = noon.now()) { clock = MovableClock(moment) }

    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }
    func look<Value: Sendable>(_ body: (State) -> Value) -> Value { state.withLock { body($0) } }
    var calls: [Call] { state.withLock { $0.calls } }
    var asked: [String] { calls.map(\.name) }
    func last(_ name: String) -> Call? { calls.last { $0.name == name } }
    var texts: [String] { state.withLock { $0.statuses.map { $0.fields["status"]?.string ?? "" } } }

    func connector() throws -> MastodonConnector {
        try MastodonConnector(
            on: Self.base, credentials: Credentials(access: "secret"), http: http, clock: clock.clock)
    }

    var http: HTTP { .answering(published: { self.take($0) }) { try self.fetch($0) } }

    // MARK: Looking

    private func fetch(_ fetch: Fetch) throws -> Answer {
        let parts = URLComponents(string: fetch.url)
        let path = parts?.path ?? ""
        let now = clock.now
        let (status, body) = state.withLock { state -> (Int, String) in
            state.calls.append(
                Call(name: "GET " + path, token: fetch.headers.first { $0.name == "authorization" }?.value))
            if let status = state.gone["GET " + path] { return (status, "{}") }
            let before = parts?.queryItems?.first { $0.name == "max_id" }?.value.flatMap { Int($0) } ?? .max
            return Self.page(path, before, &state, now)
        }
        guard status < 400 else { throw Refusal.failure(try WebAddress(fetch.url), status) }
        return .fresh(Document(body: Array(body.utf8), finalURL: fetch.url))
    }

    private static func page(_ path: String, _ before: Int, _ state: inout State, _ now: Instant) -> (Int, String) {
        let parts = path.split(separator: "/").map(String.init)
        if let instance = state.instance[path] { return (200, instance) }
        switch (parts.count, parts.dropFirst(2).first ?? "", parts.last ?? "") {
        case (4, "accounts", "verify_credentials"): return (200, #"{"id":"7","acct":"chu","display_name":"CHU"}"#)
        case (5, "accounts", "statuses"):
            let page = state.statuses.filter { $0.id < before }.sorted { $0.id > $1.id }.prefix(40)
            return (200, "[" + page.map { draw($0.id, $0.fields, $0.at, state) }.joined(separator: ",") + "]")
        case (4, "statuses", let id):
            guard let found = state.statuses.first(where: { String($0.id) == id }) else { return (404, "") }
            return (200, draw(found.id, found.fields, found.at, state))
        case (4, "media", let id):
            guard let number = Int(id), let media = state.media[number] else { return (404, "") }
            state.media[number]?.left -= 1
            return (200, draw(number, media.left > 1))
        default: return (404, "")
        }
    }
}
