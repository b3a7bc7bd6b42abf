import Kernel
import Web

/// Where the thermometer is put and for how long, as the address of Today writes it.
struct TodayAddress: Sendable, Equatable {
    static let path = "/today"
    static let spans = [1, 7, 14, 28, 90]

    var place: Place
    var days: Int

    init(_ place: Place, days: Int = 7) {
        self.place = place
        self.days = days
    }

    init(_ query: Query) {
        place = Place(
            watch: query["watch"].flatMap { Int64($0) }, service: query["service"].flatMap { Int64($0) },
            theme: query["theme"].flatMap(Theme.init), network: query["network"].flatMap(Network.init))
        days = query["days"].flatMap { Int($0) }.map { max(1, min(90, $0)) } ?? 7
    }

    var path: String {
        var fields: [(String, String)] = []
        if let service = place.service { fields.append(("service", String(service))) }
        if let theme = place.theme { fields.append(("theme", theme.rawValue)) }
        if let network = place.network { fields.append(("network", network.rawValue)) }
        if let watch = place.watch { fields.append(("watch", String(watch))) }
        if days != 7 { fields.append(("days", String(days))) }
        let query = fields.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
        return query.isEmpty ? Self.path : "\(Self.path)?\(query)"
    }

    /// Puts somebody who speaks for some services only on one of them.
    /// - Throws: `.notFound` when the address asks for a service that is not theirs.
    func within(_ scope: Scope) throws -> TodayAddress {
        guard case .services(let mine) = scope else { return self }
        var address = self
        if let service = place.service {
            guard mine.contains(service) else { throw Failure(.notFound, "service outside the person's scope") }
        } else {
            address.place.service = mine.min()
        }
        return address
    }
}
