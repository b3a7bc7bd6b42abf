/// A format of files by its name in `limits.json` and by its media type.
struct MediaFormat {
    /// As the limits name it: `jpeg`, `mp4`, `docx`.
    let name: String
    private let type: String

    /// `mime` is a media type, with or without parameters.
    init(_ mime: String) {
        type = String(mime.lowercased().prefix { $0 != ";" && $0 != " " })
        let subtype = String(type.split(separator: "/").last ?? "")
        name = Self.names[subtype] ?? subtype
    }

    /// Media types whose last part is not the name people use.
    private static let names = [
        "jpg": "jpeg", "pjpeg": "jpeg", "x-ms-bmp": "bmp", "x-bmp": "bmp", "heif": "heic", "quicktime": "mov",
        "x-m4v": "m4v", "msword": "doc", "vnd.ms-powerpoint": "ppt",
        "vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
        "vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    ]

    /// Whether `allowed`, a name or a pattern as `image/*`, covers it.
    func `is`(_ allowed: String) -> Bool {
        if allowed.hasSuffix("/*") { return type.hasPrefix(allowed.dropLast(1)) }
        return name == (Self.names[allowed] ?? allowed)
    }
}
