import Kernel

/// Why a store did not do what it was asked, in one line for people who keep servers.
struct ObjectRefusal: Error, Sendable {
    let said: Failure
    /// It may be better in a moment.
    let isPassing: Bool
    /// Seconds that the store asked us to wait.
    var wait: Double?

    init(_ said: Failure, isPassing: Bool) { (self.said, self.isPassing) = (said, isPassing) }

    init(_ answer: ObjectCarrier.Answer, _ place: ObjectPlace, now: Instant) {
        let code = Self.plain(ObjectText(answer.body)["Code"])
        wait = RetryAfter.seconds(answer.headers, now: now)
        let host = place.endpoint.authority
        let detail = code.map { " (\($0))" } ?? ""
        switch (code, answer.status) {
        case ("SlowDown", _), (_, 429), ("ServiceUnavailable", _), (_, 503):
            said = Failure(.unavailable, "\(host): the object store asks for patience\(detail)")
            isPassing = true
        case ("RequestTimeTooSkewed", _):
            said = Failure(.unavailable, "\(host): this machine's clock and the object store's differ\(detail)")
            isPassing = false
        case ("NoSuchBucket", _):
            said = Failure(.unavailable, "\(host): the object store has no bucket \(place.bucket)\(detail)")
            isPassing = false
        case ("SignatureDoesNotMatch", _), ("InvalidAccessKeyId", _), (_, 401), (_, 403):
            said = Failure(.unavailable, "\(host): the object store refuses our key or its secret\(detail)")
            isPassing = false
        case (_, 404): (said, isPassing) = (Failure(.notFound, "\(host): no such object\(detail)"), false)
        case ("XAmzContentSHA256Mismatch", _), ("BadDigest", _), ("IncompleteBody", _), ("RequestTimeout", _):
            said = Failure(.unavailable, "\(host): what was sent did not arrive whole\(detail)")
            isPassing = true
        case (_, 500...):
            said = Failure(.unavailable, "\(host): the object store answered HTTP \(answer.status)\(detail)")
            isPassing = true
        default:
            said = Failure(.unavailable, "\(host): the object store answered HTTP \(answer.status)\(detail)")
            isPassing = false
        }
    }

    /// A code is one word of letters and figures: what else a server says goes into no log.
    private static func plain(_ code: String?) -> String? {
        guard let code, (1...60).contains(code.utf8.count),
            code.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) })
        else { return nil }
        return code
    }
}
