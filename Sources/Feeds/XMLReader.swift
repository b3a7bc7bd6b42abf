import CXML
import Kernel

/// What a document says, in order. Names point into libxml2's dictionary and live as long as the reader.
protocol XMLEvents: AnyObject {
    func start(_ name: XMLName, _ attributes: XMLAttributes)
    func end()
    func text(_ bytes: UnsafeBufferPointer<UInt8>)
}

/// libxml2's SAX2 push parser in recovery mode over mended text: no DTD, no entity, no network. End tags that fit no
/// open
/// element are ignored, those that fit an outer one close the inner ones too, and text after an early end is still
/// read.
final class XMLReader {
    private unowned let events: any XMLEvents
    private let depthLimit: Int
    private var open: [XMLName] = []
    /// Elements open below the depth that is looked into.
    private var excess = 0
    private var namespaces = 0
    private var mismatch: UnsafePointer<UInt8>?
    private var contexts: [xmlParserCtxtPtr] = []
    private var ignoresNext = false
    private var resumeAt: Int?
    /// Whether libxml2 found the text to be well formed and its namespaces declared.
    private(set) var isWellFormed = true
    private(set) var hasUndeclaredPrefix = false
    private(set) var isTooDeep = false

    private static let chunk = 256 << 10
    private static let mostRestarts = 64
    private static let deepest = 1_000
    private static let mostNamespaces = 4_000
    private static let wrapper: [UInt8] = Array("<_>".utf8)

    init(events: any XMLEvents, depth: Int) {
        self.events = events
        depthLimit = depth
    }

    deinit {
        for context in contexts { xmlFreeParserCtxt(context) }
    }

    /// Reads the whole text.
    /// - Throws: `Failure` of kind `.broken` when libxml2 cannot get memory.
    func read(_ text: [UInt8]) throws {
        try text.withUnsafeBufferPointer { bytes in
            var start = 0
            for round in 0...Self.mostRestarts {
                resumeAt = nil
                try parse(bytes, from: start, wrapped: round > 0)
                guard let next = resumeAt, !isTooDeep, start + next < bytes.count, next > 0 else { break }
                start += next
            }
        }
        while !open.isEmpty { close() }
    }

    private func parse(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, wrapped: Bool) throws {
        var handler = Self.handler
        guard let context = xmlCreatePushParserCtxt(&handler, Unmanaged.passUnretained(self).toOpaque(), nil, 0, nil)
        else { throw Failure(.broken, "libxml2 has no memory for a parser") }
        contexts.append(context)
        let options = XML_PARSE_RECOVER.rawValue | XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue
        xmlCtxtUseOptions(context, Int32(bitPattern: options))
        let head = wrapped ? Self.wrapper : []
        ignoresNext = wrapped
        var index = start
        if wrapped { push(context, head) }
        while index < bytes.count, resumeAt == nil, !isTooDeep {
            let size = min(Self.chunk, bytes.count - index)
            bytes.baseAddress?.advanced(by: index).withMemoryRebound(to: CChar.self, capacity: size) {
                _ = xmlParseChunk(context, $0, Int32(size), 0)
            }
            index += size
        }
        if resumeAt == nil, !isTooDeep { xmlParseChunk(context, nil, 0, 1) }
        if context.pointee.wellFormed == 0, !wrapped { isWellFormed = false }
        resumeAt = resumeAt.map { $0 - head.count }
    }

    private func push(_ context: xmlParserCtxtPtr, _ head: [UInt8]) {
        head.withUnsafeBytes { raw in
            _ = xmlParseChunk(context, raw.bindMemory(to: CChar.self).baseAddress, Int32(head.count), 0)
        }
    }
}

// What libxml2 calls.
extension XMLReader {
    fileprivate func started(_ name: XMLName, _ attributes: XMLAttributes) {
        if ignoresNext {
            ignoresNext = false
            return
        }
        namespaces += attributes.namespaceCount
        if open.count >= depthLimit {
            excess += 1
            if excess > Self.deepest || namespaces > Self.mostNamespaces { stop() }
            return
        }
        if name.prefix != nil, name.uri == nil { hasUndeclaredPrefix = true }
        open.append(name)
        events.start(name, attributes)
    }

    fileprivate func ended(_ name: XMLName) {
        let written = mismatch
        mismatch = nil
        if excess > 0 {
            excess -= 1
            return
        }
        if written == nil, let top = open.last, top.local == name.local, top.prefix == name.prefix { return close() }
        let index = open.lastIndex { candidate in
            if let written { return candidate.isWritten(written) }
            return xmlStrEqual(candidate.local, name.local) != 0
        }
        guard let index else { return }
        while open.count > index { close() }
    }

    private func close() {
        open.removeLast()
        events.end()
    }

    fileprivate func found(_ text: UnsafePointer<UInt8>?, _ count: Int32) {
        if let text, count > 0 { events.text(UnsafeBufferPointer(start: text, count: Int(count))) }
    }

    fileprivate func failed(_ error: xmlError) {
        switch error.code {
        case Int32(XML_ERR_TAG_NAME_MISMATCH.rawValue):
            guard let context = contexts.last, let name = error.str2 else { return }
            mismatch = name.withMemoryRebound(to: UInt8.self, capacity: 1) {
                xmlDictLookup(context.pointee.dict, $0, -1)
            }
        case Int32(XML_ERR_DOCUMENT_END.rawValue):
            guard let context = contexts.last, resumeAt == nil else { return }
            let consumed = xmlByteConsumed(context)
            if consumed > 0 { resumeAt = consumed }
        default: break
        }
    }

    private func stop() {
        isTooDeep = true
        if let context = contexts.last { xmlStopParser(context) }
    }

    fileprivate static func of(_ context: UnsafeMutableRawPointer?) -> XMLReader? {
        context.map { Unmanaged<XMLReader>.fromOpaque($0).takeUnretainedValue() }
    }

    fileprivate static var handler: xmlSAXHandler {
        var sax = xmlSAXHandler()
        sax.initialized = UInt32(XML_SAX2_MAGIC)
        sax.startElementNs = { context, local, prefix, uri, spaces, declared, count, _, attributes in
            guard let local else { return }
            XMLReader.of(context)?.started(
                XMLName(local: local, prefix: prefix, uri: uri),
                XMLAttributes(
                    base: attributes, namespaceBase: declared, count: Int(count), namespaceCount: Int(spaces)))
        }
        sax.endElementNs = { context, local, prefix, uri in
            guard let local else { return }
            XMLReader.of(context)?.ended(XMLName(local: local, prefix: prefix, uri: uri))
        }
        sax.characters = { context, text, count in XMLReader.of(context)?.found(text, count) }
        sax.ignorableWhitespace = { context, text, count in XMLReader.of(context)?.found(text, count) }
        sax.cdataBlock = { context, text, count in XMLReader.of(context)?.found(text, count) }
        sax.serror = { context, error in
            if let error { XMLReader.of(context)?.failed(error.pointee) }
        }
        return sax
    }
}
