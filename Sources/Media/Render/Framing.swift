import Kernel

/// Which part of a picture is shown, and at what size: never larger than it was.
struct Framing: Equatable {
    /// The part of the master that is kept, in its pixels.
    var left = 0
    var top = 0
    var width: Int
    var height: Int
    /// What that part is shrunk to.
    var innerWidth: Int
    var innerHeight: Int
    /// What it is then laid upon: the same, unless bands are added.
    var outerWidth: Int
    var outerHeight: Int

    var scale: Double { width > 0 ? Double(innerWidth) / Double(width) : 1 }
    /// Whether a part of the master is left out.
    let isCropped: Bool
    /// Whether bands are added.
    var isBanded: Bool { outerWidth != innerWidth || outerHeight != innerHeight }
    /// Whether it is the master's own size and shape.
    var isUntouched: Bool { !isCropped && !isBanded && innerWidth == width && innerHeight == height }

    /// - Parameters:
    ///   - factor: 1, or less to save bytes.
    ///   - step: 2 for videos, whose sides are even.
    /// - Throws: `.unusable` when the picture is too small, or of a shape that is not taken and may not be changed.
    init(_ facts: MediaFacts, for wish: RenditionWish, factor: Double = 1, step: Int = 1) throws {
        (width, height) = (facts.width, facts.height)
        (innerWidth, innerHeight, outerWidth, outerHeight) = (width, height, width, height)
        var part = (left: 0, top: 0, width: facts.width, height: facts.height)
        if let aspect = wish.aspect, !Self.isAbout(facts, aspect) {
            let aim = min(max(facts.aspect, aspect.lowerBound), aspect.upperBound)
            switch wish.fit {
            case .refuse: throw Failure(.unusable, "a picture of a shape that is not taken", words: "media.shape")
            case .crop(let x, let y): part = Self.crop(facts, aim, x, y)
            case .letterbox: (outerWidth, outerHeight) = Self.canvas(facts, aim)
            }
        }
        isCropped = part.width != facts.width || part.height != facts.height
        (left, top, width, height) = part
        if isCropped { (outerWidth, outerHeight) = (width, height) }
        shrink(min(factor, room(wish)), step, within: wish.aspect)
        guard outerWidth >= wish.minWidth ?? 1, outerHeight >= wish.minHeight ?? 1, innerWidth > 0, innerHeight > 0
        else {
            throw Failure(
                .unusable, "a picture of \(outerWidth) by \(outerHeight) is too small", words: "media.too_small")
        }
    }

    /// Inside of the range, or beside it by less than a pixel.
    private static func isAbout(_ facts: MediaFacts, _ range: ClosedRange<Double>) -> Bool {
        let (wide, high) = (Double(facts.width), Double(facts.height))
        return (wide + 1) / high >= range.lowerBound && wide / (high + 1) <= range.upperBound
    }

    private static func crop(
        _ facts: MediaFacts, _ aim: Double, _ x: Double, _ y: Double
    ) -> (left: Int, top: Int, width: Int, height: Int) {
        let isBroad = facts.aspect > aim
        let width = isBroad ? max(1, Int(Double(facts.height) * aim)) : facts.width
        let height = isBroad ? facts.height : max(1, Int(Double(facts.width) / aim))
        return (start(x, of: width, in: facts.width), start(y, of: height, in: facts.height), width, height)
    }

    private static func canvas(_ facts: MediaFacts, _ aim: Double) -> (Int, Int) {
        facts.aspect > aim
            ? (facts.width, Int((Double(facts.width) / aim).rounded(.up)))
            : (Int((Double(facts.height) * aim).rounded(.up)), facts.height)
    }

    private static func start(_ share: Double, of part: Int, in whole: Int) -> Int {
        let centre = (share.isFinite ? min(1, max(0, share)) : 0.5) * Double(whole)
        return min(whole - part, max(0, Int(centre - Double(part) / 2)))
    }

    /// By how much it must be shrunk to have room: at most 1.
    private func room(_ wish: RenditionWish) -> Double {
        let (wide, high) = (Double(outerWidth), Double(outerHeight))
        let pixels = wish.maxPixels.map { (Double($0) / (wide * high)).squareRoot() } ?? 1
        return min(1, Double(wish.maxWidth ?? .max) / wide, Double(wish.maxHeight ?? .max) / high, pixels)
    }

    private mutating func shrink(_ factor: Double, _ step: Int, within range: ClosedRange<Double>?) {
        func even(_ length: Int) -> Int { max(step, Int(Double(length) * factor + 1e-6) / step * step) }
        (innerWidth, innerHeight) = (even(width), even(height))
        (outerWidth, outerHeight) = (max(innerWidth, even(outerWidth)), max(innerHeight, even(outerHeight)))
        guard let range else { return }
        // Whole pixels may lie beside the bound: a line is given up on the side that is too long.
        var patience = 8
        while patience > 0, !range.contains(Double(outerWidth) / Double(outerHeight)) {
            patience -= 1
            if Double(outerWidth) / Double(outerHeight) > range.upperBound {
                outerWidth = max(step, outerWidth - step)
            } else {
                outerHeight = max(step, outerHeight - step)
            }
            (innerWidth, innerHeight) = (min(innerWidth, outerWidth), min(innerHeight, outerHeight))
        }
    }
}
