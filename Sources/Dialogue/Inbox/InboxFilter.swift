import Kernel
import Web

/// What the inbox shows: lives in the page's address, so that a view can be sent to a colleague.
struct InboxFilter: Sendable, Equatable {
    enum View: String, CaseIterable, Sendable {
        /// Unread and open.
        case pending
        /// Answered, or put off.
        case waiting
        case resolved, archived, all

        var states: [Conversation.State] {
            switch self {
            case .pending: [.unread, .open]
            case .waiting: [.waiting]
            case .resolved: [.resolved]
            case .archived: [.archived]
            case .all: Conversation.State.allCases
            }
        }
    }

    enum Order: String, Sendable {
        /// The last word first.
        case last
        /// What must be answered soonest first; what has no delay is left out.
        case due
    }

    /// Whose.
    enum Holder: Sendable, Equatable {
        case mine, nobody
        case person(Int64)
    }

    /// Where the reader stands: the time and the number of the last or the first conversation seen.
    enum Position: Sendable, Equatable {
        case start
        case behind(Int64, Int64)
        case before(Int64, Int64)
    }

    var view = View.pending
    var order = Order.last
    var words = ""
    var network: Network?
    var service: Int64?
    var theme: Theme?
    var polarity: Polarity?
    var origin: Int64?
    var holder: Holder?
    var overdue = false

    init() {}

    init(_ query: Query) {
        view = query["view"].flatMap(View.init) ?? .pending
        order = query["order"].flatMap(Order.init) ?? .last
        words = String((query["q"] ?? "").unicodeScalars.prefix(500))
        network = query["network"].flatMap(Network.init)
        service = query["service"].flatMap { Int64($0) }
        theme = query["theme"].flatMap(Theme.init)
        polarity = query["polarity"].flatMap(Polarity.init)
        origin = query["source"].flatMap { Int64($0) }
        switch query["person"] {
        case "me": holder = .mine
        case "nobody": holder = .nobody
        case let text?: holder = Int64(text).map { .person($0) }
        case nil: holder = nil
        }
        overdue = query["overdue"] == "1"
    }

    /// Name and value of each condition that is not what an empty address says.
    var fields: [(name: String, value: String)] {
        var fields: [(String, String)] = []
        if view != .pending { fields.append(("view", view.rawValue)) }
        if order != .last { fields.append(("order", order.rawValue)) }
        return fields + conditions
    }

    /// Those that narrow the view.
    var conditions: [(name: String, value: String)] {
        var fields: [(String, String)] = []
        if !words.isEmpty { fields.append(("q", words)) }
        if let network { fields.append(("network", network.rawValue)) }
        if let service { fields.append(("service", String(service))) }
        if let theme { fields.append(("theme", theme.rawValue)) }
        if let polarity { fields.append(("polarity", polarity.rawValue)) }
        if let origin { fields.append(("source", String(origin))) }
        switch holder {
        case .mine: fields.append(("person", "me"))
        case .nobody: fields.append(("person", "nobody"))
        case .person(let id): fields.append(("person", String(id)))
        case nil: break
        }
        if overdue { fields.append(("overdue", "1")) }
        return fields
    }

    var address: String { address(with: []) }

    func address(with more: [(name: String, value: String)]) -> String {
        let all = (fields + more).map { "\($0.name)=\(Query.encode($0.value))" }
        return all.isEmpty ? "/inbox" : "/inbox?" + all.joined(separator: "&")
    }

    /// The same view without one condition.
    func without(_ name: String) -> String {
        let all = fields.filter { $0.name != name }.map { "\($0.name)=\(Query.encode($0.value))" }
        return all.isEmpty ? "/inbox" : "/inbox?" + all.joined(separator: "&")
    }

    func with(_ change: (inout InboxFilter) -> Void) -> InboxFilter {
        var other = self
        change(&other)
        return other
    }
}

extension InboxFilter.Position {
    init(_ query: Query) {
        func pair(_ text: String?) -> (Int64, Int64)? {
            let parts = (text ?? "").split(separator: ".").map { Int64($0) }
            guard parts.count == 2, let time = parts[0], let id = parts[1] else { return nil }
            return (time, id)
        }
        if let (time, id) = pair(query["after"]) {
            self = .behind(time, id)
        } else if let (time, id) = pair(query["before"]) {
            self = .before(time, id)
        } else {
            self = .start
        }
    }
}
