import Kernel

/// Walks the segments of a JPEG file (ITU-T T.81 annex B; JFIF 1.02).
struct JPEGLayout {
    private var layout = PictureLayout(mime: "image/jpeg", codec: "jpeg")
    private let view: ByteView
    private var adobe: Int?
    private var frameSeen = false
    private var scanSeen = false
    private var profile: [UInt8] = []

    /// Throws `.unusable`: cut short, or not to be understood.
    static func read(_ bytes: [UInt8]) throws -> PictureLayout {
        var walk = JPEGLayout(view: ByteView(bytes: bytes))
        try walk.run()
        return walk.layout
    }

    private init(view: ByteView) { self.view = view }

    private mutating func run() throws {
        layout.keep(0..<2)
        var at = try marker(from: 2)
        while let kind = view.byte(at + 1), kind != 0xD9 {
            guard let length = view.big(at + 2, 2), length >= 2, at + 2 + length <= view.count else { throw Self.cut }
            let segment = at..<at + 2 + length
            try take(kind, segment)
            at = try marker(from: kind == 0xDA ? scan(from: segment.upperBound) : segment.upperBound)
        }
        guard frameSeen, scanSeen else {
            throw Failure(.unusable, "a JPEG without a picture", words: "media.truncated")
        }
        layout.keep(at..<at + 2)
        if at + 2 < view.count { layout.traces.insert(.trailing) }
        if !profile.isEmpty { layout.profile = ICCName.of(profile[...]) }
    }

    /// Where the next marker stands. Bytes before it are passed over, as decoders do, and told of; so is filling.
    private mutating func marker(from start: Int) throws -> Int {
        var at = start
        while let first = view.byte(at), let kind = view.byte(at + 1) {
            if first == 0xFF, kind != 0xFF {
                guard kind != 0xD8, kind != 0x00, !(0xD0...0xD7 ~= kind) else { throw Self.cut }
                return at
            }
            if first != 0xFF { layout.traces.insert(.unknown) }
            at += 1
        }
        throw Self.cut
    }

    private static var cut: Failure { Failure(.unusable, "a JPEG that is cut short", words: "media.truncated") }

    /// The coded data that follow a scan's header, up to the next marker.
    private mutating func scan(from start: Int) throws -> Int {
        scanSeen = true
        var at = start
        while let found = view.bytes[at...].firstIndex(of: 0xFF), let next = view.byte(found + 1) {
            if next != 0, next != 0xFF, !(0xD0...0xD7 ~= next) {
                layout.keep(start..<found)
                return found
            }
            at = next == 0xFF ? found + 1 : found + 2
        }
        throw Self.cut
    }

    private mutating func take(_ marker: Int, _ segment: Range<Int>) throws {
        let body = segment.lowerBound + 4..<segment.upperBound
        switch marker {
        case 0xC0, 0xC1, 0xC2: try frame(body)
        case 0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
            throw Failure(.unusable, "a kind of JPEG that browsers do not show", words: "media.unreadable")
        case 0xDB: quality(body)
        case 0xC4, 0xDD, 0xDA: break
        case 0xEE where view.says("Adobe", at: body.lowerBound) && body.count == 12:
            adobe = view.byte(body.upperBound - 1)
        case 0xE0 where view.says("JFIF\0", at: body.lowerBound) && body.count == 14: break
        default:
            aside(marker, body)
            return
        }
        layout.keep(segment)
    }

    private mutating func frame(_ body: Range<Int>) throws {
        guard !frameSeen, view.byte(body.lowerBound) == 8, let height = view.big(body.lowerBound + 1, 2),
            let width = view.big(body.lowerBound + 3, 2), let components = view.byte(body.lowerBound + 5),
            [1, 3, 4].contains(components), width > 0, height > 0
        else { throw Failure(.unusable, "a JPEG whose frame is not plain", words: "media.unreadable") }
        frameSeen = true
        (layout.width, layout.height) = (width, height)
        layout.isGrey = components == 1
        layout.isCMYK = components == 4
        layout.isFullColour = view.byte(body.lowerBound + 7) == 0x11
    }

    /// How well the picture was kept: the tables of the reference encoder (ITU-T T.81 annex K.1) were scaled by it.
    private mutating func quality(_ body: Range<Int>) {
        guard view.byte(body.lowerBound) == 0, layout.quality == nil, body.count >= 65 else { return }
        let sum = view.bytes[body.lowerBound + 1..<body.lowerBound + 65].reduce(0) { $0 + Int($1) }
        // 3,692 is the sum of the reference table, which is quality 50.
        let scale = Double(sum) * 100 / 3_692
        let quality = scale <= 100 ? (200 - scale) / 2 : 5_000 / scale
        layout.quality = min(100, max(1, Int(quality.rounded())))
    }

    /// What is no part of the picture.
    private mutating func aside(_ marker: Int, _ body: Range<Int>) {
        let bytes = view.bytes[body]
        func begins(_ text: String) -> Bool { bytes.starts(with: text.utf8) }
        switch marker {
        case 0xFE: layout.traces.insert(.words)
        case 0xE0: layout.traces.insert(.thumbnail)
        case 0xE1 where begins("Exif\0"): layout.take(exif: bytes)
        case 0xE1 where begins("http://ns.adobe.com/"): layout.traces.formUnion(Trace.inXMP(bytes))
        case 0xE2 where begins("ICC_PROFILE\0"):
            layout.traces.insert(.profile)
            if profile.count < 1 << 20 { profile.append(contentsOf: bytes.dropFirst(14)) }
        case 0xE2 where begins("MPF\0"): layout.traces.insert(.thumbnail)
        case 0xEB: layout.traces.formUnion(Provenance.traces(bytes))
        case 0xED where begins("Photoshop 3.0"): layout.traces.formUnion([.iptc, .words])
        default: layout.traces.insert(.unknown)
        }
    }
}

/// Content Credentials (C2PA 2.1, JUMBF of ISO 19566-5).
enum Provenance {
    static func traces(_ bytes: ArraySlice<UInt8>) -> Set<Trace> {
        var found: Set<Trace> = [.provenance]
        if bytes.firstRange(of: Array("rainedAlgorithmicMedia".utf8)) != nil { found.insert(.generated) }
        return found
    }
}
