/// Something in a media file beside the picture and the sound.
public enum Trace: String, Sendable, Codable, CaseIterable, Comparable {
    /// Where it was taken: GPS, `©xyz`, a place's name.
    case place
    /// Maker, model, software.
    case device
    /// Serial numbers of a camera or a lens, unique numbers of an image, names of a camera's owner's equipment.
    case serial
    /// When it was taken, made or changed.
    case date
    /// Names of people in the picture.
    case person
    /// Who made it or owns it.
    case author
    /// Title, caption, comment, keywords: words that somebody wrote.
    case words
    /// A smaller picture inside, which may show what was cut away from the larger one.
    case thumbnail
    /// Notes in a camera maker's own form.
    case makerNotes
    /// Where the file comes from, signed (C2PA Content Credentials).
    case provenance
    /// It says of itself that a machine made it (IPTC `trainedAlgorithmicMedia`).
    case generated
    /// An EXIF block, whatever is in it.
    case exif
    /// An XMP packet, whatever is in it.
    case xmp
    /// An IPTC record, whatever is in it.
    case iptc
    /// A colour profile.
    case profile
    /// Bytes after the picture's end.
    case trailing
    case chapters
    /// A track that is neither the picture nor the sound: telemetry, time codes, subtitles, attachments.
    case track
    /// A part that the cleaner does not know.
    case unknown

    public static func < (left: Trace, right: Trace) -> Bool { left.rawValue < right.rawValue }
}

extension Trace {
    /// What words of an XMP packet tell (ISO 16684-1; IPTC Photo Metadata 2024.1; Exif for XMP).
    static func inXMP(_ bytes: ArraySlice<UInt8>) -> Set<Trace> {
        let text = String(decoding: bytes.prefix(1 << 20), as: UTF8.self)
        var found: Set<Trace> = [.xmp]
        for (trace, words) in xmpWords where words.contains(where: { text.contains($0) }) { found.insert(trace) }
        return found
    }

    private static let xmpWords: [(Trace, [String])] = [
        (
            .place,
            [
                "exif:GPS", "photoshop:City", "photoshop:Country", "Iptc4xmpCore:Location", "LocationCreated",
                "LocationShown",
            ]
        ),
        (.device, ["tiff:Make", "tiff:Model", "xmp:CreatorTool", "tiff:Software"]),
        (
            .serial,
            ["SerialNumber", "xmpMM:DocumentID", "xmpMM:InstanceID", "xmpMM:OriginalDocumentID", "ImageUniqueID"]
        ),
        (
            .date,
            ["xmp:CreateDate", "xmp:ModifyDate", "photoshop:DateCreated", "exif:DateTimeOriginal", "xmp:MetadataDate"]
        ),
        (.person, ["PersonInImage", "mwg-rs:Name", "MPReg:PersonDisplayName", "PersonInImageWDetails"]),
        (.author, ["dc:creator", "dc:rights", "photoshop:Credit", "aux:OwnerName", "photoshop:AuthorsPosition"]),
        (.words, ["dc:title", "dc:description", "dc:subject", "photoshop:Headline", "exif:UserComment"]),
        (.thumbnail, ["xmp:Thumbnails", "xmpGImg:image"]),
        (.generated, ["trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"]),
        (.provenance, ["dcterms:provenance"]),
    ]

    /// What a tag of a video's container tells, by its name as ffprobe gives it (the QuickTime file format's user data and
    /// metadata keys; Matroska's tags).
    static func ofTag(_ name: String, value: String) -> Trace? {
        let name = name.lowercased()
        if neutralTags.contains(name) { return nil }
        if name == "handler_name" { return BoxNames.neutralHandlers.contains(value) ? nil : .device }
        if name == "encoder" || name == "vendor_id" { return neutralEncoder(value) ? nil : .device }
        for (trace, words) in tagWords where words.contains(where: { name.contains($0) }) { return trace }
        return .words
    }

    /// How the stream is laid out: nothing of its origin.
    private static let neutralTags: Set<String> = [
        "major_brand", "minor_version", "compatible_brands", "language", "duration", "rotate", "alpha_mode",
        "bps", "number_of_frames", "number_of_bytes", "loop",
    ]

    private static func neutralEncoder(_ value: String) -> Bool {
        value.isEmpty || value == "FFMP" || value == "[0][0][0][0]" || value.hasPrefix("Lav")
    }

    private static let tagWords: [(Trace, [String])] = [
        (.place, ["location", "gps", "xyz", "place"]),
        (.date, ["creation", "date", "time", "year", "_statistics_writing_date"]),
        (
            .device,
            ["make", "model", "software", "android", "encoder", "tool", "device", "camera", "firmware", "compressor"]
        ),
        (.serial, ["serial", "uuid", "identifier", "uid", "reel", "umid"]),
        (.author, ["artist", "author", "copyright", "publisher", "composer", "producer", "director", "owner"]),
        (.person, ["performer", "actor", "person"]),
    ]
}
