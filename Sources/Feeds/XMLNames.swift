import CXML

/// The name of an element as written and as its namespace makes it.
struct XMLName {
    let local: UnsafePointer<UInt8>
    let prefix: UnsafePointer<UInt8>?
    let uri: UnsafePointer<UInt8>?

    var localText: String { String(cString: local) }
    var prefixText: String? { prefix.map { String(cString: $0) } }
    var uriText: String? { uri.map { String(cString: $0) } }

    /// Whether a tag written `text` (`prefix:local`) closes this element.
    func isWritten(_ text: UnsafePointer<UInt8>) -> Bool {
        guard let prefix else { return xmlStrEqual(local, text) != 0 }
        return xmlStrQEqual(prefix, local, text) != 0
    }
}

/// The attributes of one element, as libxml2 hands them over: valid during the callback only.
struct XMLAttributes {
    let base: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
    let namespaceBase: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
    let count: Int
    let namespaceCount: Int

    func name(_ index: Int) -> XMLName? {
        guard let base, let local = base[index * 5] else { return nil }
        return XMLName(local: local, prefix: base[index * 5 + 1], uri: base[index * 5 + 2])
    }

    /// The value, with the `&#38;` that libxml2 leaves for an ampersand resolved.
    func value(_ index: Int) -> String {
        guard let base, let start = base[index * 5 + 3], let end = base[index * 5 + 4] else { return "" }
        let text = String(decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self)
        return text.utf8.contains(UInt8(ascii: "&")) ? text.replacing("&#38;", with: "&") : text
    }

    /// The value of the attribute with this local name, whatever its prefix unless one is asked for.
    func named(_ local: StaticString, prefix: StaticString? = nil) -> String? {
        for index in 0..<count {
            guard let name = name(index) else { continue }
            if strcmp(name.local, local) == 0 {
                if let prefix {
                    if let own = name.prefix, strcmp(own, prefix) == 0 { return value(index) }
                } else if name.prefix == nil {
                    return value(index)
                }
            }
        }
        return nil
    }

    /// Declaration `index`: prefix (nil for the default namespace) and URI.
    func namespace(_ index: Int) -> (prefix: String?, uri: String) {
        guard let namespaceBase else { return (nil, "") }
        return (
            namespaceBase[index * 2].map { String(cString: $0) },
            namespaceBase[index * 2 + 1].map { String(cString: $0) } ?? ""
        )
    }

    private func strcmp(_ text: UnsafePointer<UInt8>, _ other: StaticString) -> Int32 {
        xmlStrcmp(text, other.utf8Start)
    }
}
