import Foundation
import Kernel

/// Finds who answers a call, and lets happen what was asked to go wrong.
struct Switchboard: Sendable {
    let town: Town
    let networks: [SimulatedNetwork: any PlayedNetwork]

    init(_ town: Town) {
        self.town = town
        let played: [any PlayedNetwork] = [
            Facebook(), Instagram(), Threads(), XNetwork(), YouTube(), LinkedIn(), GoogleBusiness(),
        ]
        networks = Dictionary(played.map { ($0.network, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func answer(_ asked: Call) async throws -> Answer {
        guard let played = networks[asked.network] else { return Answer(404, ["error": "no such network"]) }
        var call = asked
        do { try played.prepare(&call) } catch let refusal as Refusal { return refusal.answer }
        for operation in played.operations {
            guard let places = operation.places(call) else { continue }
            call.places = places
            return try await answer(call, by: operation, of: played)
        }
        town.record(call, "unknown", 404, faults: [])
        return played.answer(to: .unknownAddress, call)
    }

    private func answer(_ asked: Call, by operation: Operation, of played: any PlayedNetwork) async throws -> Answer {
        let faults = town.faults.take(asked.network, operation.name)
        var call = asked
        for fault in faults { try await happen(fault, &call) }
        var answer: Answer
        if let early = faults.lazy.compactMap({ before($0, call, played) }).first {
            answer = early
        } else {
            do { answer = try await operation.work(call, town) } catch let refusal as Refusal {
                answer = refusal.answer
            }
            if answer.status < 400 {
                for fault in faults { answer = after(fault, answer, call, played) }
            }
        }
        played.stamp(&answer, call, operation.name, town)
        town.record(call, operation.name, answer.status, faults: faults.map(\.name))
        return answer
    }

    /// What comes before anything is done or said.
    private func happen(_ fault: Fault, _ call: inout Call) async throws {
        let (network, moment) = (call.network, call.now)
        switch fault {
        case .delay(let seconds): try await Task.sleep(for: .seconds(min(max(seconds, 0), 600)))
        case .expireTokens: town.change { $0.endTokens(of: network, revoked: false, at: moment) }
        case .revoke: town.change { $0.endTokens(of: network, revoked: true, at: moment) }
        case .processing(let polls): call.stance.polls = polls
        case .moderationReject: call.stance.rejects = true
        default: return
        }
    }

    /// An answer in place of the deed.
    private func before(_ fault: Fault, _ call: Call, _ played: any PlayedNetwork) -> Answer? {
        switch fault {
        case .dropBefore:
            var answer = Answer(empty: 500)
            answer.delivery = .closed
            return answer
        case .status(let status, let body, let headers, false): return Self.answer(status, body, headers)
        case .rateLimit(let text):
            let seconds = text.flatMap { Int($0) }.map { min(max($0, 1), 86_400) } ?? 120
            let answer = played.answer(to: .tooOften(seconds), call)
            guard let text else { return answer }
            return answer.with("Retry-After", Self.retryAfter(text, now: call.now))
        case .hugeErrorPage:
            let line = "<p>502 Bad Gateway. The server encountered a temporary error and could not answer.</p>\n"
            let text =
                "<!DOCTYPE html><title>502</title>\n" + String(repeating: line, count: 4_194_304 / line.utf8.count)
            return .page(text, status: 502)
        case .duplicate: return played.answer(to: .duplicate, call)
        default: return nil
        }
    }

    /// Another answer behind the deed.
    private func after(_ fault: Fault, _ answer: Answer, _ call: Call, _ played: any PlayedNetwork) -> Answer {
        var answer = answer
        switch fault {
        case .dropAfter: answer.delivery = .closed
        case .timeoutAfter(let seconds): answer.delivery = .silent(seconds: seconds)
        case .status(let status, let body, let headers, true): return Self.answer(status, body, headers)
        case .okWithoutID:
            answer.headers.removeAll { played.identifiers.contains($0.name.lowercased()) }
            answer.body = Self.without(played.identifiers, answer.json).bytes
        case .wrongJSON: answer.body = Array("{\"data\":{\"status\":\"ok\",\"trace\":[{".utf8)
        case .lie: return played.answer(to: .doubtful, call)
        default: break
        }
        return answer
    }

    private static func answer(_ status: Int, _ body: String, _ headers: [String: String]) -> Answer {
        let isJSON = body.hasPrefix("{") || body.hasPrefix("[")
        let type = headers.first { $0.key.lowercased() == "content-type" }?.value
        var answer = Answer(
            status: status, type: type ?? (isJSON ? "application/json" : "text/plain"), Array(body.utf8))
        for (name, value) in headers { answer = answer.with(name, value) }
        return answer
    }

    static func retryAfter(_ text: String, now: Instant) -> String {
        let seconds = ["date": 120.0, "past": -3_600][text]
        guard let seconds else { return text }
        return HTTPDate.text(now.adding(seconds: seconds))
    }

    private static func without(_ names: Set<String>, _ value: Value) -> Value {
        switch value {
        case .fields(let fields):
            .fields(fields.filter { !names.contains($0.key) }.mapValues { without(names, $0) })
        case .list(let list): .list(list.map { without(names, $0) })
        default: value
        }
    }
}
