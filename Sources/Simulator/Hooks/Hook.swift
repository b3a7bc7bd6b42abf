import Crypto
import Foundation
import Kernel

/// An address that wants to hear of comments and reviews as they come.
struct Hook: Sendable, Codable {
    let id: Int
    let network: SimulatedNetwork
    let url: String
    let secret: String
    var mishaps: [Mishap] = []
}

/// What goes wrong with the next letters.
struct Mishap: Sendable, Codable {
    enum Kind: String, Sendable, Codable {
        case lose, duplicate, reorder, late
        case badSignature = "bad_signature"
    }

    let kind: Kind
    /// Of what comes late.
    var seconds = 0.0
    /// Nil until somebody takes it away.
    var left: Int?
}

/// A webhook under way.
struct Letter: Sendable, Codable {
    let id: Int
    let hook: Int
    let network: SimulatedNetwork
    let url: String
    let body: String
    let headers: [String: String]
    var dueAt: Instant
    var attempts = 0
    /// Waits for the next, which goes before it.
    var isHeld = false
    var isLost = false
    /// What the address answered; 0 for no answer.
    var status: Int?

    static let mostAttempts = 3

    var isDone: Bool { isLost || attempts >= Self.mostAttempts || (200...299).contains(status ?? 0) }
}

/// How each network proves that a letter is its own.
enum LetterSignature {
    /// - Parameter isGood: false for the signature of another secret.
    static func headers(_ network: SimulatedNetwork, _ body: String, secret: String, isGood: Bool) -> [String: String] {
        let key = SymmetricKey(data: Data((isGood ? secret : secret + "?").utf8))
        switch network {
        case .facebook, .instagram, .threads:
            // https://developers.facebook.com/docs/graph-api/webhooks/getting-started
            return ["X-Hub-Signature-256": "sha256=" + hex(body, key)]
        case .x:
            // https://docs.x.com/x-api/webhooks/introduction
            let code = HMAC<SHA256>.authenticationCode(for: Data(body.utf8), using: key)
            return ["x-twitter-webhooks-signature": "sha256=" + Data(code).base64EncodedString()]
        case .linkedin:
            // https://learn.microsoft.com/linkedin/shared/api-guide/webhook-validation
            return ["X-LI-Signature": hex("hmacsha256=" + body, key)]
        case .google, .youtube:
            // Google's own proof is a token that only Google can sign: the secret stands in its place.
            return ["Authorization": "Bearer " + (isGood ? secret : secret + "?")]
        }
    }

    static func hex(_ text: String, _ key: SymmetricKey) -> String {
        HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key).map {
            let digits = String($0, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}

extension World {
    enum Happening: Sendable { case added, removed }

    static let mostLetters = 2_000

    /// Writes to whoever wants to hear of it, with the mishaps that were asked for.
    mutating func announce(_ item: Item, _ happening: Happening, at now: Instant) {
        for index in hooks.indices where hooks[index].network == item.network {
            guard let body = LetterBody.text(item, happening, self, at: now) else { continue }
            let mishaps = takeMishaps(index)
            let has = { (kind: Mishap.Kind) in mishaps.contains { $0.kind == kind } }
            let delay = mishaps.filter { $0.kind == .late }.map(\.seconds).max() ?? 0
            let headers = LetterSignature.headers(
                item.network, body, secret: hooks[index].secret, isGood: !has(.badSignature))
            for _ in 0..<(has(.duplicate) ? 2 : 1) {
                var letter = Letter(
                    id: tick(), hook: hooks[index].id, network: item.network, url: hooks[index].url, body: body,
                    headers: headers, dueAt: now.adding(seconds: delay))
                (letter.isHeld, letter.isLost) = (has(.reorder), has(.lose))
                letters.append(letter)
            }
            if !has(.reorder) { release(hooks[index].id, after: now.adding(seconds: delay)) }
        }
        if letters.count > Self.mostLetters { letters.removeFirst(letters.count - Self.mostLetters) }
    }

    private mutating func takeMishaps(_ index: Int) -> [Mishap] {
        let taken = hooks[index].mishaps.filter { $0.left != 0 }
        for place in hooks[index].mishaps.indices {
            hooks[index].mishaps[place].left = hooks[index].mishaps[place].left.map { max(0, $0 - 1) }
        }
        hooks[index].mishaps.removeAll { $0.left == 0 }
        return taken
    }

    /// What was held back goes now, behind what came after it.
    private mutating func release(_ hook: Int, after moment: Instant) {
        for place in letters.indices where letters[place].hook == hook && letters[place].isHeld {
            letters[place].isHeld = false
            letters[place].dueAt = Instant(microseconds: moment.microseconds + 1 + Int64(place))
        }
    }
}
