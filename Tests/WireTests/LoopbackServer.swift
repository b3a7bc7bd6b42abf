import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on this machine that says exactly the bytes a test wants, at the pace it wants.
struct LoopbackServer: Sendable {
    struct Request: Sendable {
        let path: String
        let headers: [String: String]
        let body: String
    }
    /// Writes the answer, raw.
    struct Writer: Sendable {
        let channel: any Channel

        func say(_ text: String) async throws { try await say(Array(text.utf8)) }
        func say(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get() }

        /// A whole answer with its length.
        func reply(_ status: String, _ headers: [String] = [], _ body: [UInt8] = []) async throws {
            let lines = ["HTTP/1.1 \(status)"] + headers + ["Content-Length: \(body.count)", "Connection: close"]
            try await say(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
        }
    }
    typealias Answer = @Sendable (Request, Writer) async throws -> Void

    let port: Int
    /// Paths asked for so far, in order.
    let hits: Hits
    var base: String { "http://127.0.0.1:\(port)" }

    final class Hits: Sendable {
        private let list = Mutex<[Request]>([])
        func add(_ request: Request) { list.withLock { $0.append(request) } }
        var requests: [Request] { list.withLock { $0 } }
        var paths: [String] { requests.map(\.path) }
    }

    /// Runs `body` while the server answers each connection once by `answer`, then closes it.
    static func run<T: Sendable>(
        tls: NIOSSLContext? = nil, host: String = "127.0.0.1", _ answer: @escaping Answer,
        _ body: @escaping @Sendable (LoopbackServer) async throws -> T
    ) async throws -> T {
        let hits = Hits()
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.addHandler(Connection(hits: hits, answer: answer))
                }
            }
            .bind(host: host, port: 0).get()
        let server = LoopbackServer(port: listener.localAddress?.port ?? 0, hits: hits)
        let result: Result<T, any Error>
        do { result = .success(try await body(server)) } catch { result = .failure(error) }
        try await listener.close()
        return try result.get()
    }

    /// Reads one request, lets the test answer it, and closes.
    private final class Connection: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let hits: Hits
        private let answer: Answer
        private var text = ""
        private var answering: Task<Void, Never>?

        init(hits: Hits, answer: @escaping Answer) {
            self.hits = hits
            self.answer = answer
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            text += String(buffer: unwrapInboundIn(data))
            guard answering == nil, let request = LoopbackServer.request(text) else { return }
            hits.add(request)
            let channel = context.channel
            answering = Task { [answer] in
                // The client may leave at any moment: that is what many tests are about.
                try? await answer(request, Writer(channel: channel))
                try? await channel.close()
            }
        }

        func channelInactive(context: ChannelHandlerContext) { answering?.cancel() }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    /// The request in `text`; nil while it is not whole.
    private static func request(_ text: String) -> Request? {
        guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        let body = String(text[end.upperBound...])
        if let length = headers["content-length"].flatMap({ Int($0) }), body.utf8.count < length { return nil }
        let words = lines[0].split(separator: " ")
        return Request(path: words.count > 1 ? String(words[1]) : "", headers: headers, body: body)
    }
}
