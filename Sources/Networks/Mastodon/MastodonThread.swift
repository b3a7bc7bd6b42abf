import Foundation
import Kernel
import Wire

/// Reads statuses with what they answer: a number of the server's own is looked up where nothing tells what it stands
/// for. Those of our own account are marked as ours.
actor MastodonThread {
    struct Read: Sendable {
        let number: String
        let reading: MastodonStatus.Reading
    }

    private let api: API
    private let own: String
    private var status: MastodonStatus
    /// Numbers that were asked for and stand for nothing that may be seen.
    private var hidden: Set<String> = []
    private static let memory = 20_000
    /// Look-ups that one page may cost.
    private static let most = 20

    init(api: API, own: String, now: Instant, plainText: @escaping PlainText) throws {
        self.api = api
        self.own = own
        status = MastodonStatus(host: try WebAddress(api.base).authority, now: now, plainText: plainText)
    }

    func read(_ statuses: [JSON], now: Instant) async throws -> [Read] {
        if status.known.count > Self.memory { (status.known, hidden) = ([:], []) }
        for json in statuses {
            if let number = json["id"].identifier, let uri = Fields.link(json["uri"].string) {
                status.known[number] = uri
            }
        }
        var asked = 0
        for parent in statuses.compactMap({ $0["in_reply_to_id"].identifier })
        where status.known[parent] == nil && !hidden.contains(parent) && asked < Self.most {
            asked += 1
            do {
                let json = try await api.get("/api/v1/statuses/\(API.escaped(parent))").json
                if let uri = Fields.link(json["uri"].string) { status.known[parent] = uri }
            } catch let failure as Failure where [.notFound, .forbidden].contains(failure.kind) {
                hidden.insert(parent)
            }
        }
        return statuses.map { json in
            var reading = status.read(json, now: now)
            if case .arrival(var arrival) = reading, json["account"]["id"].identifier == own {
                arrival.own = true
                reading = .arrival(arrival)
            }
            return Read(number: json["id"].identifier ?? "", reading: reading)
        }
    }

    /// Nil for what is not ours to take: whom we follow also speaks on this stream.
    func change(_ event: ServerEvent, now: Instant) async throws -> Change? {
        if event.name == "delete" { return status.known.removeValue(forKey: event.data).map { .removed(id: $0) } }
        guard ["update", "status.update", "notification"].contains(event.name),
            let json = try? JSON.parse(Array(event.data.utf8), from: "stream")
        else { return nil }
        if event.name == "notification", json["type"].string != "mention" { return nil }
        let said = event.name == "notification" ? json["status"] : json
        let isOurs = said["account"]["id"].identifier == own
        let isKnown = said["id"].identifier.map { status.known[$0] != nil } ?? false
        guard event.name == "notification" || isOurs || (event.name == "status.update" && isKnown) else { return nil }
        guard case .arrival(let arrival)? = try await read([said], now: now).first?.reading else { return nil }
        return event.name == "status.update" ? .edited(arrival) : .arrived(arrival)
    }
}
