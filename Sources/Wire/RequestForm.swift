import AsyncHTTPClient
import Deontology
import Kernel
import NIOCore
import NIOHTTP1

/// Writes requests as AsyncHTTPClient sends them.
enum RequestForm {
    /// The next hop of `fetch`. Its own headers go to the origin that it was meant for, and no further.
    static func get(_ fetch: Fetch, at trail: Trail, userAgent: String) -> HTTPClientRequest {
        var request = common(trail.here, accept: fetch.accept, userAgent)
        if let tag = fetch.entityTag { request.headers.add(name: "if-none-match", value: safe(tag)) }
        if let moment = fetch.lastModified { request.headers.add(name: "if-modified-since", value: safe(moment)) }
        if trail.here.origin == trail.start.origin {
            for (name, value) in fetch.headers { request.headers.add(name: name, value: safe(value)) }
        }
        return request
    }

    static func post(_ post: ProtocolPost, to address: WebAddress, userAgent: String) throws -> HTTPClientRequest {
        var request = common(address, accept: post.accept, userAgent)
        request.method = .POST
        if let (type, body) = try post.written() {
            request.body = .bytes(ByteBuffer(string: body))
            request.headers.add(name: "content-type", value: type)
        }
        if let who = post.authorizationHeader { request.headers.add(name: "authorization", value: safe(who)) }
        return request
    }

    /// The connection is not kept: one that the server closes at the instant when it is taken again would leave nobody
    /// able to tell whether the mutation was done.
    static func mutation(_ mutation: Mutation, to address: WebAddress, userAgent: String) throws -> HTTPClientRequest {
        guard !mutation.hasWordsInItsAddress else {
            throw Failure(.broken, "\(address.host): an address with words in it, which nobody has checked")
        }
        var request = common(address, accept: "application/json", userAgent)
        request.method = HTTPMethod(rawValue: mutation.method.rawValue)
        try carry(mutation.body, in: &request)
        for (name, value) in mutation.headers { request.headers.add(name: "\(name)", value: value.text) }
        if let token = mutation.token { request.headers.add(name: "authorization", value: safe("Bearer \(token)")) }
        if let key = mutation.key { request.headers.add(name: "idempotency-key", value: safe(key)) }
        request.headers.add(name: "connection", value: "close")
        return request
    }

    private static func carry(_ body: MutationBody, in request: inout HTTPClientRequest) throws {
        if let (type, bytes) = try MutationForm.written(body) {
            if let type { request.headers.add(name: "content-type", value: type) }
            if type != nil || request.method != .DELETE { request.body = .bytes(ByteBuffer(bytes: bytes)) }
            return
        }
        switch body {
        case .multipart(let fields, let name, let file, let range):
            let part = (range ?? 0..<file.content.bytes).clamped(to: 0..<file.content.bytes)
            let boundary = MutationForm.boundary()
            let (head, tail) = try MutationForm.frame(fields, name: name, file: file.content, boundary: boundary)
            request.headers.add(name: "content-type", value: "multipart/form-data; boundary=\(boundary)")
            send(FilePieces(head: head, path: file.content.path, range: part, tail: tail), in: &request)
        case .file(let file, let range, let said):
            let part = (range ?? 0..<file.content.bytes).clamped(to: 0..<file.content.bytes)
            request.headers.add(name: "content-type", value: safe(file.content.mime))
            if said, !part.isEmpty {
                let place = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(file.content.bytes)"
                request.headers.add(name: "content-range", value: place)
            }
            send(FilePieces(head: [], path: file.content.path, range: part, tail: []), in: &request)
        case .empty, .form, .json: break
        }
    }

    private static func send(_ pieces: FilePieces, in request: inout HTTPClientRequest) {
        request.body = .stream(pieces, length: .known(pieces.length))
    }

    private static func common(_ address: WebAddress, accept: String, _ userAgent: String) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: address.text)
        request.headers.add(name: "user-agent", value: userAgent)
        request.headers.add(name: "accept", value: safe(accept))
        request.headers.add(name: "accept-encoding", value: "gzip, deflate")
        return request
    }

    /// What servers told us to send back may hold anything: control characters never reach a header.
    private static func safe(_ value: String) -> String {
        String(String.UnicodeScalarView(value.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
    }
}
