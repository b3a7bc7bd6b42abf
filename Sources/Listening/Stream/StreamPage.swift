import Kernel
import Storage
import Web

/// What the stream's page is drawn from.
struct StreamPage: Encodable, Sendable {
    /// A condition of the filter, with the address of the stream without it.
    struct Chip: Encodable, Sendable {
        let label: String
        let without: String
    }

    /// One list of the filter's form.
    struct Choice: Encodable, Sendable {
        let name: String
        let label: String
        let choices: [FormField.Choice]
    }

    /// Kept by the search box's form beside its words, and the other way round.
    struct Hidden: Encodable, Sendable {
        let name: String
        let value: String
    }

    /// The opinions behind a temperature, said above them.
    struct Measured: Encodable, Sendable {
        let sentence: String
        let today: String
    }

    let words: String?
    let wordsNote: String?
    let kept: [Hidden]
    let lists: [Choice]
    let from: String
    let to: String
    let unsure: Bool
    let filtering: Bool
    let chips: [Chip]
    let total: String?
    let measured: Measured?
    let voices: [Voice]
    let pagination: Pagination
    let empty: EmptyState?
    let live: String?
    let refresh: String
    let arrivedOne: String
    let arrivedOther: String
    let arrivedMany: String
    let watchPath: String?
    let csvPath: String?
    let ndjsonPath: String?
    let mayJudge: Bool
}

/// Everything that the stream's page reads from the store, in one snapshot.
struct StreamReading: Sendable {
    static let page = 40
    /// Counting stops here: nobody reads a thousand mentions, and a million is not to be walked to say so.
    static let most = 1_000

    let mentions: [Mention]
    let latest: [Int64: Int64]
    /// Up to `most` + 1; nil on any page but the first.
    let total: Int?
    let newer: Int64?
    let older: Int64?
    let watches: [Watch]
    let origins: [Origin]
    let anything: Bool

    init(
        _ filter: StreamFilter, scope: Scope, position: StreamPosition, zone: DayZone, in connection: any Connection
    ) throws {
        if position == .newest {
            let keys = try MentionStore.keys(filter, scope: scope, limit: Self.most + 1, zone: zone, in: connection)
            mentions = try MentionStore.find(Array(keys.prefix(Self.page)), in: connection)
            (total, newer, older) = (keys.count, nil, keys.count > Self.page ? mentions.last?.id : nil)
        } else {
            var found = try MentionStore.list(
                filter, scope: scope, position: position, limit: Self.page + 1, zone: zone, in: connection)
            let more = found.count > Self.page
            if case .after = position {
                if more { found.removeFirst() }
                (newer, older) = (more ? found.first?.id : nil, found.last?.id)
            } else {
                if more { found.removeLast() }
                (newer, older) = (found.first?.id, more ? found.last?.id : nil)
            }
            (mentions, total) = (found, nil)
        }
        latest = try CorrectionStore.latest(of: mentions.map(\.id), in: connection)
        watches = try WatchStore.all(in: connection)
        origins = try OriginStore.all(in: connection)
        anything = try mentions.isEmpty ? connection.one("SELECT 1 AS one FROM mention LIMIT 1", []) != nil : true
    }
}

extension StreamPosition {
    init(_ query: Query) {
        if let id = query["before"].flatMap({ Int64($0) }) {
            self = .before(id)
        } else if let id = query["after"].flatMap({ Int64($0) }) {
            self = .after(id)
        } else {
            self = .newest
        }
    }
}
