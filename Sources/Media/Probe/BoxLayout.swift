import Kernel

/// Walks the boxes of an MP4 or QuickTime file, reading headers and small boxes only.
struct BoxLayout {
    private(set) var traces: Set<Trace> = []
    /// The list of samples stands before them: a player can begin before it has all.
    private(set) var isFast = false
    /// A list of samples is there, whole.
    private(set) var hasIndex = false

    /// Where messages of an encoder stand in the description of HEVC samples, and say something.
    private(set) var messages: [Range<Int64>] = []

    private let file: FileBytes
    private var boxes = 0
    private var dataSeen = false

    private static let mostBoxes = 200_000
    private static let deepest = 10

    /// Throws `.unusable`: cut short, or not to be understood.
    static func read(_ file: FileBytes) throws -> BoxLayout {
        var walk = BoxLayout(file: file)
        try walk.walk(0..<file.size, inside: "", depth: 0)
        guard walk.hasIndex else { throw Failure(.unusable, "a video without its index", words: "media.truncated") }
        return walk
    }

    private init(file: FileBytes) { self.file = file }

    private mutating func walk(_ range: Range<Int64>, inside parent: String, depth: Int) throws {
        var at = range.lowerBound
        while at < range.upperBound {
            let view = ByteView(bytes: try file.read(at: at, 32))
            guard let short = view.big(0, 4), let name = view.letters(4, 4), range.upperBound - at >= 8 else {
                try rest(parent)
                return
            }
            boxes += 1
            guard boxes <= Self.mostBoxes, depth <= Self.deepest else {
                throw Failure(.unusable, "a video of too many boxes", words: "media.unreadable")
            }
            let head: Int64 = short == 1 ? 16 : 8
            let size = short == 0 ? range.upperBound - at : short == 1 ? Int64(view.big(8, 8) ?? 0) : Int64(short)
            // A null length ends the list of user data in QuickTime files.
            if short == 0, parent == "udta" { return }
            guard size >= head, size <= range.upperBound - at else {
                guard depth == 0, hasIndex, dataSeen, !Self.isBox(name) else {
                    throw Failure(.unusable, "a video that is cut short", words: "media.truncated")
                }
                traces.insert(.trailing)
                return
            }
            try take(name, at + head..<at + size, inside: parent, depth: depth)
            at += size
        }
    }

    private static func isBox(_ name: String) -> Bool {
        BoxNames.needed.contains(name) || BoxNames.containers[name] != nil
    }

    /// Some bytes that are too few for a box.
    private mutating func rest(_ parent: String) throws {
        if parent.isEmpty { traces.insert(.trailing) } else if parent != "udta" { traces.insert(.unknown) }
    }

    private mutating func take(_ name: String, _ body: Range<Int64>, inside parent: String, depth: Int) throws {
        if parent == "udta" || parent == "ilst" || parent == "meta" { try note(name, body) }
        switch name {
        case "moov":
            hasIndex = true
            isFast = !dataSeen
        case "mdat": dataSeen = true
        default: break
        }
        if let own = BoxNames.containers[name] {
            return try walk(body.lowerBound + Int64(own)..<body.upperBound, inside: name, depth: depth + 1)
        }
        switch name {
        case "meta": try meta(body, depth: depth)
        case "mvhd", "tkhd", "mdhd": try date(body)
        case "hdlr": try handler(body, inside: parent)
        case "stsd": try description(body)
        case "uuid": try unique(body)
        case "free", "skip", "wide": try room(body)
        case "tref", "chap": traces.insert(.track)
        default:
            if !BoxNames.needed.contains(name), !["udta", "ilst", "meta"].contains(parent) { traces.insert(.unknown) }
        }
    }

    /// Room that was left free, in which something stands all the same.
    private mutating func room(_ body: Range<Int64>) throws {
        let bytes = try file.read(at: body.lowerBound, Int(min(body.count64, 1 << 20)))
        if bytes.contains(where: { $0 != 0 }) || body.count64 > 1 << 20 { traces.insert(.unknown) }
    }

    private mutating func note(_ name: String, _ body: Range<Int64>) throws {
        guard !["meta", "hdlr", "free", "ilst"].contains(name) else { return }
        traces.insert(BoxNames.userData(name))
        if name == "XMP_" {
            traces.formUnion(Trace.inXMP(try file.read(at: body.lowerBound, Int(min(body.count64, 1 << 20)))[...]))
        }
        if name == "keys" {
            let text = String(
                decoding: try file.read(at: body.lowerBound, Int(min(body.count64, 1 << 16))), as: UTF8.self)
            for (word, trace) in [
                ("location", Trace.place), ("creationdate", .date), ("make", .device), ("identifier", .serial),
            ]
            where text.contains(word) {
                traces.insert(trace)
            }
        }
    }

    /// A full box in ISO files, a plain one in QuickTime files.
    private mutating func meta(_ body: Range<Int64>, depth: Int) throws {
        let isPlain = try ByteView(bytes: file.read(at: body.lowerBound, 8)).says("hdlr", at: 4)
        guard body.count64 >= 8 else { return }
        try walk(body.lowerBound + (isPlain ? 0 : 4)..<body.upperBound, inside: "meta", depth: depth + 1)
    }

    /// Seconds since 1904 at which it was made and changed.
    private mutating func date(_ body: Range<Int64>) throws {
        let view = ByteView(bytes: try file.read(at: body.lowerBound, Int(min(body.count64, 20))))
        let width = view.byte(0) == 1 ? 8 : 4
        if view.big(4, width) != 0 || view.big(4 + width, width) != 0 { traces.insert(.date) }
    }

    private mutating func handler(_ body: Range<Int64>, inside parent: String) throws {
        let view = ByteView(bytes: try file.read(at: body.lowerBound, Int(min(body.count64, 280))))
        guard parent == "mdia", let kind = view.letters(8, 4) else { return }
        if kind != "vide", kind != "soun" { traces.insert(.track) }
        // A C string in ISO files, with its length before it in QuickTime files.
        let name = view.bytes.dropFirst(24).filter { 32...126 ~= $0 }
        if !BoxNames.neutralHandlers.contains(String(decoding: name, as: UTF8.self)) { traces.insert(.device) }
    }

    /// A picture's sample entry holds a name of the program that coded it, and a record for the decoder.
    private mutating func description(_ body: Range<Int64>) throws {
        let bytes = try file.read(at: body.lowerBound, Int(min(body.count64, 1 << 16)))
        let view = ByteView(bytes: bytes)
        for place in HEVCMessages.places(in: bytes)
        where !bytes[place].elementsEqual(HEVCMessages.silent(place.count)) {
            messages.append(body.lowerBound + Int64(place.lowerBound)..<body.lowerBound + Int64(place.upperBound))
            traces.insert(.device)
        }
        guard let format = view.letters(12, 4), !["mp4a", "text", "tmcd"].contains(format), let length = view.byte(58),
            (1...31).contains(length), let name = view.slice(59, length), name.allSatisfy({ 32...126 ~= $0 }),
            !name.starts(with: "Lavc".utf8)
        else { return }
        traces.insert(.device)
    }

    private mutating func unique(_ body: Range<Int64>) throws {
        let bytes = try file.read(at: body.lowerBound, Int(min(body.count64, 1 << 20)))
        if bytes.starts(with: BoxNames.xmp) {
            traces.formUnion(Trace.inXMP(bytes[...]))
        } else {
            traces.formUnion(bytes.starts(with: BoxNames.provenance) ? Provenance.traces(bytes[...]) : [.unknown])
        }
    }
}

extension Range<Int64> {
    var count64: Int64 { upperBound - lowerBound }
}
