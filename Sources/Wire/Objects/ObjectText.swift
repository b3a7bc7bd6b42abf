import Kernel

/// The few words that are read of a store's XML: bounded in size before, never a reference to elsewhere.
struct ObjectText: Sendable {
    let text: String

    init(_ bytes: some Collection<UInt8>) { text = String(decoding: bytes, as: UTF8.self) }
    private init(text: String) { self.text = text }

    /// What stands in the first element of this name; nil when there is none.
    subscript(name: String) -> String? { parts(name).first.map { Self.plain($0.text) } }

    /// Each element of this name, in order.
    func parts(_ name: String) -> [ObjectText] {
        var (out, rest): ([ObjectText], Substring) = ([], text[...])
        while let start = rest.firstRange(of: "<\(name)>") {
            let inner = rest[start.upperBound...]
            guard let end = inner.firstRange(of: "</\(name)>") else { break }
            out.append(ObjectText(text: String(inner[..<end.lowerBound])))
            rest = inner[end.upperBound...]
        }
        return out
    }

    private static func plain(_ text: String) -> String {
        [("&quot;", "\""), ("&#34;", "\""), ("&apos;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
            .reduce(text) { $0.replacing($1.0, with: $1.1) }
    }
}
