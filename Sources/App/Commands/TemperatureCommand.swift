import ArgumentParser
import Foundation
import Kernel
import Listening
import Web

/// Prints the thermometer.
struct TemperatureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "temperature", abstract: "The hospital's temperature, with its 90 % interval.",
        discussion: """
            37 °C is normal for this hospital: the share of negative opinions of the last days is compared with that of \
            the 90 days before. "not enough yet" under 20 opinions in the baseline.
            """)

    @OptionGroup var installation: InstallationOptions

    @Option(help: "One care service, by name or number.")
    var service: String?

    @Option(help: "One theme: \(Theme.allCases.map(\.rawValue).joined(separator: ", ")).")
    var theme: String?

    @Option(help: "One network: \(Network.allCases.map(\.rawValue).joined(separator: ", ")).")
    var network: String?

    @Option(help: "Length of the window in days, 1 to 365.")
    var days = 7

    @Option(help: "Last day of the window, YYYY-MM-DD; today when missing.")
    var on: String?

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() async throws {
        guard (1...365).contains(days) else { throw ValidationError("--days is from 1 to 365") }
        let house = try await House.open(try await installation.load())
        let place = try await place(house)
        let last = try on.map(Self.day)
        let reading = try await house.thermometer.reading(place, days: days, endingOn: last)
        if json {
            print(String(decoding: try JSONLine.bytes(ReadingLine(reading)), as: UTF8.self))
        } else {
            let curve = try await house.thermometer.curve(place, days: days, count: 28, endingOn: last)
            print(TerminalThermometer(reading: reading, curve: curve).text)
        }
        try await house.close()
    }

    private func place(_ house: House) async throws -> Place {
        var place = Place()
        if let theme {
            guard let known = Theme(rawValue: theme) else { throw ValidationError("no theme is called \(theme)") }
            place.theme = known
        }
        if let network {
            guard let known = Network(rawValue: network) else {
                throw ValidationError("no network is called \(network)")
            }
            place.network = known
        }
        if let service {
            let all = try await house.services()
            guard
                let found = all.first(where: {
                    String($0.id) == service || $0.name.caseInsensitiveCompare(service) == .orderedSame
                        || $0.synonyms.contains { $0.caseInsensitiveCompare(service) == .orderedSame }
                })
            else { throw ValidationError("no service is called \(service)") }
            place.service = found.id
        }
        return place
    }

    private static func day(_ text: String) throws -> Int {
        guard let instant = Instant(iso8601: text + "T00:00:00Z") else {
            throw ValidationError("--on expects YYYY-MM-DD")
        }
        return instant.day
    }
}

/// The contract's JSON; null where there is not enough.
private struct ReadingLine: Encodable {
    let reading: Reading

    init(_ reading: Reading) { self.reading = reading }

    private enum Key: String, CodingKey { case temperature, low, high, opinions, negative, baseline }

    func encode(to encoder: any Encoder) throws {
        var line = encoder.container(keyedBy: Key.self)
        try line.encode(reading.temperature?.degrees.rounded4, forKey: .temperature)
        try line.encode(reading.temperature?.low.rounded4, forKey: .low)
        try line.encode(reading.temperature?.high.rounded4, forKey: .high)
        try line.encode(reading.window.opinions, forKey: .opinions)
        try line.encode(reading.window.negative, forKey: .negative)
        let baseline = reading.temperature == nil ? nil : reading.baseline.share?.rounded4
        try line.encode(baseline, forKey: .baseline)
    }
}
