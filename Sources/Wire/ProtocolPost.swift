/// A form that a protocol asks for (WebSub's subscription, OAuth's token exchange): it carries no content of ours.
///
/// A mutation that carries text or an image to the public needs `Cleared<T>`, which only `Deontology` makes: it goes
/// through another door (`Mutation`), and never through this one.
public struct ProtocolPost: Sendable {
    public var url: String
    /// `application/x-www-form-urlencoded` fields, in order.
    public var fields: [(name: String, value: String)]
    public var accept: String
    public var limits: Limits

    public init(
        _ url: String, fields: [(name: String, value: String)], accept: String = "*/*",
        limits: Limits = Limits(wireBytes: 1 << 20, bodyBytes: 1 << 20)
    ) {
        self.url = url
        self.fields = fields
        self.accept = accept
        self.limits = limits
    }

    /// The body as sent (WHATWG URL, `application/x-www-form-urlencoded`).
    var body: String { Self.body(fields) }

    static func body(_ fields: [(name: String, value: String)]) -> String {
        fields.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 48...57, 65...90, 97...122, 42, 45, 46, 95: return String(Unicode.Scalar(byte))
            case 32: return "+"
            default: return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
