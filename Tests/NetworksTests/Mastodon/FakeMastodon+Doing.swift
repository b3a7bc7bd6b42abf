import Deontology
import Foundation
import Kernel
import Synchronization
import TestKit
import Wire

@testable import Networks
@testable import Wire

/// What the server does with what is sent to it, and how it shows it.
extension FakeMastodon {
    func take(_ mutation: Mutation) -> Outcome {
        let path = URLComponents(string: mutation.url)?.path ?? ""
        var call = Call(name: "\(mutation.method.rawValue) \(path)", token: mutation.token, key: mutation.key)
        call.json = (try? JSON.parse(Array((mutation.body.text ?? "").utf8), from: "test")) ?? .null
        if case .form = mutation.body {
            call.json = .object(Dictionary(mutation.body.fields.map { ($0.name, .string($0.value)) }) { $1 })
        }
        if case .multipart(let fields, _, let file, _) = mutation.body {
            call.file = file.content.path
            call.fields = Dictionary(MutationBody.form(fields).fields.map { ($0.name, $0.value) }) { $1 }
        }
        let now = clock.now
        return state.withLock { state in
            state.calls.append(call)
            if let status = state.gone[call.name] { return Self.refused(mutation.url, status, "{}", nil) }
            let parts = path.split(separator: "/").map(String.init)
            switch (mutation.method, parts.dropFirst(2).first) {
            case (.post, "media"): return Self.upload(call, &state, mutation.url)
            case (.post, "statuses"): return Self.publish(call, &state, now, mutation.url)
            case (.put, "statuses"): return Self.edit(call, parts.last ?? "", &state, mutation.url)
            case (.delete, "statuses"):
                state.statuses.removeAll { String($0.id) == parts.last }
                return Self.done(mutation.url, "{}")
            default: return Self.refused(mutation.url, 404, "{}", nil)
            }
        }
    }

    private static func upload(_ call: Call, _ state: inout State, _ url: String) -> Outcome {
        if case .refused(let status, let body, let wait) = state.faults.first {
            state.faults.removeFirst()
            return refused(url, status, body, wait)
        }
        state.next += 1
        state.media[state.next] = Media(description: call.fields["description"] ?? "", left: state.slowness)
        return done(url, draw(state.next, state.slowness > 0))
    }

    private static func publish(_ call: Call, _ state: inout State, _ now: Instant, _ url: String) -> Outcome {
        let fault = state.faults.isEmpty ? nil : state.faults.removeFirst()
        switch fault {
        case .refused(let status, let body, let wait): return refused(url, status, body, wait)
        case .lost: return .unknown(cause: "closed the connection")
        default: break
        }
        let known = call.key.flatMap { state.keys[$0] }.flatMap { now.seconds(since: $0.at) < 3_600 ? $0.id : nil }
        if known == nil {
            state.next += 1
            guard case .object(let fields) = call.json else { return refused(url, 422, "{}", nil) }
            state.statuses.append((state.next, fields, now))
            if let key = call.key { state.keys[key] = (state.next, now) }
        }
        let id = known ?? state.next
        switch fault {
        case .deaf: return .unknown(cause: "no answer in time")
        case .mute: return done(url, "{}")
        default: break
        }
        guard let made = state.statuses.first(where: { $0.id == id }) else { return refused(url, 404, "{}", nil) }
        return done(url, draw(made.id, made.fields, made.at, state))
    }

    private static func edit(_ call: Call, _ id: String, _ state: inout State, _ url: String) -> Outcome {
        guard let place = state.statuses.firstIndex(where: { String($0.id) == id }),
            case .object(let fields) = call.json
        else { return refused(url, 404, "{}", nil) }
        for media in fields["media_attributes"]?.elements ?? [] {
            guard let number = media["id"].string.flatMap({ Int($0) }) else { continue }
            state.media[number]?.description = media["description"].string ?? ""
        }
        for name in ["status", "spoiler_text", "media_ids"] { state.statuses[place].fields[name] = fields[name] }
        let made = state.statuses[place]
        return done(url, draw(made.id, made.fields, made.at, state))
    }

    private static func done(_ url: String, _ body: String) -> Outcome {
        .done(Document(body: Array(body.utf8), finalURL: url))
    }

    private static func refused(_ url: String, _ status: Int, _ body: String, _ wait: Double?) -> Outcome {
        let failure = (try? WebAddress(url)).map { Refusal.failure($0, status) } ?? Failure(.broken, "no address")
        return .refused(Outcome.Refused(failure, status: status, wait: wait, body: Array(body.utf8)))
    }

    // MARK: Drawing

    static func draw(_ media: Int, _ isReading: Bool) -> String {
        #"{"id":"\#(media)","type":"image","url":\#(isReading ? "null" : #""https://files.example/\#(media)""#)}"#
    }

    static func draw(_ id: Int, _ fields: [String: JSON], _ at: Instant, _ state: State) -> String {
        let media = (fields["media_ids"]?.elements ?? []).compactMap { $0.string.flatMap { Int($0) } }.map {
            ["id": "\($0)", "description": state.media[$0]?.description ?? ""]
        }
        let status: [String: Any] = [
            "id": "\(id)", "uri": "\(base)/users/chu/statuses/\(id)", "url": "\(base)/@chu/\(id)",
            "created_at": at.iso8601, "visibility": fields["visibility"]?.string ?? "",
            "content": "<p>\(fields["status"]?.string ?? "")</p>", "spoiler_text": fields["spoiler_text"]?.string ?? "",
            "in_reply_to_id": fields["in_reply_to_id"]?.string ?? NSNull(), "media_attachments": media,
            "account": ["id": "7", "acct": "chu"], "favourites_count": 3, "replies_count": 2, "reblogs_count": 1,
        ]
        guard let data = try? JSONSerialization.data(withJSONObject: status) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }
}
