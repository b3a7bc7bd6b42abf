import Feeds
public import Kernel
import Storage

/// What an OPML list would bring, before anything is added.
public struct OriginListPreview: Sendable {
    public struct Line: Sendable, Equatable {
        /// Its place in the list, from 1.
        public let number: Int
        public let title: String
        public let address: String
        /// Why it is refused; nil when it would be added.
        public let refusal: Refusal?
    }

    public enum Refusal: String, Sendable {
        case exists, twice, address
    }

    public let title: String?
    public let lines: [Line]

    public var accepted: [Line] { lines.filter { $0.refusal == nil } }
    public var refused: [Line] { lines.filter { $0.refusal != nil } }
}

extension OriginActions {
    /// Feeds of one list at most.
    static let longestList = 2_000

    /// Reads an OPML list and says of each line what would become of it.
    public func preview(opml bytes: [UInt8], by person: Person?) async throws -> OriginListPreview {
        _ = try GatherRight.check(person)
        let list = try OPML(reading: bytes)
        guard list.lines.count <= Self.longestList else {
            throw Failure(
                .tooLarge, "a list of \(list.lines.count) feeds, over \(Self.longestList)", words: "listening.opml_long"
            )
        }
        let existing = try await database.read { connection in
            Set(try OriginStore.all(in: connection).filter { $0.kind == .feed }.map(\.address))
        }
        var seen: Set<String> = []
        let lines = list.lines.enumerated().map { index, line in
            let address = try? OriginAddress.checked(line.feed, .feed)
            let refusal: OriginListPreview.Refusal? =
                if let address {
                    existing.contains(address) ? .exists : seen.insert(address).inserted ? nil : .twice
                } else { .address }
            return OriginListPreview.Line(
                number: index + 1, title: line.title, address: address ?? line.feed, refusal: refusal)
        }
        return OriginListPreview(title: list.title, lines: lines)
    }

    /// Adds every line that can be, under one purpose and one retention, in one transaction.
    /// - Returns: the lines, each with what became of it.
    public func importOPML(_ bytes: [UInt8], purpose: String, retentionDays: Int, by person: Person?) async throws
        -> OriginListPreview
    {
        let preview = try await preview(opml: bytes, by: person)
        try await add(
            preview.accepted.map { ($0.address, $0.title) }, purpose: purpose, retentionDays: retentionDays, by: person)
        return preview
    }

    /// Adds feeds that were looked through; those that exist meanwhile are passed over. Visits are spread over ten
    /// minutes. Returns how many were added.
    @discardableResult
    func add(_ feeds: [(address: String, title: String)], purpose: String, retentionDays: Int, by person: Person?)
        async throws -> Int
    {
        let who = try GatherRight.check(person)
        let drafts = try feeds.prefix(Self.longestList).map { feed in
            try OriginDraft(
                kind: .feed, address: feed.address, label: String(feed.title.prefix(200)), purpose: purpose,
                retentionDays: retentionDays, owner: person?.id
            ).checked()
        }
        let numbered = drafts.map { (ids.next(Origin.self).value, $0) }
        let now = clock.now()
        return try await database.write { connection in
            var added = 0
            for (id, draft) in numbered {
                if try OriginStore.find(kind: .feed, address: draft.address, in: connection) != nil { continue }
                try Self.insert(draft, id: id, who: who, at: now, in: connection)
                let first = now.adding(seconds: Double(added % 600))
                try connection.execute("UPDATE origin SET next_at = $2 WHERE id = $1", [id, first])
                added += 1
            }
            return added
        }
    }

    /// Every feed as an OPML 2.0 list.
    public func exportOPML() async throws -> String {
        let feeds = try await list().filter { $0.kind == .feed }
        return OPML(title: "Résonance", lines: feeds.map { OPML.Line(title: $0.label, feed: $0.address) }).text
    }
}
