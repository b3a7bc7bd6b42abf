import Foundation
import Kernel
import Storage

@testable import Listening

/// The sums by day, counted anew from the mentions themselves: what the table `tally` must hold.
enum IntakeRecount {
    /// Lines that are not all zeros, in the form of `MentionActionsTests.tallies`.
    static func lines(_ database: Database) async throws -> [String: [Int]] {
        try await database.read { connection in
            func lists(_ sql: String, _ column: String) throws -> [Int64: [String]] {
                try connection.query(sql, []).reduce(into: [:]) { lists, row in
                    lists[try row.int64("mention"), default: []].append(
                        try (try? row.text(column)) ?? String(row.int64(column)))
                }
            }
            let watches = try lists(
                "SELECT l.mention, l.label FROM mention_label l JOIN watch w ON w.id = l.label", "label")
            let services = try lists("SELECT mention, service FROM mention_service", "service")
            let themes = try lists("SELECT mention, theme FROM mention_theme", "theme")
            var sums: [String: [Int]] = [:]
            for row in try connection.query("SELECT * FROM mention WHERE folded_into IS NULL", []) {
                let id = try row.int64("id")
                let weights = try weights(row)
                for watch in ["0"] + (watches[id] ?? []) {
                    for service in ["0"] + (services[id] ?? []) {
                        for theme in [""] + (themes[id] ?? []) {
                            let key = "\(watch)/\(service)/\(theme)/\(try row.int("day"))/\(try row.text("network"))"
                            sums[key] = zip(sums[key] ?? [0, 0, 0, 0, 0], weights).map(+)
                        }
                    }
                }
            }
            return sums
        }
    }

    /// Mentions, opinions, positive, negative, mixed.
    private static func weights(_ row: Row) throws -> [Int] {
        guard let polarity = try row.optionalText("polarity"), try row.int("own") == 0 else { return [1, 0, 0, 0, 0] }
        let tellsNews = ["article", "video"].contains(try row.text("kind"))
        if polarity == "neutral" { return [1, tellsNews ? 0 : 1, 0, 0, 0] }
        return [1, 1] + ["positive", "negative", "mixed"].map { $0 == polarity ? 1 : 0 }
    }
}

/// Invented mentions, the same for every run.
struct IntakeInvention {
    private var state: UInt64 = 20_261_121

    mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[next(elements.count)] }

    mutating func said(_ index: Int) -> Said {
        let words = ["parking", "accueil", "attente", "repas", "infirmière", "urgences", "facture", "chambre"]
        return Said(
            id: "invented-\(index)", hoursAgo: Double(next(24 * 40)),
            network: pick([.google, .web, .mastodon, .facebook]),
            kind: pick(MentionKind.allCases), author: "auteur-\(next(30))",
            text: (0...next(4)).map { _ in pick(words) }.joined(separator: " ") + " \(index)", own: next(8) == 0,
            polarity: next(9) == 0 ? nil : pick(Polarity.allCases),
            themes: Array(Set((0..<next(4)).map { _ in pick(Theme.allCases) })),
            services: Array(Set((0..<next(3)).map { _ in Int64(1 + next(3)) })))
    }
}
