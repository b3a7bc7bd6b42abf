import Foundation
public import Kernel
import Wire

/// One change that Meta tells us of.
public struct MetaNotice: Sendable, Equatable {
    /// The same however often the same change is delivered: a mark that was taken in before is left aside.
    public let mark: String
    public let network: Network
    /// The Page, the Instagram account or the Threads profile that it happened to, by the network's own number.
    public let account: String
    /// By which changes that come out of order are put right.
    public let at: Instant
    public let change: Change
}

/// What Meta delivers to an address of ours as it happens (https://developers.facebook.com/docs/graph-api/webhooks).
/// Deliveries come more than once, late and out of order, and some never: polling fills what is missing.
public enum MetaWebhook {
    /// Bytes and changes that one delivery may hold. Meta bundles up to 1,000.
    static let longest = 4 << 20
    static let most = 2_000

    /// Whether `signature` (`X-Hub-Signature-256: sha256=…`) signs these very bytes with our application's secret.
    /// Compares in constant time; false for a missing or malformed signature, and for a weaker kind of it.
    public static func verify(signature: String?, body: [UInt8], appSecret: String) -> Bool {
        guard let signature, signature.utf8.count == 71, signature.lowercased().hasPrefix("sha256=") else {
            return false
        }
        return WebhookSignature(secret: appSecret).verifies(body, header: signature)
    }

    /// The answer to Meta's question whether the address is ours (`hub.mode`, `hub.verify_token`, `hub.challenge`); nil
    /// when it does not know our word, which is compared in constant time.
    public static func challenge(_ query: [String: String], verifyToken: String) -> String? {
        guard query["hub.mode"] == "subscribe", !verifyToken.isEmpty,
            same(query["hub.verify_token"] ?? "", verifyToken), let challenge = query["hub.challenge"],
            (1...200).contains(challenge.utf8.count), challenge.utf8.allSatisfy(isPlain)
        else { return nil }
        return challenge
    }

    private static func same(_ said: String, _ ours: String) -> Bool {
        let (left, right) = (Array(said.utf8), Array(ours.utf8))
        var difference = left.count ^ right.count
        for (index, byte) in right.enumerated() {
            difference |= Int(byte ^ (index < left.count ? left[index] : ~byte))
        }
        return difference == 0
    }

    /// Letters, digits, `_` and `-`: what is sent back can be no page.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45 || byte == 95
    }

    /// What a delivery tells, oldest first, each change once. What we say ourselves is left out, and so is whatever is
    /// no comment, answer, recommendation or post of somebody's.
    /// - Parameter own: numbers and names of accounts of ours, beside those that the delivery itself names.
    /// - Throws: `.unusable` for what is no delivery of Meta's, `.tooLarge` for more than one may hold.
    public static func notices(_ body: [UInt8], own: Set<String> = [], now: Instant) throws -> [MetaNotice] {
        guard body.count <= longest else { throw Failure(.tooLarge, "a delivery of \(body.count) bytes") }
        guard let json = try? JSON.parse(body, from: "Meta") else {
            throw Failure(.unusable, "a delivery that is no JSON", words: "networks.not_json")
        }
        // Seen as an object and as a list of one.
        let deliveries = json.oneOrMany.flatMap { delivery in
            delivery["values"] == .null ? pages(delivery, own, now) : threads(delivery, own, now)
        }
        guard deliveries.count <= most else { throw Failure(.tooLarge, "a delivery of \(deliveries.count) changes") }
        var seen: Set<String> = []
        return deliveries.filter { seen.insert($0.mark).inserted }.sorted { ($0.at, $0.mark) < ($1.at, $1.mark) }
    }

    private static func pages(_ delivery: JSON, _ own: Set<String>, _ now: Instant) -> [MetaNotice] {
        delivery["entry"].elements.flatMap { entry -> [MetaNotice] in
            guard let account = Fields.id(entry["id"].identifier) else { return [] }
            let at = moment(entry["time"], now) ?? now
            // Some deliveries hold one change without its list.
            let changes = entry["changes"].elements.isEmpty ? [entry] : entry["changes"].elements
            return changes.compactMap { change in
                let value = change["value"].oneOrMany.first ?? .null
                let context = MetaChange(account: account, at: at, own: own.union([account]), now: now)
                switch (delivery["object"].string, change["field"].string) {
                case ("page", "feed"), ("page", "ratings"): return context.page(value)
                case ("instagram", "comments"), ("instagram", "live_comments"): return context.instagram(value)
                default: return nil
                }
            }
        }
    }

    private static func threads(_ delivery: JSON, _ own: Set<String>, _ now: Instant) -> [MetaNotice] {
        let at = moment(delivery["time"], now) ?? now
        return delivery["values"].oneOrMany.compactMap { change in
            let value = change["value"]
            let owner = value["root_post"]["owner_id"].identifier ?? value["owner"]["owner_id"].identifier
            guard let account = Fields.id(owner ?? delivery["target_id"].identifier) else { return nil }
            let context = MetaChange(account: account, at: at, own: own.union([account]), now: now)
            switch change["field"].string {
            case "replies": return context.threads(value)
            case "delete": return context.threadsRemoval(value)
            default: return nil
            }
        }
    }

    /// Seconds, or milliseconds, since 1970; nil for what cannot be.
    static func moment(_ json: JSON, _ now: Instant) -> Instant? {
        guard let number = json.int, number > 0 else { return nil }
        let moment = Instant(seconds: number > 100_000_000_000 ? Double(number) / 1_000 : Double(number))
        return moment.seconds > 631_152_000 && moment < now.adding(days: 1) ? moment : nil
    }
}
