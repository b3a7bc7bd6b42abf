import Foundation
import Kernel

/// How long an answer may take, in opening hours: on a network, for a service, or for all that nothing else is said of.
struct Target: Sendable, Hashable {
    /// Nil is every network.
    let network: Network?
    /// Nil is every service.
    let service: Int64?
    let minutes: Int

    /// What a house promises before anybody has said otherwise.
    static let standard = [
        Target(network: nil, service: nil, minutes: 24 * 60), Target(network: .google, service: nil, minutes: 24 * 60),
        Target(network: .own, service: nil, minutes: 8 * 60),
    ]
}

/// Everything that says when an answer is due.
struct HoursRules: Sendable {
    /// A person in danger waits for no opening (rule DETRESSE-9): seconds on the clock.
    static let distress = 15.0 * 60

    var house: BusinessHours
    /// Hours of the establishments that have their own.
    var places: [Int64: BusinessHours] = [:]
    /// Establishment of each service.
    var wards: [Int64: Int64] = [:]
    var targets: [Target] = Target.standard

    /// The hours of a service: those of its establishment, or the house's.
    func hours(of service: Int64?) -> BusinessHours {
        service.flatMap { wards[$0] }.flatMap { places[$0] } ?? house
    }

    /// Minutes allowed: the strictest of what is said of this network and of this service; else what is said of all.
    func minutes(_ network: Network, _ service: Int64?) -> Int {
        let said = targets.filter { target in
            guard target.network != nil || target.service != nil else { return false }
            return (target.network == nil || target.network == network)
                && (target.service == nil || target.service == service)
        }
        return said.map(\.minutes).min() ?? targets.first { $0.network == nil && $0.service == nil }?.minutes ?? 24 * 60
    }

    /// When the answer to what was asked is due: the earliest over the services meant.
    func due(_ asked: Instant, _ network: Network, services: Set<Int64>, urgency: Urgency) -> Instant? {
        if urgency == .distress { return asked.adding(seconds: Self.distress) }
        let each: [Int64?] = services.isEmpty ? [nil] : services.map { $0 }
        return each.compactMap { service in
            hours(of: service).moment(Double(minutes(network, service)) * 60, after: asked)
        }.min()
    }

    /// Opening seconds from a question to its answer: the longest over the services meant, so that no hour in which
    /// somebody could have answered is left out.
    func waited(from asked: Instant, to answered: Instant, services: Set<Int64>) -> Double {
        let each: [Int64?] = services.isEmpty ? [nil] : services.map { $0 }
        return each.map { hours(of: $0).seconds(from: asked, to: answered) }.max() ?? 0
    }
}
