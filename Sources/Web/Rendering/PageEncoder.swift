/// Reads a page's value through the code that the compiler writes for `Encodable`: no mirror, no list of fields by hand.
/// Each field is looked at once, before the page is drawn.
struct PageEncoder: Encoder {
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]
    /// Where what is encoded goes to.
    private let put: (Any) -> Void

    /// The fields of a page; whatever is not a struct or a dictionary has none.
    static func fields(_ value: some Encodable) throws -> PageValue.Fields {
        var found: Any?
        try write(value) { found = $0 }
        return found as? PageValue.Fields ?? PageValue.Fields()
    }

    /// Safe markup stays what it is; everything else says itself what it is made of. What is nil puts nothing.
    private static func write(_ value: some Encodable, _ put: @escaping (Any) -> Void) throws {
        if let html = value as? SafeHTML {
            put(PageValue.Text(html))
        } else {
            try value.encode(to: PageEncoder(put: put))
        }
    }

    func container<Key: CodingKey>(keyedBy _: Key.Type) -> KeyedEncodingContainer<Key> {
        let fields = PageValue.Fields()
        put(fields)
        return KeyedEncodingContainer(Keyed<Key>(fields: fields))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        let list = PageValue.List()
        put(list)
        return Unkeyed(list: list)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { Single(put: put) }

    private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let codingPath: [any CodingKey] = []
        let fields: PageValue.Fields

        func encodeNil(forKey _: Key) {}
        func encode(_ value: String, forKey key: Key) { fields.table[key.stringValue] = PageValue.Text(value) }
        func encode(_ value: Bool, forKey key: Key) { fields.table[key.stringValue] = value }

        func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try PageEncoder.write(value, putting(key)) }

        func superEncoder(forKey key: Key) -> any Encoder { PageEncoder(put: putting(key)) }
        func superEncoder() -> any Encoder { PageEncoder(put: { [fields] in fields.table["super"] = $0 }) }

        func nestedContainer<Inner: CodingKey>(
            keyedBy type: Inner.Type, forKey key: Key
        ) -> KeyedEncodingContainer<Inner> { PageEncoder(put: putting(key)).container(keyedBy: type) }

        func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
            PageEncoder(put: putting(key)).unkeyedContainer()
        }

        private func putting(_ key: Key) -> (Any) -> Void {
            { [fields] in fields.table[key.stringValue] = $0 }
        }
    }

    private struct Unkeyed: UnkeyedEncodingContainer {
        let codingPath: [any CodingKey] = []
        let list: PageValue.List
        var count: Int { list.items.count }

        func encodeNil() {}
        func encode(_ value: String) { list.items.append(PageValue.Text(value)) }
        func encode<T: Encodable>(_ value: T) throws { try PageEncoder.write(value, putting) }
        func superEncoder() -> any Encoder { PageEncoder(put: putting) }
        func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { PageEncoder(put: putting).unkeyedContainer() }

        func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type) -> KeyedEncodingContainer<Inner> {
            PageEncoder(put: putting).container(keyedBy: type)
        }

        private func putting(_ value: Any) { list.items.append(value) }
    }

    private struct Single: SingleValueEncodingContainer {
        let codingPath: [any CodingKey] = []
        let put: (Any) -> Void

        func encodeNil() {}
        func encode(_ value: String) { put(PageValue.Text(value)) }
        func encode(_ value: Bool) { put(value) }
        func encode(_ value: Double) { put(PageValue.Text(String(value))) }
        func encode(_ value: Float) { put(PageValue.Text(String(value))) }
        func encode(_ value: Int) { put(PageValue.Text(String(value))) }
        func encode(_ value: Int8) { put(PageValue.Text(String(value))) }
        func encode(_ value: Int16) { put(PageValue.Text(String(value))) }
        func encode(_ value: Int32) { put(PageValue.Text(String(value))) }
        func encode(_ value: Int64) { put(PageValue.Text(String(value))) }
        func encode(_ value: UInt) { put(PageValue.Text(String(value))) }
        func encode(_ value: UInt8) { put(PageValue.Text(String(value))) }
        func encode(_ value: UInt16) { put(PageValue.Text(String(value))) }
        func encode(_ value: UInt32) { put(PageValue.Text(String(value))) }
        func encode(_ value: UInt64) { put(PageValue.Text(String(value))) }
        func encode<T: Encodable>(_ value: T) throws { try PageEncoder.write(value, put) }
    }
}
