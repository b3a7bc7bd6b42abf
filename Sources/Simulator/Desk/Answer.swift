import HTTPTypes

/// What a network answers.
struct Answer: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]
    /// What a client sees of it.
    var delivery = Delivery.whole

    enum Delivery: Sendable, Equatable {
        case whole
        /// The connection is closed without a word.
        case closed
        /// Nothing comes for so many seconds, then the connection is closed.
        case silent(seconds: Double)
    }

    init(_ value: Value) { self.init(200, value) }

    init(_ status: Int, _ value: Value, headers: [(name: String, value: String)] = []) {
        self.status = status
        self.headers = [("Content-Type", "application/json; charset=utf-8")] + headers
        body = value.bytes
    }

    init(status: Int, type: String, _ body: [UInt8], headers: [(name: String, value: String)] = []) {
        self.status = status
        self.headers = [("Content-Type", type)] + headers
        self.body = body
    }

    /// Without a body.
    init(empty status: Int, headers: [(name: String, value: String)] = []) {
        (self.status, self.headers, body) = (status, headers, [])
    }

    static func page(_ html: String, status: Int = 200) -> Answer {
        Answer(status: status, type: "text/html; charset=utf-8", Array(html.utf8))
    }

    static func redirect(to address: String) -> Answer { Answer(empty: 302, headers: [("Location", address)]) }

    var json: Value { Value(body) ?? .null }

    func with(_ name: String, _ value: String) -> Answer {
        var answer = self
        answer.headers.removeAll { $0.name.lowercased() == name.lowercased() }
        answer.headers.append((name, value))
        return answer
    }
}

/// A network says no, in its own form.
struct Refusal: Error, Sendable {
    let answer: Answer

    init(_ answer: Answer) { self.answer = answer }
}

/// Reasons for a no that every network knows, each in its own words.
enum Complaint: Sendable {
    /// Nothing lives at this address, or with this method.
    case unknownAddress
    case malformed(String)
    case missing(String)
    case tooLarge
    case noToken
    case deadToken(TokenEnd)
    case notYours
    /// Seconds until it is worth asking again.
    case tooOften(Int)
    case duplicate
    case moderated
    /// Said of something that may well have happened.
    case doubtful
    case down

    enum TokenEnd: Sendable, Equatable { case unknown, expired, revoked }
}
