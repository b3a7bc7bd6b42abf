import Foundation
import Kernel
import NIOCore
import NIOPosix
import NIOSSL
import Testing

@testable import Wire

/// An SMTP server, TLS from the first byte, that takes any mail.
private final class Postbox: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private var text = ""
    private var inMessage = false

    func channelActive(context: ChannelHandlerContext) { say("220 postbox ready", context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        text += String(buffer: unwrapInboundIn(data))
        while let end = text.firstRange(of: "\r\n") {
            let line = String(text[..<end.lowerBound])
            text = String(text[end.upperBound...])
            if let reply = reply(line) { say(reply, context) }
        }
    }

    private func reply(_ line: String) -> String? {
        if inMessage {
            guard line == "." else { return nil }
            inMessage = false
            return "250 taken"
        }
        if line == "DATA" { inMessage = true }
        return line == "DATA" ? "354 go on" : line == "QUIT" ? "221 bye" : "250 fine"
    }

    private func say(_ line: String, _ context: ChannelHandlerContext) {
        context.channel.writeAndFlush(ByteBuffer(string: line + "\r\n"), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

@Suite struct MailTrustTests {
    /// A certificate for `localhost` that nobody but its own file vouches for, with its key.
    private static func certificate(_ name: String, in folder: String) throws -> (file: String, key: String) {
        let (key, file) = (folder + "/\(name).key", folder + "/\(name).pem")
        try output(
            of: "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=\(name)", "-addext",
                "subjectAltName=DNS:localhost", "-days", "2", "-keyout", key, "-out", file,
            ])
        return (file, key)
    }

    private static func listening(
        _ certificate: (file: String, key: String), _ body: (Int) async throws -> Void
    ) async throws {
        let context = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile(certificate.file).map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: certificate.key, format: .pem))))
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    try channel.pipeline.syncOperations.addHandler(Postbox())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let result: Result<Void, any Error>
        do { result = .success(try await body(listener.localAddress?.port ?? 0)) } catch { result = .failure(error) }
        try await listener.close()
        try result.get()
    }

    @Test("an authority of our own is trusted besides the system's, which stays trusted")
    func besides() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("trust-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let system = try Self.certificate("system", in: folder)
        let own = try Self.certificate("own", in: folder)
        let stranger = try Self.certificate("stranger", in: folder)
        let message = MailMessage(
            from: try MailAddress("a@b.fr"), to: [try MailAddress("c@d.fr")], subject: "s", text: "t",
            date: Instant(seconds: 0), id: "1")
        for (shown, authorities, taken) in [
            (system, own.file, true), (own, own.file, true), (stranger, own.file, false), (system, nil, true),
            (own, nil, false),
        ] {
            try await Self.listening(shown) { port in
                var server = MailServer(
                    host: "localhost", port: port, security: .tls, authorities: authorities, timeout: 10)
                server.systemAuthorities = system.file
                let refusal = await failure(of: { [server] () async throws -> Void in
                    try await Mailer.smtp(server).send(message)
                })
                #expect((refusal == nil) == taken, "\(shown.file), \(authorities ?? "-"): \(refusal?.cause ?? "taken")")
            }
        }
    }

    @Test("a file of authorities that is not there, or is none, is said by its name")
    func unreadable() async throws {
        let message = MailMessage(
            from: try MailAddress("a@b.fr"), to: [try MailAddress("c@d.fr")], subject: "s", text: "t",
            date: Instant(seconds: 0), id: "1")
        for file in ["/nowhere/ca.pem", "/etc/hostname"] {
            let server = MailServer(host: "localhost", port: 9, security: .tls, authorities: file, timeout: 2)
            let refusal = await failure(of: { () async throws -> Void in try await Mailer.smtp(server).send(message) })
            #expect(refusal?.kind == .unusable && refusal?.cause.contains(file) == true)
        }
    }
}
