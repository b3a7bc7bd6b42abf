/// Names in ISO base media files (ISO/IEC 14496-12; Apple, QuickTime File Format).
enum BoxNames {
    /// Boxes that hold boxes, and how many bytes of their own come first.
    static let containers: [String: Int] = [
        "moov": 0, "trak": 0, "mdia": 0, "minf": 0, "stbl": 0, "edts": 0, "dinf": 0, "mvex": 0, "moof": 0, "traf": 0,
        "udta": 0, "ilst": 0,
    ]

    /// What a film needs to be shown: where its samples are, and how they are coded.
    static let needed: Set<String> = [
        "ftyp", "mdat", "mvhd", "tkhd", "elst", "mdhd", "hdlr", "vmhd", "smhd", "dref", "stsd", "stts", "ctts", "cslg",
        "stss", "stsc", "stsz", "stz2", "stco", "co64", "sdtp", "sgpd", "sbgp", "mehd", "trex", "mfhd", "tfhd", "tfdt",
        "trun", "sidx", "mfra", "styp", "gmhd", "iods", "nmhd",
    ]

    /// Names of handlers that writers give by habit.
    static let neutralHandlers: Set<String> = [
        "", "VideoHandler", "SoundHandler", "VideoHandle", "SoundHandle", "DataHandler",
    ]

    /// Universally unique identifiers of boxes that are known by them.
    static let provenance: [UInt8] = [
        0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81,
    ]
    static let xmp: [UInt8] = [
        0xBE, 0x7A, 0xCF, 0xCB, 0x97, 0xA9, 0x42, 0xE8, 0x9C, 0x71, 0x99, 0x94, 0x91, 0xE3, 0xAF, 0xAC,
    ]

    /// What a box of user data is about, by its name. The first letter of many is ©, which reads as `?` here.
    static func userData(_ name: String) -> Trace {
        switch name {
        case "?xyz", "loci": .place
        case "?day", "date", "yrrc": .date
        case "?mak", "?mod", "?swr", "?too", "?enc", "modl", "manu": .device
        case "?aut", "?ART", "?dir", "?prd", "?cpy", "auth", "cprt", "perf": .author
        case "CAME", "GUID", "FIRM", "LENS", "SETT", "cami": .serial
        case "thmb", "covr", "tnal", "THUM", "tags": .thumbnail
        case "chpl": .chapters
        case "XMP_": .xmp
        default: .words
        }
    }
}
