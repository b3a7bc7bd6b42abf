import Testing

@testable import Listening

@Suite struct TemperatureTests {
    @Test("an ordinary week is 37 degrees for this hospital, whatever its usual share")
    func normal() throws {
        for share in [0.1, 0.35, 0.8] {
            let temperature = try #require(
                Temperature(
                    window: Tally(opinions: 100, negative: 100 * share),
                    baseline: Tally(opinions: 1_000, negative: 1_000 * share)))
            #expect(abs(temperature.degrees - 37) < 1e-9)
            #expect(temperature.low < 37 && temperature.high > 37)
        }
    }

    @Test("thirty points more of negative opinions is forty degrees, once the window outweighs the baseline")
    func fever() throws {
        let temperature = try #require(
            Temperature(
                window: Tally(opinions: 100_000, negative: 60_000), baseline: Tally(opinions: 1_000, negative: 300)))
        #expect(abs(temperature.degrees - 40) < 0.01)
        #expect(temperature.reading == .high)
    }

    @Test("the formula: p = (neg + 20 p0) / (n + 20), and a mixed opinion counts one half")
    func formula() throws {
        let temperature = try #require(
            Temperature(window: Tally(opinions: 10, negative: 4.5), baseline: Tally(opinions: 200, negative: 50)))
        #expect(abs(temperature.degrees - (37 + 10 * ((4.5 + 20 * 0.25) / 30 - 0.25))) < 1e-12)
    }

    @Test("fewer than twenty opinions in the baseline are not enough")
    func notEnough() {
        #expect(
            Temperature(window: Tally(opinions: 500, negative: 100), baseline: Tally(opinions: 19, negative: 5)) == nil)
        #expect(Temperature(window: Tally(), baseline: Tally(opinions: 20, negative: 5)) != nil)
    }

    @Test("a baseline without a single complaint still has a temperature")
    func spotless() throws {
        let calm = try #require(Temperature(window: Tally(opinions: 5), baseline: Tally(opinions: 50)))
        #expect(calm.degrees == 37 && calm.low == 37 && calm.high == 37)
        let shock = try #require(
            Temperature(window: Tally(opinions: 40, negative: 40), baseline: Tally(opinions: 50)))
        #expect(shock.high == 42 && shock.degrees <= 42)
    }

    @Test("as much of the Beta law lies below its quantile as was asked, however lopsided it is")
    func quantiles() {
        for a in [0.6, 1, 3.7, 40, 900, 20_000] {
            for b in [0.5, 1, 8, 333, 50_000] {
                for p in [0.001, 0.05, 0.5, 0.95, 0.999] {
                    let law = Beta(a: a, b: b)
                    #expect(abs(law.cumulative(law.quantile(p)) - p) < 1e-6, "\(a) \(b) \(p)")
                }
            }
        }
        #expect(Beta(a: 0, b: 3).quantile(0.5) == 0 && Beta(a: 3, b: 0).quantile(0.5) == 1)
        #expect(Beta(a: 0.0002, b: 20).quantile(0.05) < 1e-12)
    }

    /// Figures of R: qbeta(c(.05, .5, .95), a, b).
    @Test(
        "Beta quantiles equal those of R",
        arguments: [
            (2.0, 3.0, 0.05, 0.097611462886414), (2, 3, 0.5, 0.385727568132390), (2, 3, 0.95, 0.751395374269818),
            (25, 95, 0.05, 0.15046805847197), (0.5, 0.5, 0.95, 0.99384417029757), (400, 1600, 0.95, 0.21487749753908),
        ])
    func beta(_ a: Double, _ b: Double, _ p: Double, _ expected: Double) {
        #expect(abs(Beta(a: a, b: b).quantile(p) - expected) < 1e-6)
    }
}
