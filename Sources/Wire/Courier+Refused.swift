import AsyncHTTPClient
import Kernel
import NIOHTTP1

extension Courier {
    /// What a server says beside its no, where the one who asks reads it; at most 64 KiB.
    static func said(
        _ response: HTTPClientResponse, _ status: Int, _ address: WebAddress, _ reading: Set<Int>, _ refused: Failure,
        _ dog: Watchdog
    ) async throws -> Document {
        guard reading.contains(status) else { throw refused }
        let body = try await BodyReader(Limits(wireBytes: 64 << 10, bodyBytes: 64 << 10)).read(response, dog)
        return Document(body: body, headers: Headers(response.headers), finalURL: address.text, status: status)
    }
}

extension Headers {
    init(_ headers: HTTPHeaders) { self.init(headers.map { ($0.name, $0.value) }) }
}
