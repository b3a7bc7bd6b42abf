import Foundation
public import Kernel

/// Where an S3-compatible store is, and who we are there. It never tells its secret: neither printed nor logged.
public struct ObjectPlace: Sendable, CustomStringConvertible, CustomReflectable {
    public let endpoint: WebAddress
    public let region: String
    public let bucket: String
    /// Empty, or ends with `/`.
    public let prefix: String
    let key: String
    let secret: String
    /// `https://endpoint/bucket/…` instead of `https://bucket.endpoint/…`.
    public let isPathStyle: Bool

    /// - Throws: `Failure(.unusable)` that names what is wrong.
    public init(
        endpoint: String, region: String, bucket: String, prefix: String = "", key: String, secret: String,
        isPathStyle: Bool = true
    ) throws {
        self.endpoint = try WebAddress(endpoint)
        guard self.endpoint.target == "/" else {
            throw Self.wrong("endpoint", "an address without a path, such as https://s3.chu.example")
        }
        guard (3...63).contains(bucket.utf8.count), bucket.utf8.allSatisfy({ Self.isPlain($0) || $0 == 46 }),
            !bucket.hasPrefix("."), !bucket.contains("..")
        else { throw Self.wrong("bucket", "3 to 63 small letters, figures, dots and hyphens") }
        guard prefix.utf8.count <= 200, !prefix.hasPrefix("/"), !prefix.contains("//"), !prefix.contains(".."),
            prefix.utf8.allSatisfy({ Self.isPlain($0) || [46, 47, 95].contains($0) || (65...90).contains($0) })
        else { throw Self.wrong("prefix", "letters, figures and . _ - / alone") }
        guard (1...64).contains(region.utf8.count), region.utf8.allSatisfy(Self.isPlain) else {
            throw Self.wrong("region", "a name such as eu-west-3")
        }
        guard (1...200).contains(key.utf8.count), key.utf8.allSatisfy({ (33...126).contains($0) && $0 != 44 }) else {
            throw Self.wrong("key", "the identifier of an access key")
        }
        guard (1...500).contains(secret.utf8.count) else { throw Self.wrong("secret", "the secret of an access key") }
        (self.region, self.bucket, self.key, self.secret) = (region, bucket, key, secret)
        self.prefix = prefix.isEmpty || prefix.hasSuffix("/") ? prefix : prefix + "/"
        self.isPathStyle = isPathStyle
    }

    public var description: String { "s3://\(bucket)/\(prefix) at \(endpoint.authority)" }
    public var customMirror: Mirror { Mirror(self, children: ["place": description]) }

    /// Host and port to connect to and to sign.
    var authority: String { isPathStyle ? endpoint.authority : "\(bucket).\(endpoint.authority)" }

    /// The path of an object, or of the bucket itself, without the prefix's help.
    func path(_ key: String) -> String {
        let key = SignatureV4.encoded(key, keeping: "/")
        return isPathStyle ? "/\(bucket)\(key.isEmpty ? "" : "/" + key)" : "/" + key
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (97...122).contains(byte) || (48...57).contains(byte) || byte == 45
    }

    private static func wrong(_ what: String, _ expected: String) -> Failure {
        Failure(.unusable, "the object store's \(what): expected \(expected)")
    }
}
