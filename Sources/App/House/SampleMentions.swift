import Foundation
import Kernel
import Listening

/// What is said of the sample hospital, as it was written: moments are told backwards from today.
struct SampleMention: Decodable {
    let id: String
    let daysAgo: Int
    let time: String
    let network: Network
    let kind: MentionKind
    let author: String?
    let title: String?
    let text: String
    let rating: Double?
    let parent: String?
    let reach: Int?
    let url: String?
    let language: String?
    /// What the author of the sample meant: the judgement of the team that reads it.
    let polarity: Polarity
    let themes: [Theme]
    let urgency: Urgency

    private enum CodingKeys: String, CodingKey {
        case id, time, network, kind, author, title, text, rating, parent, reach, url, language, polarity, themes,
            urgency
        case daysAgo = "days_ago"
    }

    /// The name under which the sample hospital itself speaks.
    static let house = "CHU de Valmont-sur-Loire"

    /// All of them, oldest first.
    static func all() throws -> [SampleMention] {
        let decoder = JSONDecoder()
        return try ["sample/mentions-a.jsonl", "sample/mentions-b.jsonl"].flatMap { path in
            try Embedded.text(path).split(separator: "\n").map { line in
                do {
                    return try decoder.decode(SampleMention.self, from: Data(line.utf8))
                } catch {
                    throw Failure(.broken, "\(path): \(error)")
                }
            }
        }.sorted { ($1.daysAgo, $0.time) < ($0.daysAgo, $1.time) }
    }

    /// When it was said, if today is `now`. What is still to come today is brought forward, in order.
    func publishedAt(now: Instant, zone: DayZone) -> Instant {
        let midnight = zone.start(of: zone.day(of: now) - daysAgo)
        let parts = time.split(separator: ":").compactMap { Double($0) }
        let seconds = (parts.first ?? 12) * 3_600 + (parts.dropFirst().first ?? 0) * 60
        guard daysAgo == 0 else { return midnight.adding(seconds: seconds) }
        return midnight.adding(seconds: seconds / 86_400 * now.seconds(since: midnight))
    }

    func arrival(now: Instant, zone: DayZone) -> Arrival {
        Arrival(
            id: "sample-\(id)", network: network, kind: kind, author: author, title: title, text: text,
            publishedAt: publishedAt(now: now, zone: zone), url: url, rating: rating,
            parent: parent.map { "sample-\($0)" }, reach: reach, language: language, own: author == Self.house)
    }
}
