import Crypto
import Foundation
public import Kernel

/// Putting files: an object is there whole, or not at all. Each request carries the SHA-256 of what it brings, and the
/// store refuses what arrives otherwise.
extension ObjectStore {
    /// - Parameter digest: SHA-256 of the file, in hexadecimal.
    /// - Throws: `.broken` where the file is not that any more: nothing is kept then.
    public func put(_ file: String, as key: String, digest: String) async throws {
        let values = try? FileManager.default.attributesOfItem(atPath: file)
        guard let bytes = values?[.size] as? Int64 else { throw Failure(.broken, "a file to be stored is gone") }
        guard bytes > Self.part else {
            var whole = SHA256()
            guard try Self.digest(of: file, 0..<bytes, &whole) == digest else { throw Self.changed }
            _ = try await carrier.send(
                ObjectCarrier.Request(
                    method: "PUT", key: place.prefix + key, headers: Self.kind,
                    body: bytes == 0 ? .bytes([]) : .file(file, 0..<bytes), payload: digest))
            return
        }
        try await putParts(file, place.prefix + key, bytes, digest)
    }

    private func putParts(_ file: String, _ key: String, _ bytes: Int64, _ digest: String) async throws {
        let begun = try await carrier.send(
            ObjectCarrier.Request(method: "POST", key: key, query: [("uploads", "")], headers: Self.kind))
        guard let upload = ObjectText(begun.body)["UploadId"] else {
            throw Failure(.unavailable, "\(place.endpoint.authority): an upload without a name")
        }
        do {
            let tags = try await send(file, key, upload, bytes, digest)
            try await merge(key, upload, tags, bytes)
        } catch {
            // Detached: what was begun is given up even where the work itself was cancelled.
            await Task { try? await abandon(key, upload) }.value
            throw error
        }
    }

    private func send(
        _ file: String, _ key: String, _ upload: String, _ bytes: Int64, _ digest: String
    ) async throws -> [String] {
        var (whole, tags): (SHA256, [String]) = (SHA256(), [])
        for start in stride(from: Int64(0), to: bytes, by: Int(Self.part)) {
            let range = start..<min(start + Self.part, bytes)
            let payload = try Self.digest(of: file, range, &whole)
            let answer = try await carrier.send(
                ObjectCarrier.Request(
                    method: "PUT", key: key, query: [("partNumber", "\(tags.count + 1)"), ("uploadId", upload)],
                    body: .file(file, range), payload: payload))
            guard let tag = answer.headers["etag"] else {
                throw Failure(.unavailable, "\(place.endpoint.authority): a part without a mark")
            }
            tags.append(tag)
        }
        guard SignatureV4.hexadecimal(whole.finalize()) == digest else { throw Self.changed }
        return tags
    }

    private func merge(_ key: String, _ upload: String, _ tags: [String], _ bytes: Int64) async throws {
        let parts = tags.enumerated().map { index, tag in
            "<Part><PartNumber>\(index + 1)</PartNumber><ETag>\(tag.replacing("\"", with: "&quot;"))</ETag></Part>"
        }
        let body = "<CompleteMultipartUpload>\(parts.joined())</CompleteMultipartUpload>"
        do {
            _ = try await carrier.send(
                ObjectCarrier.Request(
                    method: "POST", key: key, query: [("uploadId", upload)], body: .bytes(Array(body.utf8)),
                    payload: SignatureV4.digest(body)))
        } catch let failure as Failure where failure.kind == .notFound {
            // Merged at an attempt of which no answer came.
            guard try await self.bytes(String(key.dropFirst(place.prefix.count))) == bytes else { throw failure }
        }
    }

    private func abandon(_ key: String, _ upload: String) async throws {
        _ = try await carrier.send(
            ObjectCarrier.Request(method: "DELETE", key: key, query: [("uploadId", upload)], reading: [404]))
    }

    /// Gives up uploads that nobody goes on with: what a killed node had begun. Gives their number.
    public func abandonUploads(before moment: Instant) async throws -> Int {
        let answer = try await carrier.send(
            ObjectCarrier.Request(
                method: "GET", key: "", query: [("uploads", ""), ("prefix", place.prefix)], most: 8 << 20))
        var count = 0
        for part in ObjectText(answer.body).parts("Upload") {
            guard let key = part["Key"], let upload = part["UploadId"], key.hasPrefix(place.prefix),
                let begun = part["Initiated"].flatMap({ Instant(iso8601: $0) }), begun < moment
            else { continue }
            try await abandon(key, upload)
            count += 1
        }
        return count
    }

    private static let kind = [(name: "content-type", value: "application/octet-stream")]
    private static let changed = Failure(.broken, "a file changed while it was being stored")

    /// SHA-256 of a part of a file, which the hash of the whole takes in as well.
    private static func digest(of file: String, _ range: Range<Int64>, _ whole: inout SHA256) throws -> String {
        var hash = SHA256()
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: file))
            defer { try? handle.close() }
            try handle.seek(toOffset: UInt64(range.lowerBound))
            var left = range.count
            while left > 0, let data = try handle.read(upToCount: min(left, 1 << 20)), !data.isEmpty {
                hash.update(data: data)
                whole.update(data: data)
                left -= data.count
            }
            guard left == 0 else { throw changed }
        } catch let failure as Failure { throw failure } catch {
            throw Failure(.broken, "a file to be stored cannot be read")
        }
        return SignatureV4.hexadecimal(hash.finalize())
    }
}
