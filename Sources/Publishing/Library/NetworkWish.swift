import Kernel
public import Media
public import Networks

/// What a network takes of an item, out of the book of limits (docs/limits.md).
public enum NetworkWish {
    /// Nil where the network shows no such thing, or nobody has said what it takes.
    public static func of(_ kind: String, _ limits: NetworkLimits) -> RenditionWish? {
        switch kind {
        case "image": image(limits)
        case "animation": animation(limits) ?? image(limits)
        case "video": video(limits)
        default: nil
        }
    }

    private static func image(_ limits: NetworkLimits) -> RenditionWish? {
        if let most = limits[.imagesMaxCount]?.value.number, most < 1 { return nil }
        let formats = formats(limits, "image")
        guard !formats.isEmpty else { return nil }
        let bytes = limits[.imagesBytes]?.value.pair
        let width = limits[.imagesWidth]?.value.pair
        let least = limits[.imagesMinPixels]?.value.pair
        let shape = aspect(limits[.imagesAspect]?.value.text)
        var wish = RenditionWish(.image, formats: formats, aspect: shape)
        wish.maxBytes = whole(limits[.imagesMaxBytes]?.value.number ?? bytes?.high)
        wish.minBytes = whole(bytes?.low)
        wish.maxPixels = limits[.imagesMaxPixels]?.value.int
        if let width { (wish.minWidth, wish.maxWidth) = (Int(width.low), Int(width.high)) }
        if let least { (wish.minWidth, wish.minHeight) = (Int(least.low), Int(least.high)) }
        // Nothing of what the hospital chose is cut away: bands are white.
        if shape != nil { wish.fit = .letterbox(red: 255, green: 255, blue: 255) }
        return wish
    }

    /// An animation stays one where the network shows GIF.
    private static func animation(_ limits: NetworkLimits) -> RenditionWish? {
        guard limits[.imagesFormats]?.value.list?.contains("gif") == true else { return nil }
        let most = limits[.gifMaxBytes]?.value.number ?? limits[.imagesMaxBytes]?.value.number
        return RenditionWish(
            .animation, formats: ["image/gif"], maxBytes: whole(most), maxPixels: limits[.imagesMaxPixels]?.value.int)
    }

    private static func video(_ limits: NetworkLimits) -> RenditionWish? {
        guard let most = limits[.videoMaxCount]?.value.number, most >= 1 else { return nil }
        let bytes = limits[.videoBytes]?.value.pair
        let seconds = limits[.videoSeconds]?.value.pair
        return RenditionWish(
            .video, formats: ["video/mp4"], maxBytes: whole(limits[.videoMaxBytes]?.value.number ?? bytes?.high),
            minBytes: whole(bytes?.low), maxPixels: limits[.videoMaxPixels]?.value.int, minSeconds: seconds?.low,
            maxSeconds: limits[.videoMaxSeconds]?.value.number ?? seconds?.high)
    }

    /// Those that we write; `image/*` stands for what every browser shows.
    private static func formats(_ limits: NetworkLimits, _ kind: String) -> [String] {
        let written = ["jpeg", "png", "webp"]
        let named = limits[.imagesFormats]?.value.list ?? []
        if named.contains("image/*") { return written.map { "image/\($0)" } }
        return written.filter(named.contains).map { "image/\($0)" }
    }

    private static func whole(_ number: Double?) -> Int64? { number.flatMap { Int64(exactly: $0.rounded()) } }

    /// `4:5 to 1.91:1`, a pixel's rounding inside of it.
    private static func aspect(_ text: String?) -> ClosedRange<Double>? {
        let ends = (text ?? "").split(separator: " to ").map { end in
            end.split(separator: ":").compactMap { Double($0) }
        }
        guard ends.count == 2, ends.allSatisfy({ $0.count == 2 && $0[0] > 0 && $0[1] > 0 }) else { return nil }
        let (low, high) = (ends[0][0] / ends[0][1], ends[1][0] / ends[1][1])
        return low < high ? low...high : nil
    }
}
