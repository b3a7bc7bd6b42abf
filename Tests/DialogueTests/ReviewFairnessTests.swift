import Testing

@testable import Dialogue

@Suite struct ReviewFairnessTests {
    /// R 4.3: fisher.test(matrix(c(3, 1, 1, 3), 2))$p.value, and Agresti's table of tea and milk.
    @Test("Fisher's exact test agrees with the classic table of tea and milk")
    func tea() throws {
        var fairness = ReviewFairness()
        fairness.negative = .init(refused: 3, decided: 4)
        fairness.positive = .init(refused: 1, decided: 4)
        #expect(abs(try #require(fairness.fisher) - 0.485714) < 1e-6)
    }

    /// Newcombe (1998), Statistics in Medicine 17, table II: 56/70 and 48/80, method 10.
    @Test("the interval of the difference agrees with Newcombe's table")
    func newcombe() throws {
        var fairness = ReviewFairness()
        fairness.negative = .init(refused: 56, decided: 70)
        fairness.positive = .init(refused: 48, decided: 80)
        let difference = try #require(fairness.difference)
        #expect(abs(difference.value - 0.2) < 1e-9)
        #expect(abs(difference.low - 0.0524) < 1e-4)
        #expect(abs(difference.high - 0.3339) < 1e-4)
    }

    @Test("a refusal of negative reviews alone alarms, and an equal one does not")
    func alarm() {
        var fairness = ReviewFairness()
        fairness.negative = .init(refused: 12, decided: 30)
        fairness.positive = .init(refused: 1, decided: 60)
        #expect(fairness.alarms)
        fairness.positive = .init(refused: 24, decided: 60)
        #expect(!fairness.alarms)
        fairness.positive = .init()
        #expect(!fairness.alarms && fairness.fisher == nil && fairness.difference == nil)
    }
}
