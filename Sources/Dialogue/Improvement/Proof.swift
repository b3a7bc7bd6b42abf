import Kernel

/// Whether it got warmer or cooler after something was changed, and how far the figures can carry that.
struct Proof: Sendable, Equatable {
    enum Verdict: String, Sendable, Equatable {
        /// Too few days have passed.
        case soon
        /// Too few opinions before or after, or before that to know what is normal.
        case few
        /// The intervals overlap: the difference may be chance.
        case overlap
        /// The whole interval after lies below the one before.
        case cooler
        /// The whole interval after lies above the one before.
        case warmer
    }

    /// Lengths of the windows that are compared, in days.
    static let windows = [28, 90]
    /// Opinions that each side needs.
    static let enough = 10
    /// Days that must have passed.
    static let patience = 7

    /// Days of a window.
    let days: Int
    /// Days of the window after that have passed.
    let passed: Int
    let before: Warmth
    let after: Warmth

    var isComplete: Bool { passed >= days }

    var verdict: Verdict {
        guard passed >= Self.patience else { return .soon }
        guard before.opinions >= Self.enough, after.opinions >= Self.enough, let first = before.degrees,
            let second = after.degrees
        else { return .few }
        if second.high < first.low { return .cooler }
        if second.low > first.high { return .warmer }
        return .overlap
    }

    static func read(
        service: Int64?, theme: Theme?, made day: Int, today: Int, voices: Voices
    ) async throws -> [Proof] {
        var proofs: [Proof] = []
        for days in windows {
            let change = try await voices.change(service, theme, day, days)
            proofs.append(
                Proof(
                    days: days, passed: min(days, max(0, today - day)), before: change.before, after: change.after))
        }
        return proofs
    }
}

/// One week around the day something was made. The day itself begins the first week after.
struct ProofWeek: Sendable, Equatable {
    static let weeks = 13

    let firstDay: Int
    let opinions: Int
    let negative: Double
    let isAfter: Bool

    /// Whole weeks only: half a week beside whole ones would look like a fall.
    static func weeks(_ days: [HeardDay], around day: Int, today: Int) -> [ProofWeek] {
        let known = Dictionary(days.map { ($0.day, $0) }) { first, _ in first }
        return (-weeks..<weeks).compactMap { week in
            let first = day + 7 * week
            guard first + 6 <= today else { return nil }
            let held = (first..<first + 7).compactMap { known[$0] }
            return ProofWeek(
                firstDay: first, opinions: held.reduce(0) { $0 + $1.opinions },
                negative: held.reduce(0) { $0 + $1.negative }, isAfter: week >= 0)
        }
    }
}
