import Kernel

/// A list of feeds as readers exchange it (OPML 2.0). Folders are a path on each line, so that no depth is trusted.
public struct OPML: Sendable, Codable, Equatable {
    /// One feed of the list.
    public struct Line: Sendable, Codable, Hashable {
        public var title: String
        /// Address of the feed.
        public var feed: String
        /// Address of the site.
        public var page: String?
        /// Names of the folders around it, outermost first.
        public var folders: [String]

        public init(title: String, feed: String, page: String? = nil, folders: [String] = []) {
            self.title = title
            self.feed = feed
            self.page = page
            self.folders = folders
        }
    }

    public var title: String?
    public var lines: [Line]

    public init(title: String? = nil, lines: [Line]) {
        self.title = title
        self.lines = lines
    }

    /// Reads a list, however badly it is written. Lines without a usable http address are left out.
    /// - Throws: `Failure` of kind `.tooLarge`, or `.unusable` when it holds no outline at all.
    public init(reading bytes: [UInt8], contentType: String? = nil, limits: FeedLimits = .standard) throws {
        guard bytes.count <= limits.bytes else {
            throw Failure(
                .tooLarge, "an OPML file of \(bytes.count) bytes, over the limit of \(limits.bytes)",
                words: "opml.tooLarge")
        }
        let builder = OPMLBuilder(limit: limits.entries)
        let reader = XMLReader(events: builder, depth: limits.depth)
        try reader.read(MarkupMender(Charset(bytes, contentType: contentType).text).text)
        guard builder.sawOutline else {
            throw Failure(.unusable, "no outline in it: this is no OPML", words: "opml.empty")
        }
        self.init(title: builder.title, lines: builder.lines)
    }

    /// OPML 2.0 in UTF-8, one outline a line, folders written once each.
    public var text: String {
        var out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n<head>"
        out += "<title>\(Self.escaped(title ?? ""))</title></head>\n<body>\n"
        var open: [String] = []
        for line in lines.sorted(by: { $0.folders.lexicographicallyPrecedes($1.folders) }) {
            let shared = zip(open, line.folders).prefix { $0 == $1 }.count
            out += String(repeating: "</outline>\n", count: open.count - shared)
            for folder in line.folders[shared...] { out += "<outline text=\"\(Self.escaped(folder))\">\n" }
            open = line.folders
            out += "<outline type=\"rss\" text=\"\(Self.escaped(line.title))\" title=\"\(Self.escaped(line.title))\""
            out += " xmlUrl=\"\(Self.escaped(line.feed))\""
            if let page = line.page { out += " htmlUrl=\"\(Self.escaped(page))\"" }
            out += "/>\n"
        }
        return out + String(repeating: "</outline>\n", count: open.count) + "</body>\n</opml>\n"
    }

    private static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "\n", "\r", "\t": out += " "
            default: if !TextCleaner.isHidden(scalar) { out.unicodeScalars.append(scalar) }
            }
        }
        return out
    }
}

/// Collects outlines as the reader meets them.
final class OPMLBuilder: XMLEvents {
    private(set) var title: String?
    private(set) var lines: [OPML.Line] = []
    private(set) var sawOutline = false
    private let limit: Int
    /// Name of each open element that is a folder; nil for the others.
    private var open: [String?] = []
    private var titleBytes: [UInt8]?

    init(limit: Int) { self.limit = limit }

    func start(_ name: XMLName, _ attributes: XMLAttributes) {
        open.append(nil)
        let local = name.localText.lowercased()
        if local == "title", title == nil { titleBytes = [] }
        guard local == "outline" else { return }
        sawOutline = true
        let text = TextCleaner.line(value("title", attributes) ?? value("text", attributes) ?? "")
        guard let address = value("xmlUrl", attributes) ?? value("url", attributes) else {
            open[open.count - 1] = text.isEmpty ? nil : String(text.prefix(200))
            return
        }
        guard let feed = WebAddress.safe(address), feed.hasPrefix("http"), lines.count < limit else { return }
        let page = value("htmlUrl", attributes).flatMap { WebAddress.safe($0) }
        let folders = Array(open.compactMap(\.self).prefix(16))
        let title = text.isEmpty ? feed : String(text.prefix(500))
        lines.append(OPML.Line(title: title, feed: feed, page: page, folders: folders))
    }

    func end() {
        open.removeLast()
        if let bytes = titleBytes {
            title = TextCleaner.line(String(decoding: bytes.prefix(1_000), as: UTF8.self))
            titleBytes = nil
        }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) { titleBytes?.append(contentsOf: bytes) }

    /// Attribute names are written in any case.
    private func value(_ name: String, _ attributes: XMLAttributes) -> String? {
        for index in 0..<attributes.count where attributes.name(index)?.localText.lowercased() == name.lowercased() {
            let text = attributes.value(index)
            return text.isEmpty ? nil : text
        }
        return nil
    }
}
