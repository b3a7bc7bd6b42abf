import Kernel

/// A decoded picture: red, green and blue bytes, pixel after pixel, line after line, turned upright as its EXIF says.
public struct Pixels: Sendable {
    public let width: Int
    public let height: Int
    /// `width · height · 3` bytes.
    public let bytes: [UInt8]

    /// The largest picture that is taken, in pixels: three times what the largest cameras give.
    public static let most = 300_000_000

    /// - Throws: `Failure(.unusable)` when a side is zero or negative or the bytes are not as many as the pixels need;
    ///   `Failure(.tooLarge)` above `most` pixels.
    public init(width: Int, height: Int, bytes: [UInt8]) throws {
        guard width > 0, height > 0 else { throw Failure(.unusable, "a picture without pixels") }
        let (count, overflow) = width.multipliedReportingOverflow(by: height)
        guard !overflow, count <= Self.most else { throw Failure(.tooLarge, "a picture of too many pixels") }
        guard bytes.count == count * 3 else {
            throw Failure(.unusable, "a picture of \(count) pixels with \(bytes.count) bytes")
        }
        self.init(checked: width, height, bytes)
    }

    /// A picture made from another one.
    init(checked width: Int, _ height: Int, _ bytes: [UInt8]) {
        self.width = width
        self.height = height
        self.bytes = bytes
    }

    var count: Int { width * height }
    var longest: Int { max(width, height) }
    var shortest: Int { min(width, height) }
}
