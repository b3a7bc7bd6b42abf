import Foundation
import Testing

@testable import Listening

@Suite struct SurveillanceTests {
    /// A series, and what R's `surveillance` package made of it (`Figures/surveillance.R`).
    struct Series: Decodable, Sendable, CustomTestStringConvertible {
        let method: String
        let name: String
        let counts: [Double]
        let upper: [Double?]
        let expected: [Double?]?
        let from: Int?
        var testDescription: String { "\(method) \(name)" }
    }

    static let series: [Series] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Figures/surveillance.json")
        return (try? JSONDecoder().decode([Series].self, from: Data(contentsOf: file))) ?? []
    }()

    @Test("EARS C2 bounds equal those of R's surveillance package", arguments: series.filter { $0.method == "ears" })
    func ears(_ series: Series) throws {
        let bounds = Ears.bounds(series.counts)
        try #require(bounds.count == series.upper.count)
        for (ours, theirs) in zip(bounds, series.upper) { #expect(abs(ours - (theirs ?? .nan)) < 1e-9) }
    }

    @Test(
        "Farrington's flexible bounds equal those of R's surveillance package",
        arguments: series.filter { $0.method == "farrington" })
    func farrington(_ series: Series) throws {
        let first = try #require(series.from)
        let expected = try #require(series.expected)
        for (index, week) in (first...series.counts.count).enumerated() {
            let bound = Farrington().bound(Array(series.counts[..<week]))
            #expect(bound?.upper == series.upper[index], "week \(week)")
            if let bound, let theirs = expected[index] { #expect(abs(bound.expected - theirs) < 1e-4) }
        }
    }

    @Test("the figures of R are there: four daily series and five weekly ones")
    func present() {
        #expect(Self.series.count { $0.method == "ears" } == 4)
        #expect(Self.series.count { $0.method == "farrington" } == 5)
    }

    @Test("Farrington says nothing before three years and three weeks are known")
    func tooShort() {
        #expect(Farrington().bound([Double](repeating: 9, count: 52 * 3 + 3)) == nil)
    }
}
