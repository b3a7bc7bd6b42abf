import Foundation
import Kernel
import NIOSSL
import Testing

@testable import Wire

@Suite struct TLSTests {
    /// A certificate for `hospital.test`, made for the occasion, in a folder of its own.
    private static func withCertificate<T>(_ body: (NIOSSLContext, String) async throws -> T) async throws -> T {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tls-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (key, certificate) = (folder + "/key.pem", folder + "/certificate.pem")
        try output(
            of: "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=hospital.test", "-addext",
                "subjectAltName=DNS:hospital.test", "-days", "2", "-keyout", key, "-out", certificate,
            ])
        let context = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))))
        return try await body(context, certificate)
    }

    @Test("the certificate is that of the name, although the connection goes to the checked address")
    func pinnedAddressKeepsTheName() async throws {
        try await Self.withCertificate { context, authority in
            try await LoopbackServer.run(tls: context) { _, writer in
                try await writer.reply("200 OK", [], Array("secret".utf8))
            } _: { server in
                let names = ["hospital.test": ["127.0.0.1"], "other.test": ["127.0.0.1"]]
                let trusting = try client(server.port, names: names, authority: authority)
                let answer = try await trusting.fetch(Fetch("https://hospital.test:\(server.port)/"))
                #expect(document(answer)?.body == Array("secret".utf8))
                #expect(server.hits.requests.first?.headers["host"] == "hospital.test:\(server.port)")

                let wrongName = await failure(of: {
                    try await trusting.fetch(Fetch("https://other.test:\(server.port)/"))
                })
                #expect(wrongName?.words == "wire.bad_certificate")
                let bareAddress = await failure(of: {
                    try await trusting.fetch(Fetch("https://127.0.0.1:\(server.port)/"))
                })
                #expect(bareAddress?.words == "wire.bad_certificate")
                let untrusting = try client(server.port, names: names)
                let unknown = await failure(of: {
                    try await untrusting.fetch(Fetch("https://hospital.test:\(server.port)/"))
                })
                #expect(unknown?.words == "wire.bad_certificate")
                #expect(unknown?.cause.contains("\n") == false)
                #expect(server.hits.paths.count == 1)
            }
        }
    }

    @Test("a page in https does not send us back to http")
    func downgrade() async throws {
        try await Self.withCertificate { context, authority in
            try await LoopbackServer.run { _, writer in
                try await writer.reply("200 OK")
            } _: { plain in
                try await LoopbackServer.run(tls: context) { _, writer in
                    try await writer.reply("302 Found", ["Location: http://hospital.test:\(plain.port)/"])
                } _: { server in
                    let names = ["hospital.test": ["127.0.0.1"]]
                    let http = try client(server.port, plain.port, names: names, authority: authority)
                    let refusal = await failure(of: {
                        try await http.fetch(Fetch("https://hospital.test:\(server.port)/"))
                    })
                    #expect(refusal?.cause == "hospital.test redirects from https to http")
                    #expect(plain.hits.paths.isEmpty)
                }
            }
        }
    }
}
