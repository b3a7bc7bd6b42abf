/// What an EXIF block tells, without keeping any of its values (CIPA DC-008-2023, Exif 3.0; TIFF 6.0).
struct ExifBlock {
    private(set) var traces: Set<Trace> = [.exif]
    /// Tag 274, 1…8.
    private(set) var orientation: Int?
    /// Of the first picture: tags 256 and 257.
    private(set) var width: Int?
    private(set) var height: Int?
    /// ICC profile of a TIFF file, tag 34675.
    private(set) var profile: Range<Int>?
    private(set) var photometric: Int?
    /// Pictures in a TIFF file, up to `mostDirectories`.
    private(set) var directories = 0

    private let view: ByteView
    private let isLittle: Bool
    private static let mostDirectories = 24
    private static let mostEntries = 512

    /// - Parameter bytes: beginning with the byte order, or with `Exif\0\0` before it.
    init(_ bytes: ArraySlice<UInt8>) {
        let start = bytes.starts(with: "Exif\0\0".utf8) ? bytes.dropFirst(6) : bytes
        view = ByteView(bytes: Array(start))
        isLittle = view.says("II", at: 0)
        guard isLittle || view.says("MM", at: 0), number(2, 2) == 42, let first = number(4, 4) else { return }
        var seen: Set<Int> = []
        walk(first, in: .image, &seen)
    }

    private enum Directory { case image, thumbnail, exif, gps }

    private func number(_ at: Int, _ count: Int) -> Int? {
        isLittle ? view.little(at, count) : view.big(at, count)
    }

    /// One directory and those that it leads to. A directory is visited once: a ring of them ends.
    private mutating func walk(_ at: Int, in directory: Directory, _ seen: inout Set<Int>) {
        guard at > 0, seen.count < Self.mostDirectories, seen.insert(at).inserted,
            let count = number(at, 2), count <= Self.mostEntries
        else { return }
        if directory == .image || directory == .thumbnail { directories += 1 }
        if directory == .gps, count > 0 { traces.insert(.place) }
        for index in 0..<count {
            let entry = at + 2 + index * 12
            guard let tag = number(entry, 2), let kind = number(entry + 2, 2) else { return }
            let value = kind == 3 ? number(entry + 8, 2) : number(entry + 8, 4)
            note(tag, value ?? 0, length: number(entry + 4, 4) ?? 0, in: directory)
            if tag == 34_665, let value { walk(value, in: .exif, &seen) }
            if tag == 34_853, let value { walk(value, in: .gps, &seen) }
        }
        if directory == .image || directory == .thumbnail, let next = number(at + 2 + count * 12, 4) {
            walk(next, in: .thumbnail, &seen)
        }
    }

    private mutating func note(_ tag: Int, _ value: Int, length: Int, in directory: Directory) {
        switch (directory, tag) {
        case (.gps, _): break
        case (.thumbnail, 0x0201), (.thumbnail, 0x0111): traces.insert(.thumbnail)
        case (.image, 0x0100): width = value
        case (.image, 0x0101): height = value
        case (.image, 0x0106): photometric = value
        case (.image, 0x0112): if 1...8 ~= value { orientation = value }
        case (_, 0x8773) where value >= 0 && length >= 0 && value <= view.count && length <= view.count - value:
            profile = value..<value + length
            traces.insert(.profile)
        case (_, 700): traces.formUnion(Trace.inXMP(view.slice(value, length) ?? []))
        default: if let trace = Self.tags[tag] { traces.insert(trace) }
        }
    }

    /// ICC profile's bytes of a TIFF file.
    var profileBytes: ArraySlice<UInt8>? { profile.map { view.bytes[$0] } }

    private static let tags: [Int: Trace] = [
        0x010E: .words, 0x010F: .device, 0x0110: .device, 0x0131: .device, 0x013C: .device, 0xA433: .device,
        0xA434: .device, 0x0132: .date, 0x9003: .date, 0x9004: .date, 0x882A: .date, 0x013B: .author, 0x8298: .author,
        0xA430: .author, 0xA431: .serial, 0xA435: .serial, 0xA420: .serial, 0xC62F: .serial, 0xC65D: .serial,
        0x927C: .makerNotes, 0x9286: .words, 0x9C9B: .words, 0x9C9C: .words, 0x9C9D: .author, 0x9C9E: .words,
        0x9C9F: .words, 0x83BB: .iptc, 0x8649: .iptc, 0xA005: .exif, 0xC634: .makerNotes,
    ]
}
