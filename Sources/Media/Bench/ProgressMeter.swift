import Synchronization

/// Turns what ffmpeg says with `-progress` into shares of a length that is known: between 0 and 1, told from any thread,
/// never going back.
final class ProgressMeter: Sendable {
    private let seconds: Double
    private let range: ClosedRange<Double>
    private let told: Mutex<Double>
    private let tell: @Sendable (Double) -> Void

    /// - Parameter range: the part of the whole that this step is: a second pass begins where the first ended.
    init(seconds: Double, of range: ClosedRange<Double> = 0...1, _ tell: @escaping @Sendable (Double) -> Void) {
        (self.seconds, self.range, self.tell) = (max(seconds, 0.001), range, tell)
        told = Mutex(range.lowerBound)
    }

    /// One line of ffmpeg: `out_time_us=1234567`, or `progress=end`.
    func line(_ text: String) {
        let parts = text.split(separator: "=", maxSplits: 1)
        guard parts.count == 2 else { return }
        if parts[0] == "progress", parts[1] == "end" { return reach(1) }
        guard parts[0] == "out_time_us", let micros = Double(parts[1]) else { return }
        reach(micros / 1e6 / seconds)
    }

    private func reach(_ share: Double) {
        let share = range.lowerBound + (range.upperBound - range.lowerBound) * min(1, max(0, share))
        let isNews = told.withLock { last in
            guard share > last else { return false }
            last = share
            return true
        }
        if isNews { tell(share) }
    }
}
