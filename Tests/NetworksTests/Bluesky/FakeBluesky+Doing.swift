import Deontology
import Foundation
import Kernel
import Synchronization
import TestKit
import Wire

@testable import Networks
@testable import Wire

/// What the server does with what is sent to it.
extension FakeBluesky {
    func take(_ mutation: Mutation) -> Outcome {
        var call = Call(name: "\(mutation.method.rawValue) \(Self.method(mutation.url))", token: mutation.token)
        call.json = (try? JSON.parse(Array((mutation.body.text ?? "").utf8), from: "test")) ?? .null
        if case .file(let file, _, _) = mutation.body {
            (call.file, call.mime) = (file.content.path, file.content.mime)
        }
        let size = if case .file(let file, _, _) = mutation.body { file.content.bytes } else { Int64(0) }
        let (status, body, wait) = state.withLock { state in
            state.calls.append(call)
            return Self.answer(call, size, &state)
        }
        let document = Document(body: Array(body.utf8), finalURL: mutation.url)
        if status == 200 { return .done(document) }
        if status < 400 || status >= 500 { return .unknown(cause: "HTTP \(status)") }
        let failure = (try? WebAddress(mutation.url)).map { Refusal.failure($0, status) }
        return .refused(
            Outcome.Refused(
                failure ?? Failure(.broken, "no address"), status: status, wait: wait, body: document.body))
    }

    /// 0 for no answer at all.
    private static func answer(_ call: Call, _ size: Int64, _ state: inout State) -> (Int, String, Double?) {
        if let closed = state.closed {
            let (status, body) = error(closed.status, closed.error)
            return (status, body, nil)
        }
        let fault = state.faults.isEmpty ? nil : state.faults.removeFirst()
        if case .refused(let status, let body, let wait) = fault { return (status, body, wait) }
        if case .lost = fault { return (0, "", nil) }
        let (status, body) = done(call, size, &state)
        switch fault {
        case .deaf: return (0, "", nil)
        case .mute: return (status, "{}", nil)
        default: return (status, body, nil)
        }
    }

    private static func done(_ call: Call, _ size: Int64, _ state: inout State) -> (Int, String) {
        let key = call.json["rkey"].string ?? ""
        switch call.name {
        case "POST com.atproto.repo.createRecord":
            // The reference server fails inside when the name is taken.
            guard state.records[key] == nil else { return error(500, "InternalServerError") }
            state.made += 1
            let cid = "bafyreifake\(1_000 + state.made)"
            state.records[key] = (call.json["record"], cid)
            return (200, #"{"uri":"at://\#(did)/app.bsky.feed.post/\#(key)","cid":"\#(cid)"}"#)
        case "POST com.atproto.repo.deleteRecord":
            state.records[key] = nil
            return (200, "{}")
        case "POST com.atproto.repo.uploadBlob":
            state.made += 1
            let link = #"{"$link":"bafkreifake\#(1_000 + state.made)"}"#
            return (
                200, #"{"blob":{"$type":"blob","ref":\#(link),"mimeType":"\#(call.mime ?? "")","size":\#(size)}}"#
            )
        default: return error(404, "MethodNotImplemented")
        }
    }
}

extension JSON {
    /// As a server writes it.
    var drawn: String {
        func plain(_ json: JSON) -> Any {
            switch json {
            case .null: NSNull()
            case .bool(let value): value
            case .number(let number): Int(exactly: number).map { $0 as Any } ?? number
            case .string(let text): text
            case .array(let elements): elements.map(plain)
            case .object(let fields): fields.mapValues(plain)
            }
        }
        let data = try? JSONSerialization.data(withJSONObject: plain(self), options: .fragmentsAllowed)
        return String(decoding: data ?? Data("null".utf8), as: UTF8.self)
    }
}
