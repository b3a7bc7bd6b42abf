import Foundation
import Kernel
import Wire

/// What Meta's interfaces say beside a no: `{"error": {"message", "type", "code", "error_subcode", …}}`
/// (https://developers.facebook.com/docs/graph-api/guides/error-handling). Facebook, Instagram and Threads share it.
struct MetaError: Sendable, Equatable {
    let code: Int
    let subcode: Int?
    /// For people where Meta wrote something for them, else its word for developers: one clean line without secrets.
    let said: String?
    /// Meta's own word that the same call may work later.
    let isTransient: Bool

    /// What an error means for us. `MetaError.table` says which one means what.
    enum Meaning: Sendable, Equatable {
        /// The token opens nothing any more: a person signs in again.
        case dead
        /// The token lives, and its owner has to put something right in the network's own application first.
        case restricted
        /// A right is missing.
        case right
        /// Too often; seconds until it is worth asking again, where the answer itself does not say.
        case wait(Double)
        /// The same was published already.
        case duplicate
        /// It is not there (any more).
        case gone
        /// The network could not fetch the file from us.
        case unreachable
        /// The same, and it took too long: it may work later.
        case slowFetch
        /// The file is not what the network takes.
        case media
        case tooLong
        /// The network is still at work; seconds until it is worth asking again.
        case unready(Double)
        /// What the network kept for us is lost: it is made again.
        case stale
        /// A fault of theirs. After a publication nobody can tell whether it is out.
        case doubtful
        /// Refused for good.
        case refused
    }

    /// Nil where `json` holds no error.
    init?(_ json: JSON) {
        let error = json["error"]
        guard error.isObject, let code = error["code"].int else { return nil }
        (self.code, subcode) = (code, error["error_subcode"].int)
        isTransient = error["is_transient"].bool ?? false
        said = Self.line(error["error_user_msg"].string) ?? Self.line(error["message"].string)
    }

    init?(_ body: [UInt8]) {
        guard let json = try? JSON.parse(body, from: "Meta") else { return nil }
        self.init(json)
    }

    /// The error whose number a container's `status` names (`… error code 2207026`), for containers that failed.
    init?(named text: String?) {
        let numbers = (text ?? "").split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
        guard let number = numbers.first(where: { $0 > 1_000_000 }) ?? numbers.last else { return nil }
        (code, subcode, isTransient, said) = (number, number, false, Self.line(text))
    }

    var meaning: Meaning {
        for rule in Self.table where rule.matches(code, subcode) { return rule.meaning }
        return isTransient ? .doubtful : .refused
    }

    /// Seconds until it is worth asking again, where this error says.
    var wait: Double? {
        switch meaning {
        case .wait(let seconds), .unready(let seconds): seconds
        default: nil
        }
    }

    /// This error as ours. `host` is who said it.
    func failure(from host: String) -> Failure {
        let numbers = subcode.map { "\(code)/\($0)" } ?? "\(code)"
        let (kind, words) = Self.kind(meaning)
        return Failure(kind, "\(host) answered error \(numbers)", words: words)
    }

    private static func kind(_ meaning: Meaning) -> (Failure.Kind, String?) {
        switch meaning {
        case .dead: (.forbidden, "wire.refused")
        case .restricted: (.forbidden, "networks.account_restricted")
        case .right: (.forbidden, "networks.needs_right")
        case .wait: (.tooMany, "wire.asked_to_wait")
        case .duplicate: (.conflict, "networks.duplicate")
        case .gone: (.notFound, "networks.no_status")
        case .unreachable: (.unusable, "networks.media_unreachable")
        case .slowFetch: (.unavailable, "networks.media_unreachable")
        case .media: (.unusable, "networks.media_refused")
        case .tooLong: (.tooLarge, "networks.too_long")
        case .unready, .stale, .doubtful: (.unavailable, "wire.unavailable")
        case .refused: (.unusable, "networks.refused")
        }
    }

    /// One line of at most 300 characters. Messages about tokens may quote them: long runs of letters and digits lose
    /// all but their last four.
    private static func line(_ text: String?) -> String? {
        let words = Fields.text(text ?? "").split(whereSeparator: \.isWhitespace).map { word in
            let isSecret = word.count >= 24 && !word.contains("/") && word.contains(where: \.isNumber)
            return isSecret ? "…" + word.suffix(4) : String(word)
        }
        let line = words.joined(separator: " ")
        return line.isEmpty ? nil : String(line.prefix(300))
    }
}
