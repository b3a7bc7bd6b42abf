public import CoreMetrics
import Foundation
import Synchronization

/// A backend of swift-metrics that keeps everything in memory and writes Prometheus' text form (exposition format
/// 0.0.4). Timers and recorders are histograms. Install it once: `MetricsSystem.bootstrap(prometheus)`.
public final class Prometheus: MetricsFactory {
    /// Seconds; requests and jobs both fit.
    static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
    /// A label that takes its values from outside must not fill the memory: further series are dropped.
    static let seriesLimit = 5000

    struct Key: Hashable, Comparable {
        let name: String
        let labels: String

        static func < (left: Key, right: Key) -> Bool { (left.name, left.labels) < (right.name, right.labels) }
    }

    private let series = Mutex<[Key: Series]>([:])

    public init() {}

    func series(_ label: String, _ dimensions: [(String, String)], _ kind: Series.Kind) -> Series {
        let key = Key(name: Self.name(label), labels: Self.labels(dimensions))
        return series.withLock { all in
            if let known = all[key] { return known }
            let new = Series(kind)
            if all.count < Self.seriesLimit { all[key] = new }
            return new
        }
    }

    /// Everything, in text, sorted: `# TYPE`, then one line a value.
    public func exposition() -> String {
        var out = ""
        var last = ""
        for (key, series) in series.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            if key.name != last { out += "# TYPE \(key.name) \(series.kind.rawValue)\n" }
            last = key.name
            out += series.lines(key)
        }
        return out
    }

    // MARK: MetricsFactory

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, .counter)
    }

    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        series(label, dimensions, aggregate ? .histogram : .gauge)
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, .gauge)
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions, .histogram)
    }

    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyMeter(_ handler: any MeterHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}

    // MARK: Text

    /// Letters, digits, `_` and `:`; anything else becomes `_`.
    static func name(_ label: String) -> String {
        var name = String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" || $0 == ":" ? $0 : "_" })
        if name.first?.isNumber ?? true { name = "_" + name }
        return name
    }

    static func labels(_ dimensions: [(String, String)]) -> String {
        dimensions.map { label, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
            return "\(name(label))=\"\(escaped)\""
        }.joined(separator: ",")
    }

    /// A number as Prometheus reads it: no trailing `.0`.
    static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }
}
