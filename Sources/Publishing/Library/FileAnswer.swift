import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import NIOCore

/// A file of the library as an answer: whole, or the part that was asked for (RFC 9110, section 14), piece by piece.
struct FileAnswer: Sendable {
    let name: LibraryName
    let place: any LibraryPlace
    let mime: String
    /// The name under which a browser keeps it; nil to show it.
    var download: String?
    /// Seconds for which whoever asked may keep it.
    var age = 300

    /// - Throws: `.notFound` where the file is gone.
    func response(to request: Request) async throws -> Response {
        guard let size = try await place.bytes(name) else { throw Failure(.notFound, "a file of the library is gone") }
        var headers: HTTPFields = [
            .contentType: mime, .acceptRanges: "bytes", .cacheControl: "private, max-age=\(age)",
            .xContentTypeOptions: "nosniff",
        ]
        if let download { headers[.contentDisposition] = "attachment; filename=\"\(download)\"" }
        guard let asked = request.headers[.range] else {
            return Response(status: .ok, headers: headers, body: body(0..<size))
        }
        guard let range = Self.range(asked, size) else {
            // Several parts, or another unit: the whole, as the standard allows. Beside the file: 416.
            guard Self.isBeside(asked) else {
                return Response(status: .ok, headers: headers, body: body(0..<size))
            }
            headers[.contentRange] = "bytes */\(size)"
            return Response(status: .rangeNotSatisfiable, headers: headers)
        }
        headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"
        return Response(status: .partialContent, headers: headers, body: body(range))
    }

    private func body(_ range: Range<Int64>) -> ResponseBody {
        let (name, place, piece) = (name, place, place.piece)
        return ResponseBody(contentLength: range.count) { writer in
            var next = range.lowerBound
            while next < range.upperBound {
                let part = next..<min(next + piece, range.upperBound)
                try await writer.write(ByteBuffer(bytes: try await place.read(name, part)))
                next = part.upperBound
            }
            try await writer.finish(nil)
        }
    }

    /// `bytes=0-99`, `bytes=100-`, `bytes=-100`; nil for anything else, or what no byte of the file satisfies.
    static func range(_ text: String, _ size: Int64) -> Range<Int64>? {
        guard let ends = ends(text) else { return nil }
        switch ends {
        case (let first?, let last?): return first <= last && first < size ? first..<min(last, size - 1) + 1 : nil
        case (let first?, nil): return first < size ? first..<size : nil
        case (nil, let count?): return count > 0 && size > 0 ? max(0, size - count)..<size : nil
        case (nil, nil): return nil
        }
    }

    /// Whether it is a range as the standard writes it, that only this file does not satisfy.
    private static func isBeside(_ text: String) -> Bool {
        guard let ends = ends(text) else { return false }
        if let first = ends.0, let last = ends.1 { return first <= last }
        return ends.0 != nil || ends.1 != nil
    }

    private static func ends(_ text: String) -> (Int64?, Int64?)? {
        let plain = text.lowercased().filter { $0 != " " }
        guard plain.hasPrefix("bytes="), !plain.contains(",") else { return nil }
        let parts = plain.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count <= 15 && $0.utf8.allSatisfy { (48...57).contains($0) } })
        else { return nil }
        return (Int64(parts[0]), Int64(parts[1]))
    }
}
