import HTTPTypes
import Hummingbird
import NIOCore

/// A file that the browser keeps.
enum KeptFile {
    static func response(_ bytes: [UInt8], type: String, name: String) -> Response {
        let headers: HTTPFields = [
            .contentType: type, .contentDisposition: "attachment; filename=\"\(name)\"", .cacheControl: "no-store",
        ]
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
