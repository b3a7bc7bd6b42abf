import AsyncHTTPClient
import Kernel
import NIOCore
import NIOHTTP1

/// Reads a body within its limits of bytes and time.
struct BodyReader: Sendable {
    private let limits: Limits

    init(_ limits: Limits) { self.limits = limits }

    /// The whole body, decompressed.
    func read(_ response: HTTPClientResponse, _ dog: Watchdog) async throws -> [UInt8] {
        var body: [UInt8] = []
        try await read(response, dog) { body += $0 }
        return body
    }

    /// The body piece by piece, decompressed. Throws `Failure(.tooLarge)` past a limit.
    func read(
        _ response: HTTPClientResponse, _ dog: Watchdog, _ receive: ([UInt8]) async throws -> Void
    ) async throws {
        let encodings = response.headers["content-encoding"]
        var inflater = try Inflater(
            encoding: encodings.isEmpty ? nil : encodings.joined(separator: ", "), limit: limits.bodyBytes)
        if let declared = response.headers.first(name: "content-length").flatMap({ Int($0) }) { try admit(declared) }
        var travelled = 0
        let complaint = "no data for \(Int(limits.idle)) seconds"
        dog.phase(complaint, seconds: limits.idle)
        for try await buffer in response.body {
            travelled = travelled.addingReportingOverflow(buffer.readableBytes).partialValue
            try admit(travelled)
            dog.phase(complaint, seconds: limits.idle)
            let piece = try inflater.inflate(Array(buffer.readableBytesView))
            if !piece.isEmpty { try await receive(piece) }
        }
        try inflater.finish()
    }

    private func admit(_ bytes: Int) throws {
        guard bytes <= limits.wireBytes else {
            throw Failure(.tooLarge, "more than \(limits.wireBytes) bytes", words: "wire.too_large")
        }
    }
}
