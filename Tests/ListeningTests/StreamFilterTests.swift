import Foundation
import Kernel
import Storage
import TestKit
import Testing
import Web

@testable import Listening

@Suite struct StreamFilterTests {
    /// A few hundred mentions in which every value occurs, and combinations are rare.
    static func crowd() -> [Said] {
        (0..<400).map { index in
            var said = Said()
            said.id = "crowd-\(index)"
            said.hoursAgo = Double(index) * 3 + 0.5
            said.network = Network.allCases[index % 5]
            said.kind = MentionKind.allCases[index % MentionKind.allCases.count]
            said.polarity = index % 17 == 0 ? nil : Polarity.allCases[(index / 3) % 4]
            said.language = ["fr", "fr", "fr", "en", "de"][index % 5]
            said.unsure = index % 11 == 0 && said.polarity != nil
            said.urgency = said.polarity == nil ? .none : [.none, .none, .low, .high, .distress][(index / 2) % 5]
            said.themes =
                said.polarity == nil
                ? [] : Theme.allCases.enumerated().filter { (index + $0.offset) % 7 == 0 }.map(\.element)
            said.services = index % 4 == 0 ? [1] : index % 6 == 0 ? [2, 3] : []
            said.text = "voix \(index) \(index % 2 == 0 ? "parking complet" : "hôpitaux propres") numéro\(index % 13)"
            said.own = index % 19 == 0
            return said
        }
    }

    struct Case: Sendable {
        let name: String
        let filter: StreamFilter
        let passes: @Sendable (Said) -> Bool
    }

    static let cases: [Case] = [
        make("everything", { _ in }) { _ in true },
        make("one network", { $0.networks = [.mastodon] }) { $0.network == .mastodon },
        make("three networks", { $0.networks = [.mastodon, .bluesky, .facebook] }) {
            [.mastodon, .bluesky, .facebook].contains($0.network)
        },
        make("one polarity", { $0.polarities = [.mixed] }) { $0.polarity == .mixed },
        make("two polarities", { $0.polarities = [.negative, .mixed] }) {
            $0.polarity == .negative || $0.polarity == .mixed
        },
        make("all polarities", { $0.polarities = Set(Polarity.allCases) }) { $0.polarity != nil },
        make("a theme", { $0.themes = [.waiting] }) { $0.themes.contains(.waiting) },
        make("two themes", { $0.themes = [.waiting, .billing] }) {
            !Set($0.themes).isDisjoint(with: [.waiting, .billing])
        },
        make("all themes", { $0.themes = Set(Theme.allCases) }) { !$0.themes.isEmpty },
        make("a service", { $0.services = [2] }) { $0.services.contains(2) },
        make("two services", { $0.services = [2, 3] }) { !Set($0.services).isDisjoint(with: [2, 3]) },
        make("a language", { $0.languages = ["de"] }) { $0.language == "de" },
        make("French", { $0.languages = ["fr"] }) { $0.language == "fr" },
        make("danger", { $0.urgencies = [.distress] }) { $0.urgency == .distress },
        make("danger or urgent", { $0.urgencies = [.distress, .high] }) { $0.urgency >= .high },
        make("worth reading", { $0.urgencies = [.low] }) { $0.urgency == .low },
        make("video", { $0.kinds = [.video] }) { $0.kind == .video },
        make("posts and comments", { $0.kinds = [.post, .comment] }) { $0.kind == .post || $0.kind == .comment },
        make("unsure", { $0.unsureOnly = true }) { $0.unsure },
        make("opinions", { $0.opinionsOnly = true }) { said in
            said.polarity.map { Mention.isOpinion(kind: said.kind, polarity: $0, own: said.own) } ?? false
        },
        make("words", { $0.words = "parking" }) { $0.text.contains("parking") },
        make("plural without accent", { $0.words = "hopital" }) { $0.text.contains("hôpitaux") },
        make(
            "words and theme",
            {
                $0.words = "parking"; $0.themes = [.meals]
            }
        ) { $0.text.contains("parking") && $0.themes.contains(.meals) },
        make(
            "words, service, polarity",
            {
                $0.words = "parking numéro4"; $0.services = [1]; $0.polarities = [.negative]
            }
        ) {
            $0.text.contains("parking") && $0.text.hasSuffix("numéro4") && $0.services == [1]
                && $0.polarity == .negative
        },
        make(
            "theme, service, network",
            {
                $0.themes = [.care]; $0.services = [1]; $0.networks = [.mastodon, .facebook]
            }
        ) {
            $0.themes.contains(.care) && $0.services.contains(1) && [.mastodon, .facebook].contains($0.network)
        },
        make(
            "urgent, unsure, German",
            {
                $0.urgencies = [.high, .low]; $0.unsureOnly = true; $0.languages = ["de"]
            }
        ) {
            ($0.urgency == .high || $0.urgency == .low) && $0.unsure && $0.language == "de"
        },
        make("only punctuation finds nothing", { $0.words = "?!" }) { _ in false },
        make("of our source", { $0.origin = StreamHouse.origin }) { _ in true },
        make("of another source", { $0.origin = 4 }) { _ in false },
    ]

    private static func make(
        _ name: String, _ build: (inout StreamFilter) -> Void, _ passes: @escaping @Sendable (Said) -> Bool
    ) -> Case {
        var filter = StreamFilter()
        build(&filter)
        return Case(name: name, filter: filter, passes: passes)
    }

    @Test("every filter finds what it says, newest first, on both engines, page by page")
    func filters() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            let crowd = Self.crowd()
            let keys = try await house.hear(crowd)
            for one in Self.cases {
                let wanted = zip(crowd, keys).filter { one.passes($0.0) }.map(\.1).sorted(by: >)
                let found = try await house.list(one.filter).map(\.id)
                #expect(found == wanted, "\(one.name)")
                var walked: [Int64] = []
                var position = StreamPosition.newest
                while true {
                    let page = try await house.list(one.filter, position: position, limit: 7)
                    walked += page.map(\.id)
                    guard let last = page.last, page.count == 7 else { break }
                    position = .before(last.id)
                }
                #expect(walked == wanted, "\(one.name), page by page")
                if wanted.count > 9 {
                    let up = try await house.list(one.filter, position: .after(wanted[8]), limit: 3).map(\.id)
                    #expect(up == Array(wanted[5..<8]), "\(one.name), upwards")
                }
            }
        }
    }

    @Test("somebody who speaks for two services finds theirs only, whatever the filter asks")
    func scope() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            let crowd = Self.crowd()
            let keys = try await house.hear(crowd)
            for one in Self.cases {
                let wanted = zip(crowd, keys).filter { said, _ in
                    one.passes(said) && !Set(said.services).isDisjoint(with: [1, 3])
                        && (one.filter.services.isEmpty
                            || !Set(said.services).isDisjoint(with: one.filter.services.intersection([1, 3])))
                }.map(\.1).sorted(by: >)
                let found = try await house.list(one.filter, scope: .services([1, 3])).map(\.id)
                #expect(found == wanted, "\(one.name)")
                #expect(try await house.list(one.filter, scope: .nothing).isEmpty)
                #expect(try await house.list(one.filter, scope: .services([])).isEmpty)
            }
        }
    }

    @Test("no filter reads the whole table, nor sorts it, on SQLite")
    func plans() async throws {
        try await onSQLite(ListeningSchema.migrations) { database, _ in
            let house = try await StreamHouse(database)
            for one in Self.cases
            where !one.filter.isEmpty && one.filter.polarities.count < 4 && one.filter.themes.count < 7 {
                if one.filter.languages == ["fr"] || one.filter.urgencies == [.low] || one.filter.opinionsOnly {
                    continue
                }
                if one.filter.kinds == [.post, .comment] || one.filter.words == "?!" { continue }
                let zone = house.zone
                let plan = try await database.read { connection in
                    let query = try StreamQuery(
                        one.filter, scope: .everything, position: .newest, zone: zone, in: connection)
                    return try connection.query(
                        "EXPLAIN QUERY PLAN " + query.sql(columns: "m.id", limit: 41), query.arguments
                    ).map { try $0.text("detail") }
                }
                #expect(!plan.contains("SCAN m"), "\(one.name): \(plan)")
                let sorts = plan.filter { $0.contains("TEMP B-TREE FOR ORDER BY") }.count
                // Merging the walks of several values sorts the few rows that they found.
                #expect(sorts <= (plan.contains { $0.contains("UNION") } ? 1 : 0), "\(one.name): \(plan)")
            }
        }
    }

    @Test("a filter and its address are one")
    func address() {
        for one in Self.cases where one.filter.words != "?!" {
            #expect(StreamFilter(Query(one.filter.query)) == one.filter, "\(one.name)")
        }
        var filter = StreamFilter()
        filter.words = "\"hôpital de jour\" OU parking & <b>"
        filter.firstDay = 20_000
        filter.lastDay = 20_006
        filter.watch = 7
        filter.copiesOf = 8
        #expect(StreamFilter(Query(filter.query)) == filter)
        #expect(StreamFilter().address == "/stream")
    }

    @Test("an address with unknown values opens, without them")
    func unknown() {
        let filter = StreamFilter(
            Query("network=myspace&network=google&theme=x&from=2026-02-30&to=tomorrow&service=a&polarity="))
        var wanted = StreamFilter()
        wanted.networks = [.google]
        #expect(filter == wanted)
    }

    @Test("a calendar day is read as it is written, and no other")
    func days() {
        for day in [0, 59, 60, 11_016, 20_778, 2_932_896] {
            #expect(CalendarDay.number(CalendarDay.text(day)) == day)
        }
        #expect(CalendarDay.text(20_778) == "2026-11-21")
        for text in ["2026-02-29", "2026-13-01", "2026-1-1x", "1969-12-31", "10000-01-01", "2026-00-10", "", "--"] {
            #expect(CalendarDay.number(text) == nil, "\(text)")
        }
    }
}
