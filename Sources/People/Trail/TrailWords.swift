import Foundation
import Kernel
import Web

/// How a line of the trail is said. Each room's actions, fields and values have their words in `trail/words.json`, or
/// where the room's own pages find them; what has none is shown as it was written.
struct TrailWords {
    let context: any Viewing
    /// Names of people and of services, by number.
    let people: [Int64: String]
    let services: [Int64: String]

    /// Where the values of a field are said by the room that they belong to.
    private static let homes = [
        "polarity": "listening.polarity_", "urgency": "listening.urgency_", "theme": "listening.theme_",
        "level": "listening.level_", "state": "listening.origin_state_", "kind": "listening.origin_kind_",
        "networks": "listening.network_", "languages": "listening.language_", "format": "listening.format_",
        "kinds": "listening.digest_", "language": "listening.language_", "reason": "reviews.reason_",
    ]
    /// Fields that hold several values with spaces between.
    private static let lists: Set = ["networks", "languages", "kinds", "roles"]

    func action(_ action: String) -> String {
        let key = "action_" + action.replacing(".", with: "_")
        return first(["trail.\(key)", "people.\(key)"]) ?? action
    }

    func field(_ name: String) -> String { first(["people.field_\(name)", "trail.field_\(name)"]) ?? name }

    /// Nil when there is nothing to show.
    func value(_ field: String, _ value: TrailValue?) -> String? {
        switch value {
        case nil, .nothing: return nil
        case .flag(let flag): return context.word(flag ? "web.yes" : "web.no")
        case .number(let number): return said(number, in: field)
        case .text(let text): return said(text, in: field)
        case .list(let list):
            let parts = list.compactMap { self.value(field, $0) }
            return parts.isEmpty ? nil : parts.joined(separator: ", ")
        case .table(let table):
            // A theme is kept with its score.
            if let theme = table["theme"] { return self.value("theme", theme) }
            return table.sorted { $0.key < $1.key }.compactMap { self.value($0.key, $0.value) }.joined(separator: " ")
        }
    }

    private func said(_ number: Double, in field: String) -> String {
        if field == "services", let id = Int64(exactly: number), let name = services[id] { return name }
        return context.figures.decimal(number, digits: number == number.rounded() ? 0 : 2)
    }

    private func said(_ text: String, in field: String) -> String? {
        if text.isEmpty { return nil }
        if Self.lists.contains(field) {
            return text.split(separator: " ").map { one(String($0), in: field) }.joined(separator: ", ")
        }
        if field == "person", let id = Int64(text), let name = people[id] { return name }
        return one(text, in: field)
    }

    private func one(_ text: String, in field: String) -> String {
        if field == "roles" { return role(text) }
        return first(["trail.value_\(field)_\(text)"] + (Self.homes[field].map { [$0 + text] } ?? [])) ?? text
    }

    /// `head_of_service@12` is a role in one service.
    private func role(_ text: String) -> String {
        let parts = text.split(separator: "@")
        let role = parts.first.flatMap { first(["people.role_\($0)"]) } ?? text
        guard parts.count == 2, let service = Int64(parts[1]) else { return role }
        return "\(role) (\(services[service] ?? String(service)))"
    }

    private func first(_ keys: [String]) -> String? {
        keys.first { context.site.words.has($0) }.map { context.word($0) }
    }
}
