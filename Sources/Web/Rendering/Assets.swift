import CAssets
import Crypto
import Foundation
import Hummingbird
import HTTPTypes
import NIOCore

/// The files embedded in the binary: templates, words, styles, scripts, images.
struct Assets: Sendable {
    let files: [String: [UInt8]]
    /// First 12 hexadecimal digits of the SHA-256 of everything: addresses change when any file does.
    let fingerprint: String

    init(files: [String: [UInt8]]) {
        self.files = files
        var hash = SHA256()
        for (path, bytes) in files.sorted(by: { $0.key < $1.key }) {
            hash.update(data: Data(path.utf8))
            hash.update(data: bytes)
        }
        fingerprint = hash.finalize().prefix(6).map { String(format: "%02x", $0) }.joined()
    }

    static func embedded() -> Assets {
        var files: [String: [UInt8]] = [:]
        var index = 0
        while let asset = resonance_asset_at(index)?.pointee, let path = asset.path {
            index += 1
            let name = String(cString: path)
            guard isServed(name) else { continue }
            files[name] = Array(UnsafeBufferPointer(start: asset.bytes, count: asset.size))
        }
        return Assets(files: files)
    }

    /// What pages are made of. Other rooms embed files of their own (models, samples), which stay where they are.
    private static func isServed(_ path: String) -> Bool {
        path.hasSuffix(".mustache") || path.hasSuffix("/words.json")
            || types[String(path.split(separator: ".").last ?? "")] != nil
    }

    func text(_ path: String) -> String? { files[path].map { String(decoding: $0, as: UTF8.self) } }

    /// Types that a browser may fetch. Templates and words are not among them.
    static let types = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
        "png": "image/png", "webmanifest": "application/manifest+json",
    ]

    /// The file, or nil when it does not exist or is not for browsers. `fresh` tells that the address has our
    /// fingerprint, so that it may be kept for ever; a page of an older version gets today's file, to be asked again.
    func response(_ path: String, fresh: Bool, known: String?) -> Response? {
        guard let type = Self.types[String(path.split(separator: ".").last ?? "")], let bytes = files[path] else {
            return nil
        }
        let tag = "\"\(fingerprint)\""
        var headers: HTTPFields = [
            .contentType: type, .eTag: tag,
            .cacheControl: fresh ? "public, max-age=31536000, immutable" : "no-cache",
        ]
        if known == tag { return Response(status: .notModified, headers: headers) }
        headers[.contentLength] = String(bytes.count)
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
