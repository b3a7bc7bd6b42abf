import Crypto
import Foundation
import Kernel
import Wire

/// What a webhook must be to be believed, and what it may bring.
enum WebhookRule {
    /// Seconds that a delivery may be late: a program that was down for a week still brings what it kept.
    static let window = 7 * 86_400.0
    /// Seconds that its clock may be ahead of ours.
    static let ahead = 300.0
    /// Days that a delivery is remembered: longer than it is taken late, so that none is taken twice.
    static let memoryDays = 30
    static let bodyLimit = 4 << 20
    static let items = 2_000
    /// Characters of one text that are kept.
    static let longest = 100_000

    /// Seconds of the timestamp, once the signature of `timestamp.body` is right under one of the secrets.
    /// - Throws: `.forbidden` for everything that proves nothing, in the same words.
    static func verified(
        _ body: [UInt8], timestamp: String?, signature: String?, secrets: [String], at now: Instant
    ) throws -> Instant {
        let refused = Failure(.forbidden, "the delivery is not signed as it should be")
        guard let timestamp, timestamp.utf8.count <= 20, let seconds = Int64(timestamp), seconds > 0,
            seconds < 100_000_000_000
        else { throw refused }
        let signed = Array((timestamp + ".").utf8) + body
        guard secrets.contains(where: { WebhookSignature(secret: $0).verifies(signed, header: signature) }),
            signature?.lowercased().hasPrefix("sha256=") == true
        else { throw refused }
        let said = Instant(microseconds: seconds * 1_000_000)
        guard now.seconds(since: said) <= window, said.seconds(since: now) <= ahead else {
            throw Failure(.unusable, "the delivery is too old, or from the future")
        }
        return said
    }

    /// What tells a delivery that came before: its own number, and its bytes.
    static func marks(_ delivery: String?, _ body: [UInt8]) -> [String] {
        let digest = SHA256.hash(data: body).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let number = delivery.flatMap { $0.isEmpty || $0.utf8.count > 200 ? nil : "id:\($0)" }
        return ["bytes:\(digest)"] + (number.map { [$0] } ?? [])
    }
}

/// One thing that a webhook tells: the canonical form of `resonance import`, with what happened to it.
struct WebhookItem: Sendable {
    enum Event: String, Sendable { case created, edited, deleted }

    let event: Event
    let id: String
    /// Nil for a deletion, which needs the number alone.
    let arrival: Arrival?
    /// When it happened, as far as its sender says.
    let at: Instant

    /// One line that could not be taken, and why. Never quotes the text.
    struct Refusal: Error, Encodable, Sendable {
        let line: Int
        let reason: String
    }
}

/// Reads a body: JSON Lines, or one array.
struct WebhookReading: Sendable {
    let network: Network
    let now: Instant
    /// The moment of the delivery, for what does not say its own.
    let delivered: Instant

    func read(_ body: [UInt8]) throws -> (items: [WebhookItem], refused: [WebhookItem.Refusal]) {
        let pieces = try pieces(body)
        guard pieces.count <= WebhookRule.items else {
            throw Failure(.tooLarge, "more than \(WebhookRule.items) items in one delivery")
        }
        var (items, refused): ([WebhookItem], [WebhookItem.Refusal]) = ([], [])
        for (index, piece) in pieces.enumerated() {
            do { items.append(try item(piece, index + 1)) } catch let refusal as WebhookItem.Refusal {
                refused.append(refusal)
            }
        }
        return (items, refused)
    }

    private func pieces(_ body: [UInt8]) throws -> [[String: Any]] {
        let first = body.first { ![32, 9, 10, 13].contains($0) }
        if first == UInt8(ascii: "[") {
            guard let list = try? JSONSerialization.jsonObject(with: Data(body)) as? [Any] else {
                throw Failure(.unusable, "the body is no JSON array")
            }
            return list.map { $0 as? [String: Any] ?? [:] }
        }
        return body.split(whereSeparator: { $0 == 10 || $0 == 13 }).map { line in
            (try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]) ?? [:]
        }
    }

    private func item(_ fields: [String: Any], _ line: Int) throws -> WebhookItem {
        let fields = WebhookFields(values: fields, line: line)
        guard !fields.values.isEmpty else { throw fields.refused("not a JSON object") }
        guard let id = fields.text("id") ?? fields.number("id")?.stringValue, id.utf8.count <= 2_048 else {
            throw fields.refused("id: missing")
        }
        guard let event = WebhookItem.Event(rawValue: fields.text("event") ?? "created") else {
            throw fields.refused("event: not one of created, edited, deleted")
        }
        guard (fields.text("network") ?? network.rawValue) == network.rawValue else {
            throw fields.refused("network: this channel brings \(network.rawValue) alone")
        }
        let said = fields.text("at").flatMap { Instant(iso8601: $0) }
        if event == .deleted { return WebhookItem(event: event, id: id, arrival: nil, at: said ?? delivered) }
        let arrival = try arrival(id, fields)
        return WebhookItem(
            event: event, id: id, arrival: arrival, at: said ?? (event == .created ? arrival.publishedAt : delivered))
    }

    private func arrival(_ id: String, _ fields: WebhookFields) throws -> Arrival {
        guard let published = fields.text("published_at").flatMap({ Instant(iso8601: $0) }),
            published <= now.adding(days: 1), published.seconds > 631_152_000
        else { throw fields.refused("published_at: not a date; expected like 2024-05-17T08:30:00Z") }
        guard let kind = MentionKind(rawValue: fields.text("kind") ?? "post") else {
            throw fields.refused("kind: not one of \(MentionKind.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        let rating = fields.number("rating")?.doubleValue
        guard rating.map({ (1...5).contains($0) }) ?? true else {
            throw fields.refused("rating: not a number between 1 and 5")
        }
        guard let words = fields.text("text") ?? (rating == nil ? nil : "") else {
            throw fields.refused("text: missing")
        }
        return Arrival(
            id: id, network: network, kind: kind, author: fields.text("author").map { String($0.prefix(300)) },
            title: fields.text("title").map { String($0.prefix(500)) },
            text: String(words.prefix(WebhookRule.longest)), publishedAt: published,
            url: fields.text("url").flatMap { try? WebAddress($0).text }, rating: rating,
            parent: fields.text("parent"), reach: fields.number("reach")?.intValue,
            language: fields.text("language").flatMap { (2...35).contains($0.utf8.count) ? $0 : nil },
            own: (fields.values["own"] as? Bool) == true)
    }
}

/// The fields of one item, as they came.
private struct WebhookFields {
    let values: [String: Any]
    let line: Int

    func text(_ name: String) -> String? {
        guard let value = values[name] as? String else { return nil }
        return value.isEmpty ? nil : value
    }

    func number(_ name: String) -> NSNumber? { values[name] as? NSNumber }
    func refused(_ reason: String) -> WebhookItem.Refusal { .init(line: line, reason: reason) }
}
