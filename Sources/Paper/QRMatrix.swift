import CQREncode
import Kernel

/// A QR code (ISO/IEC 18004), error correction M: squares that are dark or not. Four squares of white belong around it.
public struct QRMatrix: Sendable, Equatable {
    /// Squares on a side: 21 to 177.
    public let width: Int
    private let dark: [Bool]

    /// - Throws: `.broken` when the text is longer than the largest code holds (2,331 bytes) or is empty.
    public init(_ text: String) throws {
        guard !text.isEmpty, !text.utf8.contains(0), let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else {
            throw Failure(.broken, "a text is too long for a QR code")
        }
        defer { QRcode_free(code) }
        width = Int(code.pointee.width)
        let data = UnsafeBufferPointer(start: code.pointee.data, count: width * width)
        dark = data.map { $0 & 1 == 1 }
    }

    /// Whether the square in column `x` of row `y` is dark.
    public func isDark(_ x: Int, _ y: Int) -> Bool { dark[y * width + x] }
}
