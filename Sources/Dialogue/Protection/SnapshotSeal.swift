public import Crypto
import Foundation
import Kernel

/// Signs snapshots with the installation's own key (Ed25519, RFC 8032), and says whether a file is what was signed.
public struct SnapshotSeal: Sendable {
    private let key: @Sendable () throws -> Curve25519.Signing.PrivateKey

    /// - Parameter key: the installation's, derived from its secret file.
    public init(_ key: @escaping @Sendable () throws -> Curve25519.Signing.PrivateKey) { self.key = key }

    /// What others compare with, in base64.
    public func publicKey() throws -> String { try key().publicKey.rawRepresentation.base64EncodedString() }

    /// The file: content, hash, signature and key, in one canonical line.
    func file(of content: CanonicalJSON) throws -> [UInt8] {
        let bytes = content.bytes
        let key = try key()
        return CanonicalJSON.object([
            "algorithm": .text("Ed25519"),
            "public_key": .text(key.publicKey.rawRepresentation.base64EncodedString()),
            "sha256": .text(Self.hash(bytes)),
            "signature": .text(try key.signature(for: Data(bytes)).base64EncodedString()),
            "snapshot": content,
        ]).bytes + [UInt8(ascii: "\n")]
    }

    static func hash(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: Data(bytes)).map { String(Int($0) + 256, radix: 16).dropFirst() }.joined()
    }
}

/// What a snapshot's file says of itself, once it was checked.
public struct SnapshotProof: Sendable, Equatable {
    /// Largest file that is read.
    public static let largest = 50_000_000

    /// In base64: whoever checks compares it with the one that the hospital shows.
    public let publicKey: String
    public let sha256: String
    public let takenAt: String
    public let takenBy: String
    public let reason: String
    public let messages: Int
    /// Why it is not what was signed; nil when it is.
    public let fault: String?

    /// Reads a file and checks its hash and its signature.
    /// - Throws: `.unusable` when it is no snapshot at all.
    public init(_ bytes: [UInt8]) throws {
        guard bytes.count <= Self.largest else { throw Failure(.unusable, "larger than a snapshot can be") }
        let file: CanonicalJSON
        do { file = try JSONDecoder().decode(CanonicalJSON.self, from: Data(bytes)) } catch {
            throw Failure(.unusable, "not the JSON of a snapshot")
        }
        guard let content = file["snapshot"], let hash = file["sha256"]?.string,
            let signature = file["signature"]?.string, let key = file["public_key"]?.string,
            file["algorithm"]?.string == "Ed25519", content["format"]?.string == Snapshot.format
        else { throw Failure(.unusable, "not a snapshot made by Résonance") }
        (publicKey, sha256) = (key, hash)
        takenAt = content["taken"]?["at"]?.string ?? ""
        takenBy = content["taken"]?["by"]?["name"]?.string ?? ""
        reason = content["taken"]?["reason"]?.string ?? ""
        messages = content["messages"]?.items.count ?? 0
        fault = Self.fault(file: file, bytes: bytes, content: content.bytes, hash, signature, key)
    }

    private static func fault(
        file: CanonicalJSON, bytes: [UInt8], content: [UInt8], _ hash: String, _ signature: String, _ key: String
    ) -> String? {
        // A downloaded file may have lost its last line break, and nothing else.
        guard file.bytes == (bytes.last == UInt8(ascii: "\n") ? Array(bytes.dropLast()) : bytes) else {
            return "the file was changed: it is not in the form in which it was written"
        }
        guard SnapshotSeal.hash(content) == hash else { return "the content does not have the hash that is written" }
        guard let raw = Data(base64Encoded: key), let signed = Data(base64Encoded: signature),
            let verifier = try? Curve25519.Signing.PublicKey(rawRepresentation: raw)
        else { return "the key or the signature cannot be read" }
        return verifier.isValidSignature(signed, for: Data(content)) ? nil : "the signature is not that of the content"
    }
}
