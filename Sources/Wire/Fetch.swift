/// One thing to get from the web.
public struct Fetch: Sendable {
    /// Absolute `http` or `https` address.
    public var url: String
    /// Value of the `Accept` header.
    public var accept: String
    /// What the last answer said in `ETag`: sent back as `If-None-Match`.
    public var entityTag: String?
    /// What the last answer said in `Last-Modified`: sent back as `If-Modified-Since`.
    public var lastModified: String?
    /// More headers, such as `Authorization`; they go to `url`'s own origin only, never along a redirect elsewhere.
    public var headers: [(name: String, value: String)]
    public var limits: Limits
    /// Refusals (4xx) that are read instead of thrown: some networks say there what they mean. `Document.status` tells.
    public var reading: Set<Int> = []

    public init(
        _ url: String, accept: String = "*/*", entityTag: String? = nil, lastModified: String? = nil,
        headers: [(name: String, value: String)] = [], limits: Limits = Limits()
    ) {
        self.url = url
        self.accept = accept
        self.entityTag = entityTag
        self.lastModified = lastModified
        self.headers = headers
        self.limits = limits
    }
}

/// How much of our memory and time an answer may take. Times are in seconds.
public struct Limits: Sendable, Equatable {
    /// Bytes of body as they travel, compressed or not.
    public var wireBytes: Int
    /// Bytes of body once decompressed.
    public var bodyBytes: Int
    /// From the request to the end of the answer's headers, for each hop.
    public var head: Double
    /// Between two pieces of the body.
    public var idle: Double
    /// For everything, waiting our turn excepted: a server that drips one byte at a time stops here.
    public var total: Double
    /// Redirects followed.
    public var redirects: Int

    public init(
        wireBytes: Int = 16 << 20, bodyBytes: Int = 32 << 20, head: Double = 20, idle: Double = 15, total: Double = 60,
        redirects: Int = 5
    ) {
        self.wireBytes = wireBytes
        self.bodyBytes = bodyBytes
        self.head = head
        self.idle = idle
        self.total = total
        self.redirects = redirects
    }

    /// For a stream of events that never ends: no total, 90 seconds between two signs of life, memory bounded by piece.
    public static let stream = Limits(wireBytes: .max, bodyBytes: .max, idle: 90, total: .infinity)
}

/// What came back from a `Fetch` that worked.
public enum Answer: Sendable {
    case fresh(Document)
    /// 304: what we have is still right.
    case notModified
    /// 410: it will not come back, stop asking.
    case gone
}

/// A body and what was said about it.
public struct Document: Sendable, Equatable {
    /// Decompressed.
    public var body: [UInt8]
    public var headers: Headers
    /// Where it was found, after the redirects.
    public var finalURL: String
    /// The new address to keep instead of the one that was asked for, when the server said that it moved for good
    /// (301, 308); nil when it did not.
    public var permanentURL: String?
    /// 200 to 299, unless a refusal was asked for (`Fetch.reading`, `ProtocolPost.reading`).
    public var status: Int

    public init(
        body: [UInt8], headers: Headers = Headers(), finalURL: String, permanentURL: String? = nil, status: Int = 200
    ) {
        self.status = status
        self.body = body
        self.headers = headers
        self.finalURL = finalURL
        self.permanentURL = permanentURL
    }
}

/// One piece of a streamed answer: the head comes once, first.
public enum Piece: Sendable {
    case head(Headers, finalURL: String)
    case bytes([UInt8])
}
