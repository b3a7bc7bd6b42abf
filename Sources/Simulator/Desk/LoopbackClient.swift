import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// The one client of the simulated networks: it fetches files that it was told the address of, and brings webhooks. It
/// reaches this machine only, whatever it is told.
struct LoopbackClient: Sendable {
    struct Reply: Sendable {
        let status: Int
        let headers: [(name: String, value: String)]
        let body: [UInt8]

        func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
    }

    enum Problem: Error, Sendable, Equatable {
        /// No address of this machine.
        case elsewhere
        case unreachable
        case tooLarge
        case slow
    }

    private typealias Wire = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    /// Gets, or posts what is given. One attempt, no redirect. Never throws anything but a `Problem`.
    static func send(
        _ address: String, headers: [(name: String, value: String)] = [], posting body: [UInt8]? = nil,
        most: Int = 64 << 20, seconds: Double = 15
    ) async throws(Problem) -> Reply {
        guard let parts = URLComponents(string: address), parts.scheme == "http", let host = parts.host,
            ["127.0.0.1", "localhost", "[::1]", "::1"].contains(host)
        else { throw .elsewhere }
        let query = parts.percentEncodedQuery.map { "?" + $0 } ?? ""
        let path = (parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath) + query
        let port = parts.port ?? 80
        var head = HTTPRequestHead(version: .http1_1, method: body == nil ? .GET : .POST, uri: path)
        head.headers.add(name: "Host", value: "\(host):\(port)")
        head.headers.add(name: "Connection", value: "close")
        head.headers.add(name: "User-Agent", value: "simulated-network/1.0")
        for (name, value) in headers { head.headers.add(name: name, value: value) }
        if let body { head.headers.add(name: "Content-Length", value: String(body.count)) }
        let name = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        return try await timed(seconds) { [head] in
            try await exchange(name, port, head, body ?? [], most: most)
        }
    }

    private static func timed(
        _ seconds: Double, _ work: @escaping @Sendable () async throws -> Reply
    ) async throws(Problem) -> Reply {
        do {
            return try await withThrowingTaskGroup(of: Reply.self) { group in
                group.addTask { try await work() }
                group.addTask {
                    try await Task.sleep(for: .seconds(seconds))
                    throw Problem.slow
                }
                defer { group.cancelAll() }
                guard let reply = try await group.next() else { throw Problem.unreachable }
                return reply
            }
        } catch { throw error as? Problem ?? .unreachable }
    }

    private static func exchange(
        _ host: String, _ port: Int, _ head: HTTPRequestHead, _ body: [UInt8], most: Int
    ) async throws -> Reply {
        let wire = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(5))
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try Wire(wrappingChannelSynchronously: channel)
                }
            }
        return try await wire.executeThenClose { inbound, outbound in
            try await outbound.write(.head(head))
            if !body.isEmpty { try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: body)))) }
            try await outbound.write(.end(nil))
            var (status, headers, bytes): (Int, [(name: String, value: String)], [UInt8]) = (0, [], [])
            for try await part in inbound {
                switch part {
                case .head(let head):
                    (status, headers) = (Int(head.status.code), head.headers.map { ($0.name, $0.value) })
                case .body(let buffer):
                    bytes.append(contentsOf: buffer.readableBytesView)
                    if bytes.count > most { throw Problem.tooLarge }
                case .end: return Reply(status: status, headers: headers, body: bytes)
                }
            }
            throw Problem.unreachable
        }
    }
}
