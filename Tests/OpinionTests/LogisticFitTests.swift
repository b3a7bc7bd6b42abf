import Foundation
import Testing

@testable import Opinion

@Suite("Logistic regression")
struct LogisticFitTests {
    /// `counts` of each class, all with the same inputs.
    private func rows(_ inputs: [Float], _ counts: [Int]) -> [LogisticFit.Row] {
        counts.enumerated().map { LogisticFit.Row(inputs: inputs, truth: $0, weight: Float($1)) }
    }

    @Test("a yes or no input gives the odds of each of its two groups")
    func odds() throws {
        let cases = rows([0], [1, 3]) + rows([1], [6, 2])
        let weights = try LogisticFit.solve(cases, classes: 2, penalties: [0, 0])[0]
        #expect(abs(weights[1] - log(Float(1) / 3)) < 1e-4)
        #expect(abs(weights[0] - log(Float(9))) < 1e-4)
    }

    @Test("without inputs, several classes get their shares, held against the last")
    func shares() throws {
        let fit = try LogisticFit.solve(rows([], [50, 30, 20]), classes: 3, penalties: [0])
        #expect(abs(fit[0][0] - log(Float(2.5))) < 1e-4)
        #expect(abs(fit[1][0] - log(Float(1.5))) < 1e-4)
    }

    @Test("a ridge holds back what would otherwise grow without end")
    func separable() throws {
        let cases = rows([-1], [0, 5]) + rows([1], [5, 0])
        let loose = try LogisticFit.solve(cases, classes: 2, penalties: [0.01, 1])[0][0]
        let tight = try LogisticFit.solve(cases, classes: 2, penalties: [1, 1])[0][0]
        #expect(loose.isFinite && tight > 0 && loose > 2 * tight)
        // At the best weight w, the pull of the ridge and the push of the ten texts are equal: w = 10 / (1 + e^w).
        #expect(abs(tight - 10 / (1 + exp(tight))) < 1e-3)
    }

    @Test("with nothing to learn from, weights stay where the ridge pulls them")
    func empty() throws {
        #expect(try LogisticFit.solve([], classes: 3, penalties: [1, 1]) == [[0, 0], [0, 0]])
        #expect(try LogisticFit.solve([], classes: 2, penalties: [1, 1], around: [[2, -1]]) == [[2, -1]])
    }
}
