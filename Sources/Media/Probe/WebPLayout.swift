import Kernel

/// Walks the chunks of a WebP file (RFC 9649).
struct WebPLayout {
    private var layout = PictureLayout(mime: "image/webp", codec: "webp")
    private let view: ByteView
    private var thousandths = 0
    private var isExtended = false

    /// Throws `.unusable`: cut short, or not to be understood.
    static func read(_ bytes: [UInt8]) throws -> PictureLayout {
        var walk = WebPLayout(view: ByteView(bytes: bytes))
        try walk.run()
        return walk.layout
    }

    private init(view: ByteView) { self.view = view }

    private static var cut: Failure { Failure(.unusable, "a WebP that is cut short", words: "media.truncated") }

    private mutating func run() throws {
        guard let size = view.little(4, 4), size >= 4, size <= view.count - 8 else { throw Self.cut }
        let end = 8 + size + size & 1
        if end < view.count { layout.traces.insert(.trailing) }
        layout.frames = 0
        layout.parts = []
        try chunks(12..<8 + size)
        guard layout.frames > 0, layout.width > 0, layout.height > 0 else {
            throw Failure(.unusable, "a WebP without a picture", words: "media.truncated")
        }
        if layout.frames > 1 { layout.seconds = Double(thousandths) / 1_000 }
        finish()
    }

    /// The header again, with the length of what stays.
    private mutating func finish() {
        let length = layout.parts.reduce(4) { sum, part in
            switch part {
            case .kept(let range): sum + range.count
            case .written(let bytes): sum + bytes.count
            }
        }
        let size = (0..<4).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) }
        layout.parts.insert(.written(Array("RIFF".utf8) + size + Array("WEBP".utf8)), at: 0)
    }

    private mutating func chunks(_ range: Range<Int>) throws {
        var at = range.lowerBound
        while at < range.upperBound {
            guard let name = view.letters(at, 4), let length = view.little(at + 4, 4),
                length <= range.upperBound - at - 8
            else { throw Self.cut }
            // Padding to an even length, which some writers forget at the end.
            let end = min(at + 8 + length + length & 1, view.count)
            try take(name, at + 8..<at + 8 + length, at..<end)
            at = end
        }
    }

    private mutating func take(_ name: String, _ body: Range<Int>, _ chunk: Range<Int>) throws {
        switch name {
        case "VP8X": try extended(body)
        case "VP8 ", "VP8L":
            try picture(name, body)
            layout.keep(chunk)
        case "ALPH":
            layout.hasAlpha = true
            layout.keep(chunk)
        case "ANIM": layout.keep(chunk)
        case "ANMF":
            layout.frames += 1
            thousandths += view.little(body.lowerBound + 12, 3) ?? 0
            layout.keep(chunk)
            try refuseAsides(body.dropFirst(16))
        case "EXIF": layout.take(exif: view.bytes[body])
        case "XMP ": layout.traces.formUnion(Trace.inXMP(view.bytes[body]))
        case "ICCP":
            layout.traces.insert(.profile)
            layout.profile = ICCName.of(view.bytes[body])
        case "C2PA": layout.traces.formUnion(Provenance.traces(view.bytes[body]))
        default: layout.traces.insert(.unknown)
        }
    }

    /// RFC 9649, 2.7.1.1: flags, and the canvas less one. Written again without what we take away.
    private mutating func extended(_ body: Range<Int>) throws {
        guard body.count == 10, !isExtended, let flags = view.byte(body.lowerBound),
            let width = view.little(body.lowerBound + 4, 3), let height = view.little(body.lowerBound + 7, 3)
        else { throw Failure(.unusable, "a WebP whose header is not plain", words: "media.unreadable") }
        isExtended = true
        (layout.width, layout.height) = (width + 1, height + 1)
        layout.hasAlpha = flags & 0x10 != 0
        let header = Array("VP8X".utf8) + [10, 0, 0, 0, UInt8(flags & 0x12), 0, 0, 0]
        layout.parts.append(.written(header + view.bytes[body.dropFirst(4)]))
    }

    private mutating func picture(_ name: String, _ body: Range<Int>) throws {
        layout.frames += 1
        guard !isExtended else { return }
        if name == "VP8 ", let width = view.little(body.lowerBound + 6, 2),
            let height = view.little(body.lowerBound + 8, 2)
        {
            (layout.width, layout.height) = (width & 0x3FFF, height & 0x3FFF)
        } else if let bits = view.little(body.lowerBound + 1, 4) {
            layout.isLossless = true
            layout.hasAlpha = bits >> 28 & 1 == 1
            (layout.width, layout.height) = (bits & 0x3FFF + 1, bits >> 14 & 0x3FFF + 1)
        }
    }

    /// A frame's own chunks: nothing but the picture belongs there, and a file that has more is made anew.
    private mutating func refuseAsides(_ body: Range<Int>) throws {
        var at = body.lowerBound
        while at < body.upperBound {
            guard let name = view.letters(at, 4), let length = view.little(at + 4, 4),
                length <= body.upperBound - at - 8
            else { throw Self.cut }
            if !["ALPH", "VP8 ", "VP8L"].contains(name) {
                throw Failure(.unusable, "a WebP with unknown parts in a frame", words: "media.unreadable")
            }
            at += 8 + length + length & 1
        }
    }
}
