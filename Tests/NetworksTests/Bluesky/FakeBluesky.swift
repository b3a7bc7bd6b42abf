import Deontology
import Foundation
import Kernel
import Synchronization
import TestKit
import Wire

@testable import Networks
@testable import Wire

/// An account's own Bluesky server in memory: sessions whose tokens end, records by name, files.
final class FakeBluesky: Sendable {
    struct Call: Sendable {
        /// `POST com.atproto.repo.createRecord`
        let name: String
        var query: [(name: String, value: String)] = []
        var json: JSON = .null
        var token: String?
        var file: String?
        var mime: String?
        subscript(field: String) -> String? { query.first { $0.name == field }?.value }
    }

    /// What happens to the next record or file that is sent.
    enum Fault: Sendable {
        case refused(Int, String, wait: Double? = nil)
        /// Nothing was done, and nobody says so.
        case lost
        /// It was done, and nobody says so.
        case deaf
        /// It was done, and the answer says yes and no more.
        case mute
    }

    struct State: Sendable {
        var records: [String: (record: JSON, cid: String)] = [:]
        /// Of others, by address.
        var others: [String: String] = [:]
        var handles: [String: String] = [:]
        var faults: [Fault] = []
        var calls: [Call] = []
        var made = 0
        /// Of the session: the only access token and the only renewal token that open anything.
        var access = ""
        var renewal = ""
        /// The error that every call with the access token meets.
        var closed: (status: Int, error: String)?
        var pages = 100
        /// Answers of addresses that are no part of the interface.
        var documents: [String: String] = [:]
    }

    static let base = "https://pds.example"
    static let did = "did:plc:hospital234567abcdefghij"
    let state = Mutex(State())
    let clock: MovableClock

    init(at moment: Instant = noon.now()) {
        clock = MovableClock(moment)
        state.withLock { ($0.access, $0.renewal) = ("access-0", "renewal-0") }
    }

    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }
    func look<Value: Sendable>(_ body: (State) -> Value) -> Value { state.withLock { body($0) } }
    var calls: [Call] { state.withLock { $0.calls } }
    var asked: [String] { calls.map(\.name) }
    func last(_ name: String) -> Call? { calls.last { $0.name == name } }
    /// In the order of their names.
    var texts: [String] {
        state.withLock { $0.records.sorted { $0.key < $1.key }.map { $0.value.record["text"].string ?? "" } }
    }

    var credentials: Credentials { Credentials(access: "access-0", refresh: "renewal-0", subject: Self.did) }
    func connector() throws -> BlueskyConnector {
        try BlueskyConnector(on: Self.base, credentials: credentials, http: http, clock: clock.clock)
    }
    func sender() throws -> BlueskySender {
        try BlueskySender(on: Self.base, credentials: credentials, http: http, clock: clock.clock)
    }
    func session() throws -> BlueskySession { try BlueskySession(on: Self.base, http: http, clock: clock.clock) }

    var http: HTTP {
        .answering(accepted: { try self.submit($0) }, published: { self.take($0) }) { try self.fetch($0) }
    }

    static func method(_ url: String) -> String {
        URLComponents(string: url)?.path.split(separator: "/").last.map(String.init) ?? ""
    }

    static func error(_ status: Int, _ name: String, _ said: String = "no") -> (Int, String) {
        (status, #"{"error":"\#(name)","message":"\#(said)"}"#)
    }

    // MARK: Looking

    private func fetch(_ fetch: Fetch) throws -> Answer {
        var call = Call(name: "GET " + Self.method(fetch.url))
        call.query = (URLComponents(string: fetch.url)?.queryItems ?? []).map { ($0.name, $0.value ?? "") }
        call.token = fetch.headers.first { $0.name == "authorization" }?.value
        let (status, body) = state.withLock { state -> (Int, String) in
            state.calls.append(call)
            if let document = state.documents[fetch.url] { return (200, document) }
            return Self.answer(call, &state)
        }
        let document = Document(body: Array(body.utf8), finalURL: fetch.url, status: status)
        guard status < 400 || fetch.reading.contains(status) else {
            throw Refusal.failure(try WebAddress(fetch.url), status)
        }
        return .fresh(document)
    }

    private static func answer(_ call: Call, _ state: inout State) -> (Int, String) {
        if let closed = state.closed { return error(closed.status, closed.error) }
        switch call.name {
        case "GET com.atproto.server.getSession":
            guard call.token == "Bearer " + state.access else { return error(400, "ExpiredToken") }
            return (200, #"{"did":"\#(did)","handle":"hopital.example","active":true}"#)
        case "GET app.bsky.actor.getProfile": return (200, #"{"did":"\#(did)","displayName":"L’hôpital"}"#)
        case "GET com.atproto.identity.resolveHandle":
            guard let found = state.handles[call["handle"] ?? ""] else { return error(400, "HandleNotFound") }
            return (200, #"{"did":"\#(found)"}"#)
        case "GET com.atproto.repo.getRecord":
            let uri = "at://\(call["repo"] ?? "")/\(call["collection"] ?? "")/\(call["rkey"] ?? "")"
            if let other = state.others[uri] { return (200, other) }
            guard call["repo"] == did, let found = state.records[call["rkey"] ?? ""] else {
                return error(400, "RecordNotFound")
            }
            return (200, draw(call["rkey"] ?? "", found))
        case "GET com.atproto.repo.listRecords": return (200, list(call, state))
        case "GET app.bsky.feed.getPosts":
            let posts = call.query.compactMap { item -> String? in
                guard let key = BlueskyAddress(item.value)?.key, state.records[key] != nil else { return nil }
                return #"{"uri":"\#(item.value)","likeCount":4,"replyCount":3,"repostCount":2,"quoteCount":1}"#
            }
            return (200, #"{"posts":[\#(posts.joined(separator: ","))]}"#)
        default: return error(404, "MethodNotImplemented")
        }
    }

    private static func list(_ call: Call, _ state: State) -> String {
        let before = call["cursor"] ?? "~"
        let page = state.records.filter { $0.key < before }.sorted { $0.key > $1.key }.prefix(state.pages)
        let cursor = page.count == state.pages ? #","cursor":"\#(page.last?.key ?? "")""# : ""
        return #"{"records":[\#(page.map { draw($0.key, $0.value) }.joined(separator: ","))]\#(cursor)}"#
    }

    private static func draw(_ key: String, _ found: (record: JSON, cid: String)) -> String {
        let address = "at://\(did)/app.bsky.feed.post/\(key)"
        return #"{"uri":"\#(address)","cid":"\#(found.cid)","value":\#(found.record.drawn)}"#
    }

    // MARK: Sessions

    private func submit(_ post: ProtocolPost) throws -> Document {
        let (status, body) = state.withLock { state -> (Int, String) in
            var call = Call(name: "POST " + Self.method(post.url), query: post.fields)
            call.token = post.authorizationHeader
            state.calls.append(call)
            if let closed = state.closed { return Self.error(closed.status, closed.error) }
            if call.name.hasSuffix("createSession") {
                guard call["identifier"] == "hopital.example", call["password"] == "abcd-efgh-ijkl-mnop" else {
                    return Self.error(401, "AuthenticationRequired", "Invalid identifier or password")
                }
            } else if call.token != "Bearer " + state.renewal {
                return Self.error(400, "ExpiredToken", "Token has been revoked")
            }
            state.made += 1
            let now = clock.now.seconds
            (state.access, state.renewal) = (
                Self.token("com.atproto.appPass", now + 7_200, state.made),
                Self.token("com.atproto.refresh", now + 90 * 86_400, state.made)
            )
            return (
                200,
                #"{"did":"\#(Self.did)","handle":"hopital.example","accessJwt":"\#(state.access)","refreshJwt":"\#(state.renewal)"}"#
            )
        }
        guard status < 400 || post.reading.contains(status) else {
            throw Refusal.failure(try WebAddress(post.url), status)
        }
        return Document(body: Array(body.utf8), finalURL: post.url, status: status)
    }

    static func token(_ scope: String, _ end: Double, _ number: Int = 0) -> String {
        let body = #"{"scope":"\#(scope)","sub":"\#(did)","exp":\#(Int(end)),"jti":"é\#(number)"}"#
        let text = Data(body.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
        return "eyJ9." + text.replacing("=", with: "") + ".c2ln"
    }
}
