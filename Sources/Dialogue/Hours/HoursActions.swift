import Foundation
import Kernel
import Storage
import Web

/// What people do with opening hours and targets.
struct HoursActions: Sendable {
    private static let closures = 100

    let desk: DialogueDesk

    func rules() async throws -> HoursRules {
        let zone = desk.zone
        return try await desk.database.read { try HoursStore.rules(zone, in: $0) }
    }

    /// Sets the hours of the house (0) or of one establishment; nil gives an establishment the house's.
    func keep(
        place: Int64, by who: Person, _ change: @escaping @Sendable (BusinessHours) throws -> BusinessHours?
    ) async throws {
        try await administering(who, place: place)
        let (zone, now) = (desk.zone, desk.clock.now())
        try await desk.database.write { connection in
            let rules = try HoursStore.rules(zone, in: connection)
            let before = place == 0 ? rules.house : rules.places[place] ?? rules.house
            let after = try change(before)
            if let after { try Self.check(after) }
            try HoursStore.keep(place == 0 ? after ?? .standard(.of(zone)) : after, place: place, in: connection)
            try Audit.record(
                who: who.id, action: "hours.changed", subject: "hours", id: place, before: try Self.text(before),
                after: try after.map(Self.text), at: now, in: connection)
            try EventLog.append("hours.changed", subject: place, at: now, in: connection)
            try HoursUpkeep.askRecount(in: connection)
        }
    }

    func keep(_ targets: [Target], by who: Person) async throws {
        try await administering(who, place: 0)
        guard targets.contains(where: { $0.network == nil && $0.service == nil }) else {
            throw Failure(.unusable, "there is always a target for the rest", words: "hours.target_wrong")
        }
        let (zone, now) = (desk.zone, desk.clock.now())
        try await desk.database.write { connection in
            let before = try HoursStore.rules(zone, in: connection).targets
            try HoursStore.keep(targets, in: connection)
            try Audit.record(
                who: who.id, action: "hours.targets_changed", subject: "hours", id: nil, before: Self.text(before),
                after: Self.text(targets), at: now, in: connection)
            try EventLog.append("hours.changed", subject: 0, at: now, in: connection)
            try HoursUpkeep.askRecount(in: connection)
        }
    }

    private func administering(_ who: Person, place: Int64) async throws {
        guard who.reach(of: .administer) == .everything else {
            throw Failure(.forbidden, "the person may not set opening hours")
        }
        let places = Set(try await desk.staff.wards().map(\.establishment))
        if place != 0, !places.contains(place) { throw Failure(.notFound, "no establishment \(place)") }
    }

    private static func check(_ hours: BusinessHours) throws {
        guard hours.week.count == 7, hours.everOpens else {
            throw Failure(.unusable, "a house that never opens answers nobody", words: "hours.never_open")
        }
        guard hours.closures.count <= closures, hours.closures.allSatisfy({ $0.first <= $0.last }) else {
            throw Failure(.unusable, "closing days end after they begin", words: "hours.closure_wrong")
        }
    }

    private static func text(_ hours: BusinessHours) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(hours), as: UTF8.self)
    }

    private static func text(_ targets: [Target]) -> String {
        let parts = targets.map { target in
            "{\"network\":\"\(target.network?.rawValue ?? "")\",\"service\":\(target.service ?? 0),"
                + "\"minutes\":\(target.minutes)}"
        }
        return "{\"targets\":[\(parts.joined(separator: ","))]}"
    }
}
