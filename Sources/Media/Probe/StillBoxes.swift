import Kernel

/// Items beside the picture in a HEIC or AVIF file (ISO/IEC 23008-12; ISO/IEC 14496-12, 8.11).
struct StillBoxes {
    private(set) var traces: Set<Trace> = []
    /// Name of the colour profile, nil without one.
    private(set) var profile: String?
    /// Its transfer is HLG or PQ (ITU-T H.273).
    private(set) var isHighRange = false

    private let view: ByteView
    private var types: [Int: String] = [:]
    private static let mostItems = 2_000

    /// Throws `.unusable`: cut short.
    static func read(_ bytes: [UInt8]) throws -> StillBoxes {
        var still = StillBoxes(view: ByteView(bytes: bytes))
        var metaSeen = false
        var at = 0
        while at < bytes.count {
            guard let (name, body) = still.box(at, end: bytes.count) else {
                guard metaSeen else {
                    throw Failure(.unusable, "a picture that is cut short", words: "media.truncated")
                }
                still.traces.insert(.trailing)
                break
            }
            if name == "meta" {
                metaSeen = true
                still.meta(body.dropFirst(4))
            } else if name == "uuid" {
                still.traces.formUnion(
                    bytes[body].starts(with: BoxNames.provenance) ? Provenance.traces(bytes[body]) : [.unknown])
            } else if !["ftyp", "mdat", "free", "moov", "idat"].contains(name) {
                still.traces.insert(.trailing)
            }
            at = body.upperBound
        }
        guard metaSeen else { throw Failure(.unusable, "a picture without its index", words: "media.truncated") }
        return still
    }

    private init(view: ByteView) { self.view = view }

    private func box(_ at: Int, end: Int) -> (String, Range<Int>)? {
        guard let short = view.big(at, 4), let name = view.letters(at + 4, 4) else { return nil }
        let head = short == 1 ? 16 : 8
        let size = short == 0 ? end - at : short == 1 ? view.big(at + 8, 8) ?? 0 : short
        guard size >= head, size <= end - at else { return nil }
        return (name, at + head..<at + size)
    }

    private func boxes(_ range: Range<Int>) -> [(String, Range<Int>)] {
        var found: [(String, Range<Int>)] = []
        var at = range.lowerBound
        while at < range.upperBound, found.count < Self.mostItems, let next = box(at, end: range.upperBound) {
            found.append(next)
            at = next.1.upperBound
        }
        return found
    }

    private mutating func meta(_ body: Range<Int>) {
        let parts = boxes(body)
        for (name, range) in parts where name == "iinf" { items(range) }
        for (name, range) in parts {
            if name == "iloc" { places(range) }
            if name == "iprp" {
                for (inner, properties) in boxes(range) where inner == "ipco" {
                    boxes(properties).forEach { colour($0) }
                }
            }
            if name == "iref", boxes(range.dropFirst(4)).contains(where: { $0.0 == "thmb" }) {
                traces.insert(.thumbnail)
            }
        }
    }

    private mutating func items(_ range: Range<Int>) {
        let header = view.byte(range.lowerBound) == 0 ? 6 : 8
        for (name, body) in boxes(range.dropFirst(header)) where name == "infe" {
            let isLong = view.byte(body.lowerBound) == 3
            let at = body.lowerBound + (isLong ? 10 : 8)
            guard let id = view.big(body.lowerBound + 4, isLong ? 4 : 2), let type = view.letters(at, 4) else {
                continue
            }
            types[id] = type
            if type == "Exif" { traces.insert(.exif) }
            if type == "mime" { traces.insert(.xmp) }
        }
    }

    /// Where items lie (8.11.3): EXIF and XMP are looked into.
    private mutating func places(_ range: Range<Int>) {
        let start = range.lowerBound
        guard let version = view.byte(start), let sizes = view.big(start + 4, 2) else { return }
        let (offset, length, base) = (sizes >> 12 & 15, sizes >> 8 & 15, sizes >> 4 & 15)
        let index = version == 0 ? 0 : sizes & 15
        let wide = version == 2 ? 4 : 2
        guard let count = view.big(start + 6, wide), [offset, length, base, index].allSatisfy({ $0 <= 8 }) else {
            return
        }
        var at = start + 6 + wide
        for _ in 0..<min(count, Self.mostItems) {
            guard let id = view.big(at, wide) else { return }
            let method = version == 0 ? 0 : (view.big(at + wide, 2) ?? 0) & 15
            at += wide + (version == 0 ? 0 : 2) + 2
            let from = view.big(at, base) ?? 0
            guard let extents = view.big(at + base, 2) else { return }
            at += base + 2
            guard let first = view.big(at + index, offset), let size = view.big(at + index + offset, length) else {
                return
            }
            if method == 0, let type = types[id], from < view.count { look(type, from + first, size) }
            at += extents * (index + offset + length)
        }
    }

    private mutating func look(_ type: String, _ at: Int, _ size: Int) {
        guard let bytes = view.slice(at, size) else { return }
        // Four bytes say how far the TIFF header is (ISO/IEC 23008-12, A.2.1).
        if type == "Exif", let skip = view.big(at, 4), skip < size - 4 {
            traces.formUnion(ExifBlock(bytes.dropFirst(4 + skip)).traces)
        }
        if type == "mime" { traces.formUnion(Trace.inXMP(bytes)) }
    }

    private mutating func colour(_ property: (String, Range<Int>)) {
        guard property.0 == "colr" else { return }
        let at = property.1.lowerBound
        if view.says("nclx", at: at), let transfer = view.big(at + 6, 2) { isHighRange = [16, 18].contains(transfer) }
        if view.says("prof", at: at) || view.says("rICC", at: at) {
            traces.insert(.profile)
            profile = ICCName.of(view.bytes[property.1.dropFirst(4)])
        }
    }
}
