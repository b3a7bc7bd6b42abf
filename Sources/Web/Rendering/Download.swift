import Foundation
import HTTPTypes
public import Hummingbird
import NIOCore

/// A file that the browser keeps.
public enum Download {
    public static let pdf = "application/pdf"
    public static let json = "application/json"
    public static let csv = "text/csv; charset=utf-8"

    /// - Parameter name: for the file; what is not a letter, a digit, a dot or a dash becomes a dash.
    public static func response(_ bytes: [UInt8], type: String, name: String) -> Response {
        let headers: HTTPFields = [
            .contentType: type, .contentDisposition: "attachment; filename=\"\(plain(name))\"",
            .cacheControl: "no-store",
        ]
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// `Urgences & SMUR` → `urgences-smur`: letters lose their accents, since not every system keeps them.
    public static func plain(_ name: String) -> String {
        var out = ""
        for scalar in name.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars.prefix(120) {
            if scalar.isASCII, scalar.properties.isAlphabetic || "0123456789.".unicodeScalars.contains(scalar) {
                out.unicodeScalars.append(scalar)
            } else if scalar.properties.generalCategory != .nonspacingMark, !out.hasSuffix("-") {
                out += "-"
            }
        }
        return out.isEmpty ? "file" : out
    }
}
