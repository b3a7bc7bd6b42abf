/// A feed in the shape of the universal feed parser (Python's `feedparser`), key for key, for people who come from it
/// and
/// for its own test suite. The server itself reads feeds with `FeedParser`.
public enum FeedparserShape {
    /// Reads a document and answers with one JSON object.
    ///
    /// - Parameter headers: response headers in lower case; `content-type`, `content-location` and `content-language`
    ///   count, and `x-url` is the address it came from.
    public static func json(_ bytes: [UInt8], headers: [String: String] = [:], limits: FeedLimits = .standard) -> String
    {
        ShapeJSON.write(.object(read(bytes, headers, limits)))
    }

    private static func read(_ bytes: [UInt8], _ headers: [String: String], _ limits: FeedLimits) -> ShapeObject {
        let result = ShapeObject([("bozo", .bool(false)), ("entries", .list([])), ("feed", .object(ShapeObject()))])
        let given = headers.filter { !$0.value.isEmpty }
        result["headers"] = .object(ShapeObject(given.filter { $0.key != "x-url" }.map { ($0.key, .text($0.value)) }))
        guard !bytes.isEmpty, bytes.count <= limits.bytes else { return result }
        if bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") { return json(bytes, result, given, limits) }
        let charset = ShapeCharset(bytes, headers: given)
        result["encoding"] = .text(charset.name)
        let mender = MarkupMender(charset.text, keepsControls: true)
        let machine = ShapeMachine(base: base(given), language: given["content-language"])
        let events = ShapeEvents(machine)
        let reader = XMLReader(events: events, depth: limits.depth)
        let isRead = (try? reader.read(mender.text)) != nil
        let isBroken = mender.mended || !reader.isWellFormed || reader.hasUndeclaredPrefix || !isRead
        result["bozo"] = .bool(charset.isOverridden || isBroken || reader.isTooDeep)
        result["feed"] = .object(machine.feed)
        result["entries"] = .list(machine.entries.map { .object($0) })
        result["version"] = .text(mender.isNetscape ? "rss091n" : machine.version)
        result["namespaces"] = .object(machine.namespaces)
        return result
    }

    /// JSON Feed, which has no history to be faithful to.
    private static func json(
        _ bytes: [UInt8], _ result: ShapeObject, _ headers: [String: String], _ limits: FeedLimits
    ) -> ShapeObject {
        guard let feed = try? FeedParser.parse(bytes, location: headers["x-url"], limits: limits) else {
            result["bozo"] = .bool(true)
            return result
        }
        result["encoding"] = .text("utf-8")
        result["version"] = .text(feed.format.rawValue)
        result["feed"] = .object(
            ShapeObject([
                ("title", .optional(feed.title)), ("link", .optional(feed.link)), ("id", .optional(feed.id)),
                ("subtitle", .optional(feed.description)), ("author", .optional(feed.author?.name)),
            ]))
        result["entries"] = .list(feed.entries.map { .object(entry($0)) })
        return result
    }

    private static func entry(_ entry: Entry) -> ShapeObject {
        let shape = ShapeObject([
            ("id", .text(entry.id)), ("link", .optional(entry.link)), ("title", .optional(entry.title)),
            ("summary", .text(entry.summary?.html ?? entry.content?.html ?? "")),
            ("author", .optional(entry.authors.first?.name)),
            ("tags", .list(entry.categories.map { .object(ShapeObject([("term", .text($0))])) })),
        ])
        if let content = entry.content {
            shape["content"] = .list([
                .object(ShapeObject([("type", .text("text/html")), ("value", .text(content.html))]))
            ])
        }
        return shape
    }

    private static func base(_ headers: [String: String]) -> String {
        let href = headers["x-url"] ?? "", location = headers["content-location"] ?? ""
        for candidate in [ShapeAddress.safe(href, location), ShapeAddress.safe(location)] where !candidate.isEmpty {
            return candidate
        }
        return href
    }
}

/// The charset that the universal feed parser would believe (RFC 3023, with its tolerance).
struct ShapeCharset {
    var text: [UInt8]
    var name: String
    var isOverridden: Bool

    init(_ bytes: [UInt8], headers: [String: String]) {
        let mark = ByteOrderMark(bytes)
        let body = bytes[mark.length...]
        let sniffed = mark.charset == "ibm037" ? "cp037" : mark.charset
        let declared = CharsetDeclaration.find(in: body, mark: sniffed)
        let media = headers["content-type"].map { MediaType($0) }
        let expected = Self.expected(media, declared, headers)
        isOverridden = !headers.isEmpty && !Self.isXML(media?.name ?? "")
        var tried: [String] = []
        for candidate in [expected, declared, sniffed, "utf-8", "windows-1252", "iso-8859-2"].compactMap(\.self) {
            let proper = candidate.lowercased() == "gb2312" ? "gb18030" : candidate
            guard !tried.contains(proper) else { continue }
            tried.append(proper)
            guard let decoded = Transcoder.strict(body, from: Self.narrowed(proper, sniffed)) else { continue }
            text = decoded
            name = proper
            isOverridden = isOverridden || tried.count > 1
            return
        }
        (text, name, isOverridden) = (Transcoder.repairing(body, from: "utf-8") ?? [], "", true)
    }

    /// UTF-16 without a mark is little endian, as Python has it.
    private static func narrowed(_ name: String, _ mark: String?) -> String {
        ["u16", "utf-16", "utf16", "utf_16"].contains(name.lowercased()) ? mark ?? "utf-16le" : name
    }

    private static func isXML(_ type: String) -> Bool {
        ["application/xml", "application/xml-dtd", "application/xml-external-parsed-entity"].contains(type)
            || isTextXML(type)
            || (type.hasPrefix("application/") && type.hasSuffix("+xml"))
    }

    private static func isTextXML(_ type: String) -> Bool {
        ["text/xml", "text/xml-external-parsed-entity"].contains(type)
            || (type.hasPrefix("text/") && type.hasSuffix("+xml"))
    }

    private static func expected(_ media: MediaType?, _ declared: String?, _ headers: [String: String]) -> String {
        guard let media else { return declared ?? (headers.isEmpty ? "utf-8" : "iso-8859-1") }
        if media.name.hasPrefix("text/") { return media.charset ?? "us-ascii" }
        return (isXML(media.name) ? media.charset : nil) ?? declared ?? "utf-8"
    }
}

/// A date as Python's nine numbers.
enum ShapeDate {
    static func parse(_ text: String?) -> ShapeValue {
        guard let text, let stamp = FeedDate.stamp(text) else { return .null }
        let civil = stamp.civil
        let days = DateStamp.daysSinceEpoch(civil.year, civil.month, civil.day)
        let dayOfYear = days - DateStamp.daysSinceEpoch(civil.year, 1, 1) + 1
        let numbers = [
            civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second, ((days + 3) % 7 + 7) % 7,
            dayOfYear, 0,
        ]
        return .list(numbers.map { .integer($0) })
    }
}

/// Hands the reader's events to the machine under the feed parser's names.
final class ShapeEvents: XMLEvents {
    private let machine: ShapeMachine
    private var names: [String] = []

    init(_ machine: ShapeMachine) { self.machine = machine }

    func start(_ name: XMLName, _ attributes: XMLAttributes) {
        var pairs: [(String, String)] = []
        for index in 0..<attributes.namespaceCount {
            let (prefix, uri) = attributes.namespace(index)
            guard !uri.isEmpty else { continue }
            machine.declare(prefix, uri)
            if let prefix, uri == "http://www.w3.org/1999/xlink" { pairs.append(("xmlns:" + prefix, uri)) }
        }
        let uri = name.uriText ?? ""
        var local = name.localText.lowercased()
        if local == "math", uri == "http://www.w3.org/1998/Math/MathML" { pairs.append(("xmlns", uri)) }
        if local == "svg", uri == "http://www.w3.org/2000/svg" { pairs.append(("xmlns", uri)) }
        if let prefix = prefix(of: name, uri), !prefix.isEmpty { local = prefix.lowercased() + ":" + local }
        for index in 0..<attributes.count { add(attributes, index, to: &pairs) }
        names.append(local)
        machine.start(local, pairs)
    }

    private func prefix(of name: XMLName, _ uri: String) -> String? {
        if uri.isEmpty { return name.prefixText }
        let key =
            uri.lowercased().contains("backend.userland.com/rss") ? "http://backend.userland.com/rss" : uri.lowercased()
        if let known = ShapeNamespaces.prefixes[key], !known.isEmpty { return known }
        guard ShapeNamespaces.prefixes[key] == nil || name.prefix != nil else { return nil }
        return machine.namespaces.keys.first { !$0.isEmpty && machine.namespaces.text($0) == uri }
    }

    private func add(_ attributes: XMLAttributes, _ index: Int, to pairs: inout [(String, String)]) {
        guard let name = attributes.name(index) else { return }
        let local = name.localText
        let known = ShapeNamespaces.prefixes[name.uriText?.lowercased() ?? ""] ?? ""
        let written = [known.isEmpty ? local : known + ":" + local, name.prefixText.map { $0 + ":" + local } ?? local]
        for key in written.map({ $0.lowercased() }) {
            pairs.removeAll { $0.0 == key }
            pairs.append((key, attributes.value(index)))
        }
    }

    func end() { machine.end(names.removeLast()) }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) { machine.data(String(decoding: bytes, as: UTF8.self)) }
}
