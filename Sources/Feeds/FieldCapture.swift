import CXML

/// The text of one element while it is being read, with the markup inside it written out again.
struct FieldCapture {
    enum Kind {
        /// Text as it stands.
        case plain
        /// Text that is HTML source.
        case html
        /// Elements are the content; text among them is text.
        case xhtml
        /// Plain by the book, HTML in practice (RSS titles).
        case guess
    }

    let tag: FeedTag
    private(set) var kind: Kind
    /// Frames open inside the element.
    let depth: Int
    private(set) var bytes: [UInt8] = []
    private var names: [[UInt8]] = []

    init(tag: FeedTag, kind: Kind, depth: Int) {
        self.tag = tag
        self.kind = kind
        self.depth = depth
    }

    mutating func append(_ text: UnsafeBufferPointer<UInt8>, limit: Int) {
        guard bytes.count < limit else { return }
        if kind == .xhtml { escape(text) } else { bytes.append(contentsOf: text) }
    }

    /// A child element: written as markup.
    mutating func open(_ name: XMLName, _ attributes: XMLAttributes) {
        if kind == .plain || kind == .guess {
            let before = bytes
            bytes = []
            before.withUnsafeBufferPointer { escape($0) }
        }
        kind = .xhtml
        let local = Array(name.localText.utf8)
        names.append(local)
        bytes.append(UInt8(ascii: "<"))
        bytes += local
        for index in 0..<attributes.count {
            guard let attribute = attributes.name(index), attribute.prefix == nil else { continue }
            bytes.append(0x20)
            bytes += Array(attribute.localText.utf8)
            bytes += [0x3D, 0x22]
            var value = attributes.value(index)
            value.withUTF8 { escape($0) }
            bytes.append(0x22)
        }
        bytes.append(UInt8(ascii: ">"))
    }

    mutating func close() {
        guard let name = names.popLast() else { return }
        bytes += [0x3C, 0x2F] + name + [0x3E]
    }

    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "<"): bytes += [0x26, 0x6C, 0x74, 0x3B]
            case UInt8(ascii: ">"): bytes += [0x26, 0x67, 0x74, 0x3B]
            case UInt8(ascii: "&"): bytes += [0x26, 0x61, 0x6D, 0x70, 0x3B]
            case UInt8(ascii: "\""): bytes += [0x26, 0x71, 0x75, 0x6F, 0x74, 0x3B]
            default: bytes.append(byte)
            }
        }
    }

    /// The text as one line without markup.
    var line: String { TextCleaner.line(String(decoding: bytes, as: UTF8.self)) }
}
