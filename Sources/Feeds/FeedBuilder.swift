import Kernel

/// Makes a `Feed` out of what the XML reader says. Elements are kept on a stack of our own; text is collected as
/// bytes and
/// becomes a `String` once, at the end of its element.
final class FeedBuilder: XMLEvents {
    struct Frame {
        let tag: FeedTag
        var base: String?
        var language: String?
    }

    private struct NameKey: Hashable {
        let local: UnsafePointer<UInt8>
        let uri: UnsafePointer<UInt8>?
        let prefix: UnsafePointer<UInt8>?
    }

    let limits: FeedLimits
    var feed = Feed(format: .rss)
    var formatIsKnown = false
    var entry: Entry?
    var frames: [Frame] = []
    var capture: FieldCapture?
    let budget: MarkupBudget
    var person: FeedPerson?
    var containers: [FeedTag] = []
    var periodSeconds: Double?
    var frequency: Double = 1
    /// A file with an address of its own inside the entry, until its type is known.
    var isFull = false
    private var tags: [NameKey: FeedTag] = [:]

    init(location: String?, limits: FeedLimits) {
        self.limits = limits
        budget = MarkupBudget(limits)
        frames.reserveCapacity(64)
        frames.append(Frame(tag: .unknown, base: location.flatMap { WebAddress.safe($0) }, language: nil))
    }

    var frame: Frame { frames[frames.count - 1] }

    func start(_ name: XMLName, _ attributes: XMLAttributes) {
        let tag = tag(name)
        frames.append(Frame(tag: tag, base: frame.base, language: frame.language))
        if attributes.count > 0 { inherit(attributes) }
        if let current = capture {
            if tag == .entry {
                finishCapture()
            } else if current.tag.mayContain, tag != .unknown {
                capture = nil
            } else {
                capture?.open(name, attributes)
                return
            }
        }
        began(tag, name, attributes)
    }

    func end() {
        let frame = frames.removeLast()
        if let current = capture {
            if frames.count < current.depth { finishCapture(frame) } else { capture?.close() }
            if current.tag != frame.tag || frames.count >= current.depth { return }
        }
        ended(frame)
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        capture?.append(bytes, limit: limits.fieldBytes)
    }

    /// Starts collecting the text of the element that was just entered.
    func begin(_ tag: FeedTag, _ kind: FieldCapture.Kind = .plain) {
        capture = FieldCapture(tag: tag, kind: kind, depth: frames.count)
    }

    private func finishCapture(_ frame: Frame? = nil) {
        guard let done = capture else { return }
        capture = nil
        finished(done, frame ?? self.frame)
    }

    /// `xml:base` and `xml:lang` hold for all that is inside.
    private func inherit(_ attributes: XMLAttributes) {
        if let base = attributes.named("base", prefix: "xml"), let safe = WebAddress.safe(base, base: frame.base) {
            frames[frames.count - 1].base = safe
        }
        if let language = attributes.named("lang", prefix: "xml") {
            frames[frames.count - 1].language = LanguageTag.clean(language)
        }
    }

    /// libxml2 gives the same pointer for the same name, so that a name is looked up once a document.
    private func tag(_ name: XMLName) -> FeedTag {
        let key = NameKey(local: name.local, uri: name.uri, prefix: name.prefix)
        if let known = tags[key] { return known }
        let space = FeedSpace(uri: name.uriText, prefix: name.prefixText)
        var local = name.localText
        if name.prefix == nil, let colon = local.firstIndex(of: ":") {
            local = String(local[local.index(after: colon)...])
        }
        let tag = FeedTag.find(space: space, local: local)
        tags[key] = tag
        return tag
    }

    /// Ends what is still open and checks that this was a feed.
    /// - Throws: `Failure(.unusable)` when no element of a feed was seen.
    func finish() throws -> Feed {
        finishCapture()
        keepEntry()
        guard formatIsKnown || !feed.entries.isEmpty else {
            throw Failure(.unusable, "neither RSS, Atom, RDF nor JSON Feed", words: "feed.unknown")
        }
        if let periodSeconds { feed.updatePeriod = periodSeconds / max(frequency, 0.001) }
        return feed
    }

    func keepEntry() {
        guard var done = entry else { return }
        entry = nil
        guard feed.entries.count < limits.entries else {
            if !isFull { feed.mended.append("only the first \(limits.entries) entries were read") }
            isFull = true
            return
        }
        done.identify()
        feed.entries.append(done)
    }
}

/// BCP 47 tags as feeds write them.
enum LanguageTag {
    static func clean(_ text: String) -> String? {
        let tag = TextCleaner.line(text).map { $0 == "_" ? "-" : $0 }
        guard (2...35).contains(tag.count), tag.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
        else { return nil }
        return String(tag)
    }
}
