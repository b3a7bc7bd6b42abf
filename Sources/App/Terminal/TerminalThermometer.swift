import Foundation
import Listening

/// The thermometer for a terminal: the reading, its interval, and 28 days in a line of blocks.
struct TerminalThermometer {
    let reading: Reading
    let curve: [Reading]

    var text: String {
        let opinions =
            "\(reading.window.opinions) opinions in \(reading.days) days, \(percent(reading.window.share)) negative"
        guard let temperature = reading.temperature else {
            return """
                not enough yet: \(reading.baseline.opinions) opinions in the 90 days before, \(Temperature.enough) are needed
                \(opinions)
                """
        }
        return """
            \(degrees(temperature.degrees)) °C  (90 % interval \(degrees(temperature.low)) to \(degrees(temperature.high)))
            35 \(scale(temperature)) 42
            28 days  \(line)
            \(opinions); usual share \(percent(reading.baseline.share)) of \(reading.baseline.opinions)
            """
    }

    /// `─` for the interval, `●` for the temperature, `│` for 37.
    private func scale(_ temperature: Temperature) -> String {
        let width = 56
        func column(_ degrees: Double) -> Int { min(width - 1, max(0, Int((degrees - 35) / 7 * Double(width)))) }
        return (0..<width).map { index in
            if index == column(temperature.degrees) { return "●" }
            if index == column(37) { return "│" }
            return (column(temperature.low)...column(temperature.high)).contains(index) ? "─" : "·"
        }.joined()
    }

    /// One block a day between 35 and 42 degrees; a point where there was not enough.
    private var line: String {
        let blocks = Array("▁▂▃▄▅▆▇█")
        return curve.map { day in
            guard let degrees = day.temperature?.degrees else { return "·" }
            return String(blocks[min(7, max(0, Int((degrees - 35) / 7 * 8)))])
        }.joined()
    }

    private func degrees(_ value: Double) -> String { String(format: "%.1f", value) }

    private func percent(_ share: Double?) -> String { share.map { String(format: "%.0f %%", $0 * 100) } ?? "none" }
}
