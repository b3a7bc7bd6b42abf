import AsyncHTTPClient
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

    static func post(_ post: ProtocolPost, to address: WebAddress, userAgent: String) -> HTTPClientRequest {
        var request = common(address, accept: post.accept, userAgent)
        request.method = .POST
        request.body = .bytes(ByteBuffer(string: post.body))
        request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        return request
    }

    /// The connection is not kept: one that the server closes at the instant when it is taken again would leave nobody
    /// able to tell whether the mutation was done.
    static func mutation(_ mutation: Mutation, to address: WebAddress, userAgent: String) -> HTTPClientRequest {
        var request = common(address, accept: "application/json", userAgent)
        request.method = .POST
        request.body = .bytes(ByteBuffer(string: mutation.body))
        request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        request.headers.add(name: "authorization", value: safe("Bearer \(mutation.token)"))
        request.headers.add(name: "idempotency-key", value: safe(mutation.key))
        request.headers.add(name: "connection", value: "close")
        return request
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
