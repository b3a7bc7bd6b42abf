import CoreMetrics
import Synchronization

/// One line, or one histogram, of the metrics.
final class Series: CounterHandler, RecorderHandler, MeterHandler, TimerHandler {
    enum Kind: String { case counter, gauge, histogram }

    private struct State {
        var value = 0.0
        var count: Int64 = 0
        var buckets = [Int64](repeating: 0, count: Prometheus.bounds.count)
    }

    let kind: Kind
    private let state = Mutex(State())

    init(_ kind: Kind) { self.kind = kind }

    var value: Double { state.withLock { $0.value } }

    private func add(_ amount: Double) { state.withLock { $0.value += amount } }

    // Counter
    func increment(by amount: Int64) { add(Double(amount)) }
    func reset() { state.withLock { $0 = State() } }

    // Gauge
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { state.withLock { $0.value = value } }
    func increment(by amount: Double) { add(amount) }
    func decrement(by amount: Double) { add(-amount) }

    // Histogram
    func record(_ value: Int64) { record(Double(value)) }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func record(_ value: Double) {
        if kind == .gauge { return set(value) }
        state.withLock { state in
            state.value += value
            state.count += 1
            if let bucket = Prometheus.bounds.firstIndex(where: { value <= $0 }) { state.buckets[bucket] += 1 }
        }
    }

    func lines(_ key: Prometheus.Key) -> String {
        let state = state.withLock { $0 }
        let braces = key.labels.isEmpty ? "" : "{\(key.labels)}"
        guard kind == .histogram else { return "\(key.name)\(braces) \(Prometheus.number(state.value))\n" }
        let comma = key.labels.isEmpty ? "" : ","
        var out = ""
        var sum: Int64 = 0
        for (bound, count) in zip(Prometheus.bounds, state.buckets) {
            sum += count
            out += "\(key.name)_bucket{\(key.labels)\(comma)le=\"\(Prometheus.number(bound))\"} \(sum)\n"
        }
        out += "\(key.name)_bucket{\(key.labels)\(comma)le=\"+Inf\"} \(state.count)\n"
        out += "\(key.name)_sum\(braces) \(Prometheus.number(state.value))\n"
        return out + "\(key.name)_count\(braces) \(state.count)\n"
    }
}
