import Kernel
import Storage

/// Which keys the stream walks down, newest first, so that a page costs what a page holds and not what the store holds.
///
/// One condition of the filter *drives*: the one that is usually rarest, and whose index holds the mention's key behind
/// its value. Where it allows several values (two services, three networks) each value is a walk of its own, cut after a
/// page, and the walks are merged: an index on (value, key) has no order over several values.
struct StreamWalk {
    /// The condition that drives, and that needs not be asked again.
    enum Facet {
        case copies, words, urgency, watch, origin, unsure, service, theme, kind, language, network, polarity, nothing
    }

    /// One walk: where it reads, its key, and what makes it this walk.
    struct Branch {
        let source: String
        let key: String
        var conditions: [String]
    }

    let facet: Facet
    let branches: [Branch]

    /// More walks than this are no longer fewer steps than walking down everything.
    private static let most = 6
    static let everything = StreamWalk(
        facet: .nothing, branches: [Branch(source: "mention m", key: "m.id", conditions: [])])

    /// `place` keeps an argument and gives its `$n`.
    static func choose(
        _ filter: StreamFilter, services: Set<Int64>?, in connection: any Connection,
        place: (any SQLBindable) -> String
    ) throws -> StreamWalk {
        if let original = filter.copiesOf {
            return column("folded_into", [original], .copies, place)
        }
        if let query = TextQuery(lenient: filter.words) { return try words(query, connection, place) }
        if !filter.urgencies.isEmpty, filter.urgencies.isSubset(of: [.high, .distress]) {
            let rare = "m.urgency IN ('high', 'distress')"
            return column("urgency", filter.urgencies.map(\.rawValue), .urgency, also: rare, place)
        }
        if let watch = filter.watch { return table("mention_label", "label", [watch], .watch, place) }
        if let origin = filter.origin {
            let first = column("origin", [origin], .origin, place).branches
            return StreamWalk(
                facet: .origin, branches: first + table("mention_label", "label", [origin], .origin, place).branches)
        }
        if filter.unsureOnly {
            let branch = Branch(source: "mention m", key: "m.id", conditions: ["m.unsure = 1"])
            return StreamWalk(facet: .unsure, branches: [branch])
        }
        return common(filter, services, place)
    }

    private static func common(
        _ filter: StreamFilter, _ services: Set<Int64>?, _ place: (any SQLBindable) -> String
    ) -> StreamWalk {
        if let services, (1...most).contains(services.count) {
            return table("mention_service", "service", services.sorted(), .service, place)
        }
        if (1...most).contains(filter.themes.count) {
            return table("mention_theme", "theme", filter.themes.map(\.rawValue).sorted(), .theme, place)
        }
        if !filter.kinds.isEmpty, filter.kinds.isSubset(of: [.article, .video]) {
            let rare = "m.kind IN ('article', 'video')"
            return column("kind", filter.kinds.map(\.rawValue), .kind, also: rare, place)
        }
        if (1...most).contains(filter.languages.count), !filter.languages.contains("fr") {
            return column("language", Array(filter.languages), .language, also: "m.language <> 'fr'", place)
        }
        if (1...most).contains(filter.networks.count) {
            return column("network", filter.networks.map(\.rawValue), .network, place)
        }
        if (1..<Polarity.allCases.count).contains(filter.polarities.count) {
            return column("polarity", filter.polarities.map(\.rawValue), .polarity, place)
        }
        return everything
    }

    private static func words(
        _ query: TextQuery, _ connection: any Connection, _ place: (any SQLBindable) -> String
    ) throws -> StreamWalk {
        let index = TextIndex.mentions
        // The words are the first condition of all.
        let drive = try index.drive(query, parameter: 1, in: connection)
        guard place(drive.argument) == "$1" else { throw Failure(.broken, "a walk by words is not the first argument") }
        let branch = Branch(
            source: "\(index.table) f CROSS JOIN mention m", key: drive.key,
            conditions: [drive.condition, "m.id = \(drive.key)"])
        return StreamWalk(facet: .words, branches: [branch])
    }

    /// `also` repeats a partial index's own condition, in its own letters: SQLite uses the index only then.
    private static func column<Value: SQLBindable & Comparable>(
        _ name: String, _ values: [Value], _ facet: Facet, also: String? = nil, _ place: (any SQLBindable) -> String
    ) -> StreamWalk {
        let branches = values.sorted().map { value in
            Branch(
                source: "mention m", key: "m.id",
                conditions: ["m.\(name) = \(place(value))"] + (also.map { [$0] } ?? []))
        }
        return StreamWalk(facet: facet, branches: branches)
    }

    /// A cross join is a join whose order SQLite keeps: the narrow table in front.
    private static func table(
        _ name: String, _ column: String, _ values: [any SQLBindable], _ facet: Facet,
        _ place: (any SQLBindable) -> String
    ) -> StreamWalk {
        let branches = values.map { value in
            Branch(
                source: "\(name) d CROSS JOIN mention m", key: "d.mention",
                conditions: ["d.\(column) = \(place(value))", "m.id = d.mention"])
        }
        return StreamWalk(facet: facet, branches: branches)
    }
}
