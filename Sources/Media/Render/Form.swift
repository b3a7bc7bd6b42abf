/// How a picture is written: a format with its settings, as libvips takes them after a file's name.
enum Form: Sendable, Equatable {
    /// Quality 1…100; `isFull` keeps as many samples of colour as of light.
    case jpeg(Int, isFull: Bool)
    case png
    /// A palette of 256 colours at most.
    case pngPalette
    case webp(Int)
    case webpLossless
    /// Bits of a pixel, and by how much a pixel may differ from the frame before and be left out.
    case gif(depth: Int, error: Int)

    var mime: String {
        switch self {
        case .jpeg: "image/jpeg"
        case .png, .pngPalette: "image/png"
        case .webp, .webpLossless: "image/webp"
        case .gif: "image/gif"
        }
    }

    var ending: String {
        switch self {
        case .jpeg: "jpg"
        case .png, .pngPalette: "png"
        case .webp, .webpLossless: "webp"
        case .gif: "gif"
        }
    }

    /// White lies behind what was transparent where a format knows no transparency.
    var options: String {
        switch self {
        case .jpeg(let quality, let isFull):
            "[Q=\(quality),strip,optimize-coding,subsample-mode=\(isFull ? "off" : "on"),background=255]"
        case .png: "[strip,compression=6,filter=all]"
        case .pngPalette: "[strip,compression=9,palette]"
        case .webp(let quality): "[Q=\(quality),strip]"
        case .webpLossless: "[lossless,strip]"
        case .gif(let depth, let error): "[bitdepth=\(depth),interframe-maxerror=\(error),strip]"
        }
    }

    /// A name for a file in this form, beside others of the same picture.
    var label: String {
        switch self {
        case .jpeg(let quality, _), .webp(let quality): "made-\(quality)." + ending
        case .png, .webpLossless: "made." + ending
        case .pngPalette: "made-palette." + ending
        case .gif(let depth, _): "made-\(depth)." + ending
        }
    }

    var quality: Int? {
        switch self {
        case .jpeg(let quality, _), .webp(let quality): quality
        case .png, .pngPalette, .webpLossless, .gif: nil
        }
    }
}
