import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import App

@Suite struct TemperatureCommandTests {
    /// The formula of the design, written again: degrees, and the ends of the 90 % credible interval by integrating the
    /// density of the Beta law.
    static func temperature(opinions: Double, negative: Double, usual: Double) -> (Double, Double, Double) {
        func degrees(_ share: Double) -> Double { min(42, max(35, 37 + 10 * (share - usual))) }
        let (a, b) = (negative + 20 * usual, opinions - negative + 20 * (1 - usual))
        let steps = 400_000
        let front = lgamma(a + b) - lgamma(a) - lgamma(b)
        var (mass, low, high) = (0.0, 0.0, 1.0)
        var found = 0
        for step in 0..<steps {
            let x = (Double(step) + 0.5) / Double(steps)
            mass += exp(front + (a - 1) * log(x) + (b - 1) * log1p(-x)) / Double(steps)
            if found == 0, mass >= 0.05 { (low, found) = (x, 1) }
            if found == 1, mass >= 0.95 { (high, found) = (x, 2) }
        }
        return (degrees((negative + 20 * usual) / (opinions + 20)), degrees(low), degrees(high))
    }

    /// Opinions and negative ones (mixed count one half) between two days, counted from the mentions themselves.
    static func count(_ here: Installation, _ first: String, _ last: String, _ more: String = "1 = 1") async throws -> (
        Int, Double
    ) {
        func day(_ text: String) throws -> Int { try #require(Instant(iso8601: text + "T00:00:00Z")).day }
        let days = "day BETWEEN \(try day(first)) AND \(try day(last)) AND folded_into IS NULL AND own = 0 AND \(more)"
        let opinions =
            "polarity IS NOT NULL AND NOT (polarity = 'neutral' AND kind IN ('article', 'video')) AND \(days)"
        let all = try await here.number("SELECT COUNT(*) AS n FROM mention WHERE \(opinions)")
        let negative = try await here.number(
            "SELECT COUNT(*) AS n FROM mention WHERE polarity = 'negative' AND \(days)")
        let mixed = try await here.number("SELECT COUNT(*) AS n FROM mention WHERE polarity = 'mixed' AND \(days)")
        return (all, Double(negative) + Double(mixed) / 2)
    }

    /// Asks the command, and computes again what it must say.
    static func check(_ here: Installation, on last: String, from first: String, baseline: (String, String), days: Int)
        async throws
    {
        let outcome = try await here.run("temperature", "--json", "--on", last, "--days", String(days))
        #expect(outcome.status == 0)
        let said = try outcome.json()
        #expect(Set(said.keys) == ["temperature", "low", "high", "opinions", "negative", "baseline"])
        let window = try await count(here, first, last)
        let before = try await count(here, baseline.0, baseline.1)
        try #require(before.0 >= 20)
        let usual = before.1 / Double(before.0)
        let (degrees, low, high) = temperature(opinions: Double(window.0), negative: window.1, usual: usual)
        func value(_ key: String) throws -> Double { try #require((said[key] as? NSNumber)?.doubleValue) }
        #expect(try value("opinions") == Double(window.0))
        #expect(try value("negative") == window.1)
        #expect(abs(try value("baseline") - usual) < 1e-4)
        #expect(abs(try value("temperature") - degrees) < 1e-3)
        #expect(abs(try value("low") - low) < 1e-3)
        #expect(abs(try value("high") - high) < 1e-3)
        #expect(low < degrees && degrees < high)
    }

    @Test("the temperature's six figures are those of the formula, recomputed from the mentions")
    func formula() async throws {
        try await Installation.onBoth { here in
            // 700 opinions, one every ten minutes: five days that end on 1 October 2026.
            let end = try #require(Instant(iso8601: "2026-10-01T20:00:00Z"))
            let file = try here.write("a.jsonl", InventedOpinions.lines(700, until: end))
            #expect(try await here.run("import", file).status == 0)
            try await Self.check(
                here, on: "2026-10-01", from: "2026-09-30", baseline: ("2026-07-02", "2026-09-29"), days: 2)
        }
    }

    @Test("where there is not enough, null is said and not guessed; a terminal says so in words")
    func notEnough() async throws {
        try await Installation.onBoth { here in
            let end = try #require(Instant(iso8601: "2026-10-01T20:00:00Z"))
            #expect(
                try await here.run("import", here.write("a.jsonl", InventedOpinions.lines(12, until: end))).status == 0)
            let said = try await here.run("temperature", "--json", "--on", "2026-10-01").json()
            for key in ["temperature", "low", "high", "baseline"] { #expect(said[key] is NSNull) }
            #expect((said["opinions"] as? NSNumber)?.intValue == 12)
            let words = try await here.run("temperature", "--on", "2026-10-01")
            #expect(words.status == 0)
            #expect(words.output.contains("not enough yet: 0 opinions"))
        }
    }
}
