import Foundation
import Kernel
import Wire

/// Publishing in two steps, as Instagram and Threads do: a container is made for the file, which the network fetches
/// and works on; only then is it published. A carousel is a container of containers.
struct MetaContainers: Sendable {
    let api: MetaAPI
    /// Where containers are made: `/{account}/media`, `/{account}/threads`.
    let edge: String
    /// The field with the state of one, and the one with the reason of a failure.
    let state: String
    let reason: String

    /// What is to be made.
    struct Plan: Sendable {
        /// Of a carousel, what it is made of.
        var children: [[MutationField]] = []
        /// The container that is published, out of its children's numbers.
        let whole: @Sendable (_ children: [String]) throws -> [MutationField]
        /// Seconds between two looks.
        let pause: Double
    }

    /// A container ends after 24 hours; one that is nearly as old is made again.
    static let longest = 23.0 * 3_600
    /// How often something is made again after a failure that is not ours.
    static let again = 2

    /// Does one step, or looks how far the network is.
    func step(_ plan: Plan, after before: Prepared?) async throws -> Preparation {
        var have = before ?? Prepared(at: api.clock.now())
        if api.clock.now().seconds(since: have.at) > Self.longest { have = Prepared(at: api.clock.now()) }
        for (index, fields) in plan.children.enumerated() where have.values["child.\(index)"] == nil {
            have.values["child.\(index)"] = try await make(fields)
            return .wait(seconds: index + 1 < plan.children.count ? 0 : plan.pause, have)
        }
        for index in plan.children.indices where have.values["ready.\(index)"] == nil {
            if let waiting = try await look("child.\(index)", plan, &have) { return waiting }
            have.values["ready.\(index)"] = "1"
        }
        guard have.values["container"] != nil else {
            let children = plan.children.indices.compactMap { have.values["child.\($0)"] }
            have.values["container"] = try await make(try plan.whole(children))
            return .wait(seconds: plan.pause, have)
        }
        return try await look("container", plan, &have) ?? .ready(have)
    }

    private func make(_ fields: [MutationField]) async throws -> String {
        let json = try await api.prepare(edge, .form(fields))
        guard let id = Fields.id(json["id"].identifier) else {
            throw Failure(.unavailable, "\(api.host) made a container without a number", words: "networks.not_json")
        }
        return id
    }

    /// Nil when the container of that name is ready.
    private func look(_ name: String, _ plan: Plan, _ have: inout Prepared) async throws -> Preparation? {
        guard let id = have.values[name] else { return nil }
        let json: JSON
        do { json = try await api.object(id, fields: "\(state),\(reason)") } catch let failure as Failure
            where failure.kind == .notFound
        { return try renew(name, &have, Failure(.unusable, failure.cause, words: "networks.media_refused")) }
        switch json[state].string {
        case "FINISHED": return nil
        case "PUBLISHED" where name == "container":
            throw Failure(.conflict, "\(api.host) has published this container", words: "networks.duplicate")
        case "EXPIRED": return try renew(name, &have, Failure(.unavailable, "a container has expired"))
        case "ERROR":
            let said = json[reason].string
            let failure = failure(said)
            if failure.kind != .unavailable { throw failure }
            return try renew(name, &have, Failure(.unusable, failure.cause, words: "networks.media_refused"))
        default: return .wait(seconds: plan.pause, have)
        }
    }

    /// The container is made again, unless that was done often enough.
    private func renew(_ name: String, _ have: inout Prepared, _ failure: Failure) throws -> Preparation {
        let times = Int(have.values["again"] ?? "") ?? 0
        guard times < Self.again else { throw failure }
        have.values["again"] = String(times + 1)
        have.values[name] = nil
        if name != "container" { have.values["container"] = nil }
        have.at = api.clock.now()
        return .wait(seconds: 5, have)
    }

    /// Why a container failed. Instagram names a number, Threads a word (`FAILED_DOWNLOADING_VIDEO`).
    private func failure(_ said: String?) -> Failure {
        if let said, said.hasPrefix("FAILED_DOWNLOADING") {
            return Failure(.unusable, "\(api.host) could not fetch the file", words: "networks.media_unreachable")
        }
        guard let error = MetaError(named: said), error.meaning != .refused else {
            return Failure(.unusable, "\(api.host) could not read the file", words: "networks.media_refused")
        }
        return error.failure(from: api.host)
    }

    /// The number of the container that is ready; throws where `prepare` was not gone through.
    static func number(_ prepared: Prepared) throws -> MutationValue {
        guard let mark = MutationValue.marked(prepared.values["container"]) else {
            throw Failure(.broken, "publishing without a container")
        }
        return mark
    }
}
