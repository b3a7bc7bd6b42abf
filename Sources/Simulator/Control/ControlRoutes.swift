import HTTPTypes
import Hummingbird
import Kernel

/// `/_control`: what tests and curious people tell the simulated networks. JSON in, JSON out; see docs/simulator.md.
struct ControlRoutes: Sendable {
    let town: Town

    func add(to router: Router<SimulatorContext>) {
        let control = router.group("/_control")
        control.get("published") { request, _ in FrontDoor.response(try published(request)) }
        control.get("calls") { request, _ in FrontDoor.response(calls(request)) }
        control.get("faults") { _, _ in FrontDoor.response(faults()) }
        control.post("faults") { request, _ in await answered(request) { try fault($0) } }
        control.delete("faults") { _, _ in
            town.faults.reset()
            return FrontDoor.response(Answer(["faults": []]))
        }
        control.post("reset") { request, _ in
            await answered(request) { _ in
                town.reset()
                return ["reset": true]
            }
        }
        control.post("clock") { request, _ in await answered(request) { try clock($0) } }
        control.post("limits") { request, _ in await answered(request) { try limit($0) } }
        control.post("comments") { request, _ in await answered(request) { try comment($0) } }
        control.post("reviews") { request, _ in await answered(request) { try review($0) } }
        control.post("retract") { request, _ in await answered(request) { try retract($0) } }
        control.post("tokens") { request, _ in await answered(request) { try token($0) } }
        HookRoutes(town: town).add(to: control)
    }

    /// Reads a JSON object and answers; a mistake is one clear line. The type of the body must be said: no page of another
    /// site can say it without asking first.
    func answered(_ request: Request, _ work: (Value) async throws -> Value) async -> Response {
        do {
            let buffer = try await request.body.collect(upTo: 1 << 20)
            let isJSON = request.headers[.contentType]?.hasPrefix("application/json") ?? false
            let json = buffer.readableBytes == 0 ? [:] : Value([UInt8](buffer.readableBytesView))
            guard isJSON, let json, case .fields = json else {
                throw Failure(.unusable, "expected a JSON object with Content-Type: application/json")
            }
            return FrontDoor.response(Answer(try await work(json)))
        } catch let failure as Failure {
            let status = failure.kind == .notFound ? 404 : 400
            return FrontDoor.response(Answer(status, ["error": .text(failure.cause)]))
        } catch { return FrontDoor.response(Answer(400, ["error": "the request could not be read"])) }
    }

    static func network(_ json: Value) throws -> SimulatedNetwork {
        guard let network = json["network"].text.flatMap({ SimulatedNetwork(rawValue: $0) }) else {
            let known = SimulatedNetwork.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(.unusable, "network must be one of \(known)")
        }
        return network
    }

    // MARK: Looking

    private func query(_ request: Request) -> Form { Form(encoded: request.uri.query ?? "") }

    private func published(_ request: Request) throws -> Answer {
        let query = query(request)
        let network = query["network"].flatMap { SimulatedNetwork(rawValue: $0) }
        let items = town.read { world in
            world.items.filter {
                $0.own && (network == nil || $0.network == network)
                    && (query["account"] == nil || $0.account == query["account"])
            }
        }
        return Answer(["published": .list(items.map(Self.shown))])
    }

    private static func shown(_ item: Item) -> Value {
        Value(there: [
            "network": .text(item.network.rawValue), "account": .text(item.account), "id": .text(item.id),
            "kind": .text(item.kind.rawValue), "text": .text(item.text), "title": Value(item.title),
            "link": Value(item.link), "parent": Value(item.parent), "at": .text(item.createdAt.fractional),
            "alternatives": .list(item.media.map { Value($0.alt) }), "standing": .text(item.standing.rawValue),
            "scheduled_for": Value(item.publishAt?.fractional), "edits": .number(item.edits.count),
            "deleted_at": Value(item.deletedAt?.fractional),
        ])
    }

    private func calls(_ request: Request) -> Answer {
        let network = query(request)["network"].flatMap { SimulatedNetwork(rawValue: $0) }
        let calls = town.read { world in world.calls.filter { network == nil || $0.network == network } }
        return Answer([
            "calls": .list(
                calls.map { call in
                    [
                        "at": .text(call.at.fractional), "network": .text(call.network.rawValue),
                        "operation": .text(call.operation), "method": .text(call.method), "path": .text(call.path),
                        "status": .number(call.status), "faults": .list(call.faults.map { .text($0) }),
                    ]
                })
        ])
    }

    private func faults() -> Answer {
        Answer([
            "faults": .list(
                town.faults.list().map { standing in
                    [
                        "id": .number(standing.id), "fault": .text(standing.fault.name),
                        "network": .text(standing.network.rawValue), "operation": .text(standing.operation),
                        "left": standing.left.map { .number($0) } ?? "always",
                    ]
                })
        ])
    }
}
