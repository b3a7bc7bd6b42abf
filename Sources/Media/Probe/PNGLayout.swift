import Kernel

/// Walks the chunks of a PNG file (W3C Portable Network Graphics, third edition, with animation).
struct PNGLayout {
    private var layout = PictureLayout(mime: "image/png", codec: "png")
    private let view: ByteView
    private var hundredths = 0.0

    /// Throws `.unusable`: cut short, or not to be understood.
    static func read(_ bytes: [UInt8]) throws -> PictureLayout {
        var walk = PNGLayout(view: ByteView(bytes: bytes))
        try walk.run()
        return walk.layout
    }

    private init(view: ByteView) {
        self.view = view
        layout.isLossless = true
    }

    private static var cut: Failure { Failure(.unusable, "a PNG that is cut short", words: "media.truncated") }

    private mutating func run() throws {
        layout.keep(0..<8)
        var at = 8
        var hasData = false
        while true {
            guard let length = view.big(at, 4), let name = view.letters(at + 4, 4), length <= view.count - at - 12
            else {
                throw Self.cut
            }
            let chunk = at..<at + 12 + length
            guard (at == 8) == (name == "IHDR") else {
                throw Failure(.unusable, "a PNG that does not begin with its header", words: "media.unreadable")
            }
            try take(name, at + 8..<at + 8 + length, chunk)
            hasData = hasData || name == "IDAT"
            at = chunk.upperBound
            if name == "IEND" { break }
        }
        guard hasData else { throw Failure(.unusable, "a PNG without a picture", words: "media.truncated") }
        if at < view.count { layout.traces.insert(.trailing) }
        if layout.frames > 1 {
            (layout.mime, layout.codec, layout.seconds) = ("image/apng", "apng", hundredths / 100)
        }
    }

    private mutating func take(_ name: String, _ body: Range<Int>, _ chunk: Range<Int>) throws {
        switch name {
        case "IHDR":
            guard body.count == 13, let width = view.big(body.lowerBound, 4),
                let height = view.big(body.lowerBound + 4, 4),
                width > 0, height > 0, let kind = view.byte(body.lowerBound + 9)
            else { throw Failure(.unusable, "a PNG whose header is not plain", words: "media.unreadable") }
            (layout.width, layout.height) = (width, height)
            layout.isGrey = kind == 0 || kind == 4
            layout.hasAlpha = kind == 4 || kind == 6
        case "acTL": layout.frames = max(1, view.big(body.lowerBound, 4) ?? 1)
        case "fcTL":
            let unit = view.big(body.lowerBound + 22, 2) ?? 0
            hundredths += Double(view.big(body.lowerBound + 20, 2) ?? 0) * 100 / Double(unit == 0 ? 100 : unit)
        case "tRNS": layout.hasAlpha = true
        // How to show the colours, and how broad a pixel is to its height, in numbers.
        case "PLTE", "IDAT", "IEND", "gAMA", "cHRM", "sRGB", "cICP", "fdAT", "pHYs": break
        default:
            guard let first = name.unicodeScalars.first, first.value & 0x20 != 0 else {
                throw Failure(.unusable, "a PNG with an unknown critical chunk", words: "media.unreadable")
            }
            aside(name, view.bytes[body])
            return
        }
        layout.keep(chunk)
    }

    private mutating func aside(_ name: String, _ bytes: ArraySlice<UInt8>) {
        switch name {
        case "eXIf": layout.take(exif: bytes)
        case "iCCP":
            layout.traces.insert(.profile)
            layout.profile = String(decoding: bytes.prefix { $0 != 0 }.prefix(79), as: UTF8.self)
        case "iTXt" where bytes.starts(with: "XML:com.adobe.xmp".utf8): layout.traces.formUnion(Trace.inXMP(bytes))
        case "tEXt", "zTXt", "iTXt": layout.traces.formUnion(Self.keyword(bytes))
        case "tIME": layout.traces.insert(.date)
        case "caBX": layout.traces.formUnion(Provenance.traces(bytes))
        default: layout.traces.insert(.unknown)
        }
    }

    /// What a text is about, by the keyword that it begins with.
    private static func keyword(_ bytes: ArraySlice<UInt8>) -> Set<Trace> {
        let keyword = String(decoding: bytes.prefix { $0 != 0 }.prefix(79), as: UTF8.self).lowercased()
        if keyword.contains("exif") { return [.exif] }
        if keyword.contains("iptc") { return [.iptc] }
        if keyword.contains("time") || keyword.contains("date") { return [.date] }
        if keyword.contains("author") || keyword.contains("copyright") { return [.author] }
        return keyword == "software" || keyword == "source" ? [.device] : [.words]
    }
}
