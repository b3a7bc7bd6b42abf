import CScan

/// Makes XML out of what is nearly XML, before libxml2 sees it: the prolog with its DOCTYPE is dropped (so no entity
/// can
/// explode and no file be read), HTML's named entities and the DTD's plain ones become characters, a stray `&` or `<`
/// becomes text, comments and control characters disappear, an open CDATA section is closed. One pass, no copy of
/// what is
/// already well written beyond the result itself.
struct MarkupMender {
    /// UTF-8 from the root element on.
    private(set) var text: [UInt8] = []
    private(set) var entities: [String: [UInt8]] = [:]
    /// Whether anything was there that XML forbids.
    private(set) var mended = false
    /// Whether the DOCTYPE names Netscape's RSS 0.91.
    private(set) var isNetscape = false

    /// Set once a search for the end of a comment or an instruction has failed: the next one would fail too.
    private var isOpenToTheEnd = false

    private let keepsControls: Bool

    /// A tag beyond this keeps its name only; beyond the second it is no tag.
    private static let longestTag = 64 << 10
    private static let longestScan = 4 << 20
    private static let mostAttributes = 256

    /// - Parameter keepsControls: leaves references to C1 controls as they are, where the reader repairs them itself.
    init(_ source: [UInt8], keepsControls: Bool = false) {
        self.keepsControls = keepsControls
        text.reserveCapacity(source.count + 64)
        source.withUnsafeBufferPointer { bytes in
            let prolog = XMLProlog(bytes)
            entities = prolog.entities
            isNetscape = prolog.isNetscape
            body(bytes, from: prolog.end)
        }
    }

    private mutating func body(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
        var index = start
        var run = start
        let count = bytes.count
        while true {
            index = cs_mendable(bytes.baseAddress, index, count)
            guard index < count else { break }
            let byte = bytes[index]
            if byte == 0xEF {
                if index + 2 < count, bytes[index + 1] == 0xBF, bytes[index + 2] >= 0xBE {
                    flush(bytes, run, index)
                    index += 3
                    run = index
                } else {
                    index += 1
                }
                continue
            }
            flush(bytes, run, index)
            switch byte {
            case 0x26: index = reference(bytes, at: index)
            case 0x3C: index = markup(bytes, at: index)
            default:
                mended = true
                index += 1
            }
            run = index
        }
        flush(bytes, run, count)
    }

    private mutating func flush(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) {
        if end > start { text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<end])) }
    }

    /// `&` and what follows; returns where to go on.
    private mutating func reference(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
        let end = min(bytes.count, start + 34)
        guard let stop = (start + 1..<end).first(where: { !CharacterReference.isNamePart(bytes[$0]) }),
            bytes[stop] == UInt8(ascii: ";"), stop > start + 1
        else { return stray(start) }
        let name = UnsafeBufferPointer(rebasing: bytes[(start + 1)..<stop])
        if CharacterReference.isPredefined(name) {
            text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...stop]))
        } else if name[0] == UInt8(ascii: "#") {
            guard let scalar = CharacterReference.number(name, keepsControls: keepsControls) else {
                return stray(start)
            }
            CharacterReference.append(scalar, to: &text)
        } else {
            let word = String(decoding: name, as: UTF8.self)
            if let value = entities[word] {
                text += value
            } else if let scalar = CharacterReference.named(word) {
                mended = true
                CharacterReference.append(scalar, to: &text)
            } else {
                return stray(start)
            }
        }
        return stop + 1
    }

    private mutating func stray(_ start: Int) -> Int {
        mended = true
        text += [0x26, 0x61, 0x6D, 0x70, 0x3B]
        return start + 1
    }

    /// `<` and what follows; returns where to go on.
    private mutating func markup(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
        guard start + 1 < bytes.count else { return literal(start) }
        let next = bytes[start + 1]
        if next == UInt8(ascii: "!") { return declaration(bytes, at: start) }
        if next == UInt8(ascii: "?") {
            return skip("?>", bytes, from: start + 2) ?? literal(start)
        }
        guard next == UInt8(ascii: "/") || next == UInt8(ascii: "_") || next >= 0x80 || Self.isLetter(next),
            let tag = TagScan(bytes, at: start, limit: Self.longestScan)
        else { return literal(start) }
        if tag.attributes <= Self.mostAttributes, tag.end - start <= Self.longestTag {
            self.tag(bytes, start, tag)
        } else {
            bare(bytes, start, tag)
        }
        return tag.end
    }

    private mutating func skip(_ end: StaticString, _ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard !isOpenToTheEnd else { return nil }
        let found = ByteSearch.find(end, in: bytes, from: start)
        isOpenToTheEnd = found == nil
        return found.map { $0 + end.utf8CodeUnitCount }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    private mutating func literal(_ start: Int) -> Int {
        mended = true
        text += [0x26, 0x6C, 0x74, 0x3B]
        return start + 1
    }

    private mutating func declaration(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
        if ByteSearch.has("<!--", in: bytes, at: start) {
            return skip("-->", bytes, from: start + 4) ?? literal(start)
        }
        guard ByteSearch.has("<![CDATA[", in: bytes, at: start) else {
            mended = true
            return ByteSearch.find(">", in: bytes, from: start).map { $0 + 1 } ?? bytes.count
        }
        let end = ByteSearch.find("]]>", in: bytes, from: start + 9)
        if end == nil { mended = true }
        let stop = end ?? bytes.count
        var run = start
        while true {
            let index = cs_section(bytes.baseAddress, run, stop)
            guard index < stop else { break }
            flush(bytes, run, index)
            run = index + 1
        }
        flush(bytes, run, stop)
        text += [0x5D, 0x5D, 0x3E]
        return min(stop + 3, bytes.count)
    }

    /// The tag without its attributes.
    private mutating func bare(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ tag: TagScan) {
        mended = true
        let stop = (start + 2..<min(tag.end, start + 100)).first { bytes[$0] <= 0x20 || bytes[$0] == 0x3E } ?? start + 2
        flush(bytes, start, stop)
        text += bytes[tag.end - 2] == 0x2F ? [0x2F, 0x3E] : [0x3E]
    }

    /// A whole tag, with the references and angles inside its quotes mended.
    private mutating func tag(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ tag: TagScan) {
        guard tag.needsCare else { return flush(bytes, start, tag.end) }
        text.append(bytes[start])
        var index = start + 1
        while index < tag.end {
            switch bytes[index] {
            case 0x26: index = min(reference(bytes, at: index), tag.end)
            case 0x3C:
                index = literal(index)
            case 0..<9, 11, 12, 14..<0x20: index += 1
            default:
                text.append(bytes[index])
                index += 1
            }
        }
    }
}
