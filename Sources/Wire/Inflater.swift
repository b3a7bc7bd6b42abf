import CZlib
import Kernel

/// Undoes a `Content-Encoding` piece by piece, and stops before the result outgrows its limit: a bomb of any ratio, or
/// a gzip without end, costs one window of memory. `gzip` (RFC 1952, several members too) and `deflate` (RFC 1950, or
/// bare RFC 1951 as some servers send it) are known; others were not asked for and are refused.
struct Inflater: ~Copyable {
    private enum Mode { case identity, gzip, deflate }
    private let mode: Mode
    private let limit: Int
    private var produced = 0
    private var stream: UnsafeMutablePointer<z_stream>?
    private var memberEnded = false
    private var done = false

    /// Throws `Failure(.unavailable)` for an encoding that we do not know.
    init(encoding: String?, limit: Int) throws {
        self.limit = limit
        switch encoding?.lowercased().trimmingPrefix(while: \.isWhitespace) ?? "" {
        case "", "identity": mode = .identity
        case "gzip", "x-gzip": mode = .gzip
        case "deflate": mode = .deflate
        default:
            throw Failure(.unavailable, "compressed in a way that was not asked for", words: "wire.bad_compression")
        }
    }

    deinit {
        if let stream {
            inflateEnd(stream)
            stream.deallocate()
        }
    }

    /// The bytes that `piece` stands for. Throws `Failure(.tooLarge)` past the limit, `.unavailable` for damaged data.
    mutating func inflate(_ piece: [UInt8]) throws -> [UInt8] {
        if mode == .identity {
            try count(piece.count)
            return piece
        }
        guard !piece.isEmpty, !done else { return [] }
        let stream = try opened(by: piece)
        var input = piece
        let capacity = input.count
        return try input.withUnsafeMutableBufferPointer { buffer in
            stream.pointee.next_in = buffer.baseAddress
            stream.pointee.avail_in = UInt32(capacity)
            return try drain(stream)
        }
    }

    /// To call at the end of the body: throws when the compressed data stops in the middle.
    func finish() throws {
        guard mode == .identity || memberEnded || done || stream == nil else {
            throw Failure(.unavailable, "compressed data ends too early", words: "wire.bad_compression")
        }
    }

    private mutating func drain(_ stream: UnsafeMutablePointer<z_stream>) throws -> [UInt8] {
        var output: [UInt8] = []
        var window = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            if memberEnded {
                // Another member may follow; anything else after the end is padding, to be ignored.
                guard stream.pointee.avail_in > 0 else { return output }
                guard mode == .gzip, stream.pointee.next_in?.pointee == 0x1F else {
                    done = true
                    return output
                }
                inflateReset(stream)
                memberEnded = false
            }
            let size = UInt32(window.count)
            let status = window.withUnsafeMutableBufferPointer { buffer in
                stream.pointee.next_out = buffer.baseAddress
                stream.pointee.avail_out = size
                return CZlib.inflate(stream, Z_NO_FLUSH)
            }
            let got = Int(size - stream.pointee.avail_out)
            try count(got)
            output.append(contentsOf: window[..<got])
            switch status {
            case Z_STREAM_END: memberEnded = true
            case Z_OK where stream.pointee.avail_in > 0 || stream.pointee.avail_out == 0: continue
            case Z_OK, Z_BUF_ERROR: return output
            default: throw Failure(.unavailable, "compressed data is damaged", words: "wire.bad_compression")
            }
        }
    }

    private mutating func count(_ bytes: Int) throws {
        produced += bytes
        guard produced <= limit else {
            throw Failure(.tooLarge, "more than \(limit) bytes once decompressed", words: "wire.too_large")
        }
    }

    private mutating func opened(by piece: [UInt8]) throws -> UnsafeMutablePointer<z_stream> {
        if let stream { return stream }
        let bare = mode == .deflate && !Self.hasZlibHeader(piece)
        let made = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        made.initialize(to: z_stream())
        let bits: Int32 = mode == .gzip ? 15 + 16 : (bare ? -15 : 15)
        guard inflateInit2_(made, bits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            made.deallocate()
            throw Failure(.broken, "zlib could not be started")
        }
        stream = made
        return made
    }

    /// RFC 1950: method 8, and the first two bytes a multiple of 31.
    private static func hasZlibHeader(_ piece: [UInt8]) -> Bool {
        guard let first = piece.first, first & 0x0F == 8 else { return false }
        guard piece.count > 1 else { return true }
        return (Int(first) << 8 | Int(piece[1])) % 31 == 0
    }
}
