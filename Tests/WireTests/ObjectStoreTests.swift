import Crypto
import Foundation
import Kernel
import Testing

@testable import Wire

/// moto, an S3-compatible store that others wrote, started by `Tests/interop/peers` and named by `RESONANCE_PEERS`. It
/// checks every signature.
private struct StorePeer: Decodable, Sendable {
    let url: String
    let bucket: String
    let key: String
    let secret: String

    private struct All: Decodable { let s3: StorePeer? }
    static let started: StorePeer? = {
        let text = ProcessInfo.processInfo.environment["RESONANCE_PEERS"] ?? ""
        return (try? JSONDecoder().decode(All.self, from: Data(text.utf8)))?.s3
    }()

    func store(_ bucket: String? = nil, secret: String? = nil, prefix: String = "") throws -> ObjectStore {
        let place = try ObjectPlace(
            endpoint: url, region: "us-east-1", bucket: bucket ?? self.bucket,
            prefix: "\(prefix)\(UUID().uuidString.lowercased())", key: key, secret: secret ?? self.secret)
        return try ObjectStore(place, WireSettings(contact: "a@b.fr", product: "Resonance/0.1"), pause: { _, _ in })
    }
}

private func file(_ bytes: Int) throws -> (path: String, digest: String, data: Data) {
    let data = Data((0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 / 251) })
    let path = FileManager.default.temporaryDirectory.path + "/object-\(UUID().uuidString)"
    try data.write(to: URL(filePath: path))
    return (path, SHA256.hash(data: data).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(), data)
}

@Suite("An S3-compatible store that others wrote", .enabled(if: StorePeer.started != nil, "start Tests/interop/peers"))
struct ObjectStoreTests {
    @Test("a file is put, measured, read by parts, listed and removed", arguments: [0, 1, 70_000, (16 << 20) + 12_345])
    func round(bytes: Int) async throws {
        let store = try #require(try StorePeer.started?.store())
        let made = try file(bytes)
        defer { try? FileManager.default.removeItem(atPath: made.path) }
        try await store.put(made.path, as: "ab/\(made.digest)", digest: made.digest)
        try await store.put(made.path, as: "ab/\(made.digest)", digest: made.digest)
        #expect(try await store.bytes("ab/\(made.digest)") == Int64(bytes))
        let (from, until) = (Int64(bytes / 3), Int64(bytes - bytes / 4))
        #expect(try await store.read("ab/\(made.digest)", from..<until) == Array(made.data[Int(from)..<Int(until)]))
        #expect(try await store.list().map(\.key) == ["ab/\(made.digest)"])
        #expect(try await store.list(after: "ab/\(made.digest)").isEmpty)
        try await store.remove("ab/\(made.digest)")
        try await store.remove("ab/\(made.digest)")
        #expect(try await store.bytes("ab/\(made.digest)") == nil)
        #expect(try await store.abandonUploads(before: Instant(Date()).adding(days: 1)) == 0)
    }

    @Test("more than a thousand are listed in turn; keys of other software are not ours")
    func lists() async throws {
        let store = try #require(try StorePeer.started?.store())
        let made = try file(3)
        defer { try? FileManager.default.removeItem(atPath: made.path) }
        for number in 0..<1_003 {
            try await store.put(made.path, as: "ab/\(10_000 + number)", digest: made.digest)
        }
        let first = try await store.list()
        #expect(first.count == 1_000 && first == first.sorted { $0.key < $1.key })
        #expect(try await store.list(after: first.last?.key).map(\.key) == ["ab/11000", "ab/11001", "ab/11002"])
        #expect(try await StorePeer.started?.store().list().isEmpty == true)
    }

    @Test("a wrong secret, a bucket that is not there and a file that changed are said in one line, without the secret")
    func refusals() async throws {
        let peer = try #require(StorePeer.started)
        let made = try file(500)
        defer { try? FileManager.default.removeItem(atPath: made.path) }
        for (store, words) in [
            (try peer.store(secret: "another-secret-of-ours"), "refuses our key or its secret"),
            (try peer.store("nowhere"), "has no bucket nowhere"),
        ] {
            let failure = await #expect(throws: Failure.self) {
                try await store.put(made.path, as: "ab/x", digest: made.digest)
            }
            let cause = failure?.cause ?? ""
            #expect(failure?.kind == .unavailable && cause.contains(words), "\(cause)")
            #expect(!cause.contains("another-secret") && !cause.contains(peer.secret) && !cause.contains("\n"))
        }
        let store = try peer.store()
        let changed = await #expect(throws: Failure.self) {
            try await store.put(made.path, as: "ab/x", digest: String(repeating: "0", count: 64))
        }
        #expect(changed?.kind == .broken)
        #expect(try await store.bytes("ab/x") == nil)
        #expect("\(store.place)\(String(reflecting: store.place))".contains(peer.secret) == false)
    }

    @Test("nobody there, and what is no setting, are said in one line")
    func wrong() async throws {
        let place = try ObjectPlace(
            endpoint: "http://127.0.0.1:1", region: "us-east-1", bucket: "library", key: "K", secret: "s")
        let store = try ObjectStore(
            place, WireSettings(contact: "a@b.fr", product: "Resonance/0.1"), pause: { _, _ in })
        let failure = await #expect(throws: Failure.self) { _ = try await store.bytes("ab/x") }
        #expect(failure?.kind == .unavailable && failure?.cause.contains("\n") == false)
        for (endpoint, bucket, prefix, key) in [
            ("https://s3.example/path", "library", "", "K"), ("https://s3.example", "Library", "", "K"),
            ("https://s3.example", "..", "", "K"), ("https://s3.example", "library", "../x", "K"),
            ("https://s3.example", "library", "", ""), ("s3.example", "library", "", "K\r\nX: y"),
        ] {
            #expect(throws: Failure.self) {
                try ObjectPlace(
                    endpoint: endpoint, region: "us-east-1", bucket: bucket, prefix: prefix, key: key, secret: "s")
            }
        }
    }
}

/// The examples of the signature's own documents.
@Suite struct SignatureV4Tests {
    @Test("the example that lists users, of the test suite of Signature Version 4")
    func vanilla() {
        let signer = SignatureV4(
            key: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", region: "us-east-1",
            service: "service")
        let request = SignatureV4.Request(
            method: "GET", path: "/",
            headers: [("Host", "example.amazonaws.com"), ("X-Amz-Date", "20150830T123600Z")],
            payload: SignatureV4.digest(""))
        #expect(
            signer.authorization(request, stamp: "20150830T123600Z").hasSuffix(
                "SignedHeaders=host;x-amz-date, "
                    + "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"))
    }

    @Test("the example of Amazon S3's manual that gets ten bytes of an object")
    func object() {
        let signer = SignatureV4(
            key: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", region: "us-east-1")
        let empty = SignatureV4.digest("")
        let request = SignatureV4.Request(
            method: "GET", path: "/test.txt",
            headers: [
                ("Host", "examplebucket.s3.amazonaws.com"), ("Range", "bytes=0-9"), ("x-amz-content-sha256", empty),
                ("x-amz-date", "20130524T000000Z"),
            ], payload: empty)
        #expect(
            signer.authorization(request, stamp: "20130524T000000Z").hasSuffix(
                "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"))
        #expect(SignatureV4.encoded("é /~a+b", keeping: "/") == "%C3%A9%20/~a%2Bb")
    }
}
