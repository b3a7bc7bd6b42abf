import Foundation
import Kernel

/// Reads `limits.json`, and says where it is wrong.
struct LimitsFile {
    private let root: JSON
    private static let version = 1

    init(_ bytes: [UInt8]) throws {
        guard bytes.count <= 1 << 20 else { throw Self.wrong("over 1 MB") }
        guard let root = try? JSONDecoder().decode(JSON.self, from: Data(bytes)), root.isObject else {
            throw Self.wrong("not a JSON object")
        }
        self.root = root
    }

    static func wrong(_ cause: String) -> Failure { Failure(.unusable, "limits.json: \(cause)") }

    func book() throws -> LimitsBook {
        try Self.known(root, ["schema_version", "checked_on", "review_after_days", "sources", "networks"], "the file")
        guard root["schema_version"].int == Self.version else {
            throw Self.wrong("schema_version is not \(Self.version)")
        }
        guard let checked = Self.day(root["checked_on"].string) else { throw Self.wrong("checked_on is no date") }
        guard let review = root["review_after_days"].int, (1...3_650).contains(review) else {
            throw Self.wrong("review_after_days is no number of days")
        }
        let sources = try sources()
        var limits: [Network: NetworkLimits] = [:]
        for (name, value) in try Self.fields(root["networks"], "networks") {
            guard let network = Network(rawValue: name) else { throw Self.wrong("\(name) is no network") }
            limits[network] = try self.limits(network, value, sources, checked)
        }
        guard !limits.isEmpty else { throw Self.wrong("no networks") }
        return LimitsBook(checkedOn: checked, reviewAfterDays: review, sources: sources, limits: limits)
    }

    private func sources() throws -> [String: FigureSource] {
        var sources: [String: FigureSource] = [:]
        for (id, value) in try Self.fields(root["sources"], "sources") {
            try Self.known(value, ["url", "repo", "commit", "path", "via", "thread", "seen_on"], "source \(id)")
            let code = [value["repo"].string, value["commit"].string, value["path"].string].compactMap { $0 }
            let place = [value["url"].string, code.joined(separator: " "), value["thread"].string, value["via"].string]
                .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "; ")
            guard !place.isEmpty else { throw Self.wrong("source \(id) says not where it is") }
            let seen = Self.day(value["seen_on"].string)
            guard seen != nil || value["seen_on"] == .null else { throw Self.wrong("source \(id): seen_on is no date") }
            sources[id] = FigureSource(id: id, place: place, seenOn: seen)
        }
        return sources
    }

    private func limits(
        _ network: Network, _ value: JSON, _ sources: [String: FigureSource], _ checked: Int
    ) throws -> NetworkLimits {
        let name = network.rawValue
        try Self.known(value, ["label", "figures"], name)
        guard let label = value["label"].string, !label.isEmpty else { throw Self.wrong("\(name) has no label") }
        let figures = try Self.fields(value["figures"], "\(name).figures").map { key, value in
            try FigureReader(key: key, place: "\(name).\(key)", sources: sources, checkedOn: checked).figure(value)
        }
        let limits = NetworkLimits(network: network, label: label, figures: figures)
        guard let longest = limits[.textMax], longest.value.int ?? 0 > 0 else {
            throw Self.wrong("\(name) has no text.max")
        }
        guard NetworkLimits.counting(unit: longest.unit) != nil else {
            throw Self.wrong("\(name).text.max: nobody counts in \(longest.unit ?? "nothing")")
        }
        return limits
    }

    // MARK: Pieces

    static func fields(_ value: JSON, _ place: String) throws -> [(String, JSON)] {
        guard case .object(let fields) = value else { throw wrong("\(place) is no object") }
        return fields.sorted { $0.key < $1.key }
    }

    static func known(_ value: JSON, _ names: Set<String>, _ place: String) throws {
        let other = try fields(value, place).map(\.0).first { !names.contains($0) }
        if let other { throw wrong("\(place): nobody reads \(other)") }
    }

    /// `2026-08-22` → days since 1970-01-01 UTC.
    static func day(_ text: String?) -> Int? {
        guard let text, text.utf8.count == 10 else { return nil }
        return Instant(iso8601: text + "T00:00:00Z").flatMap { $0.iso8601.hasPrefix(text) ? $0.day : nil }
    }
}
