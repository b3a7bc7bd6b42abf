/// A rectangle in a picture that stands upright, in pixels from its upper left corner.
public struct PixelRect: Sendable, Hashable, Codable {
    public var left: Int
    public var top: Int
    public var width: Int
    public var height: Int

    public init(left: Int, top: Int, width: Int, height: Int) {
        (self.left, self.top, self.width, self.height) = (left, top, width, height)
    }

    /// The part of it that lies in a picture; nil when none does.
    func inside(width wide: Int, height high: Int) -> PixelRect? {
        guard width > 0, height > 0, left < wide, top < high else { return nil }
        let right = left.addingReportingOverflow(width), below = top.addingReportingOverflow(height)
        let (x, y) = (max(0, left), max(0, top))
        let part = PixelRect(
            left: x, top: y, width: min(wide, right.overflow ? wide : right.partialValue) - x,
            height: min(high, below.overflow ? high : below.partialValue) - y)
        return part.width > 0 && part.height > 0 ? part : nil
    }
}
