import Kernel
import Web

/// The filter as the page's address writes it. What an address says that we do not know is left out, so that an old
/// bookmark still opens.
extension StreamFilter {
    static let path = "/stream"

    init(_ query: Query) {
        func values<Value: RawRepresentable<String>>(_ name: String) -> Set<Value> where Value: Hashable {
            Set(query.all(name).prefix(40).compactMap(Value.init))
        }
        words = String((query["q"] ?? "").unicodeScalars.prefix(2_000))
        networks = values("network")
        kinds = values("kind")
        polarities = values("polarity")
        themes = values("theme")
        urgencies = values("urgency")
        services = Set(query.all("service").prefix(100).compactMap { Int64($0) })
        languages = Set(query.all("language").prefix(20).filter { (2...8).contains($0.utf8.count) })
        watch = query["watch"].flatMap { Int64($0) }
        origin = query["source"].flatMap { Int64($0) }
        copiesOf = query["copies"].flatMap { Int64($0) }
        firstDay = query["from"].flatMap(CalendarDay.number)
        lastDay = query["to"].flatMap(CalendarDay.number)
        unsureOnly = query["unsure"] == "1"
        opinionsOnly = query["opinions"] == "1"
    }

    /// Names and values in a fixed order, so that one view has one address.
    var fields: [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        func add(_ name: String, _ values: [String]) { for value in values.sorted() { fields.append((name, value)) } }
        add("q", words.trimmed.isEmpty ? [] : [words.trimmed])
        add("network", networks.map(\.rawValue))
        add("kind", kinds.map(\.rawValue))
        add("polarity", polarities.map(\.rawValue))
        add("theme", themes.map(\.rawValue))
        add("service", services.map(String.init))
        add("language", Array(languages))
        add("urgency", urgencies.map(\.rawValue))
        add("watch", [watch].compactMap { $0.map(String.init) })
        add("source", [origin].compactMap { $0.map(String.init) })
        add("copies", [copiesOf].compactMap { $0.map(String.init) })
        add("from", [firstDay].compactMap { $0.map(CalendarDay.text) })
        add("to", [lastDay].compactMap { $0.map(CalendarDay.text) })
        add("unsure", unsureOnly ? ["1"] : [])
        add("opinions", opinionsOnly ? ["1"] : [])
        return fields
    }

    /// `network=google&theme=waiting`; empty when nothing is filtered.
    var query: String {
        fields.map { "\(Query.encode($0.name))=\(Query.encode($0.value))" }.joined(separator: "&")
    }

    /// The stream's page that shows exactly this.
    var address: String { address(of: Self.path) }

    /// The same filter for another address, with one more field when given.
    func address(of path: String, _ name: String? = nil, _ value: String = "") -> String {
        let more = name.map { ["\($0)=\(Query.encode(value))"] } ?? []
        let all = ([query] + more).filter { !$0.isEmpty }.joined(separator: "&")
        return all.isEmpty ? path : "\(path)?\(all)"
    }

    /// What a place and a span of days say, which is what a temperature is made of.
    init(_ place: Place, from first: Int, through last: Int, opinionsOnly: Bool = false) {
        watch = place.watch
        services = place.service.map { [$0] } ?? []
        themes = place.theme.map { [$0] } ?? []
        networks = place.network.map { [$0] } ?? []
        firstDay = first
        lastDay = last
        self.opinionsOnly = opinionsOnly
    }

    /// The place and days whose temperature this filter's opinions make; nil when it asks for anything else.
    var measured: (place: Place, first: Int, last: Int)? {
        guard opinionsOnly, let firstDay, let lastDay, firstDay <= lastDay, services.count < 2, themes.count < 2,
            networks.count < 2
        else { return nil }
        let place = Place(
            watch: watch, service: services.first, theme: themes.first, network: networks.first)
        return StreamFilter(place, from: firstDay, through: lastDay, opinionsOnly: true) == self
            ? (place, firstDay, lastDay) : nil
    }
}
