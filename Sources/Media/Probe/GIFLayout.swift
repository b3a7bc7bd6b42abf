import Kernel

/// Walks the blocks of a GIF file (GIF89a).
struct GIFLayout {
    private var layout = PictureLayout(mime: "image/gif", codec: "gif")
    private let view: ByteView
    private var hundredths = 0

    /// Throws `.unusable`: cut short, or not to be understood.
    static func read(_ bytes: [UInt8]) throws -> PictureLayout {
        var walk = GIFLayout(view: ByteView(bytes: bytes))
        try walk.run()
        return walk.layout
    }

    private init(view: ByteView) {
        self.view = view
        layout.isLossless = true
    }

    private static var cut: Failure { Failure(.unusable, "a GIF that is cut short", words: "media.truncated") }

    private mutating func run() throws {
        guard let width = view.little(6, 2), let height = view.little(8, 2), let packed = view.byte(10) else {
            throw Self.cut
        }
        (layout.width, layout.height, layout.frames) = (width, height, 0)
        var at = 13 + Self.table(packed)
        guard at <= view.count else { throw Self.cut }
        layout.keep(0..<at)
        while true {
            switch view.byte(at) {
            case 0x21: at = try extend(at)
            case 0x2C: at = try picture(at)
            case 0x3B:
                layout.keep(at..<at + 1)
                if at + 1 < view.count { layout.traces.insert(.trailing) }
                guard layout.frames > 0, width > 0, height > 0 else {
                    throw Failure(.unusable, "a GIF without a picture", words: "media.truncated")
                }
                if layout.frames > 1 { layout.seconds = Double(hundredths) / 100 }
                return
            default: throw Self.cut
            }
        }
    }

    /// Bytes of a colour table, by the packed field that announces it.
    private static func table(_ packed: Int) -> Int { packed & 0x80 == 0 ? 0 : 3 << (packed & 7 + 1) }

    /// Where a chain of sub-blocks that begins at `start` ends.
    private func chain(_ start: Int) throws -> Int {
        var at = start
        while let length = view.byte(at) {
            at += 1 + length
            if length == 0 { return at }
        }
        throw Self.cut
    }

    private mutating func picture(_ at: Int) throws -> Int {
        guard let packed = view.byte(at + 9) else { throw Self.cut }
        let end = try chain(at + 11 + Self.table(packed))
        layout.keep(at..<end)
        layout.frames += 1
        return end
    }

    private mutating func extend(_ at: Int) throws -> Int {
        let end = try chain(at + 2)
        switch view.byte(at + 1) {
        case 0xF9:
            hundredths += view.little(at + 4, 2) ?? 0
            if let flags = view.byte(at + 3), flags & 1 == 1 { layout.hasAlpha = true }
            layout.keep(at..<end)
        case 0xFF
        where (view.says("NETSCAPE2.0", at: at + 3) || view.says("ANIMEXTS1.0", at: at + 3)) && end - at == 19:
            layout.keep(at..<end)
        case 0xFF where view.says("XMP Data", at: at + 3): layout.traces.formUnion(Trace.inXMP(view.bytes[at..<end]))
        case 0xFF where view.says("ICCRGBG1", at: at + 3): layout.traces.insert(.profile)
        case 0xFE, 0x01: layout.traces.insert(.words)
        default: layout.traces.insert(.unknown)
        }
        return end
    }
}
