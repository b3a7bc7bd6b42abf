import HTTPTypes
import Hummingbird
import Kernel

/// `/_control/webhooks`
struct HookRoutes: Sendable {
    let town: Town

    func add(to control: RouterGroup<SimulatorContext>) {
        let routes = ControlRoutes(town: town)
        control.get("webhooks") { _, _ in FrontDoor.response(list()) }
        control.post("webhooks") { request, _ in await routes.answered(request) { try await add($0) } }
        control.delete("webhooks") { _, _ in
            town.change { ($0.hooks, $0.letters) = ([], []) }
            return FrontDoor.response(Answer(["webhooks": []]))
        }
        control.post("webhooks/mishaps") { request, _ in await routes.answered(request) { try mishap($0) } }
        control.post("webhooks/deliver") { request, _ in
            await routes.answered(request) { _ in
                await Postman(town: town).deliver()
                return ["delivered": true]
            }
        }
    }

    /// `{"network": "facebook", "url": "http://127.0.0.1:8080/…", "secret": "…", "verify_token": "…", "verify": true}`
    private func add(_ json: Value) async throws -> Value {
        let network = try ControlRoutes.network(json)
        guard network != .youtube else { throw Failure(.unusable, "youtube tells nobody of comments") }
        guard let url = json["url"].text, url.hasPrefix("http://"), let secret = json["secret"].text, !secret.isEmpty
        else {
            throw Failure(.unusable, "url (http, on this machine) and secret are needed")
        }
        if json["verify"].truth != false {
            let isWanted = await Postman(town: town).isWanted(
                network, url, secret: secret, verifyToken: json["verify_token"].text ?? "")
            guard isWanted else { return ["verified": false] }
        }
        let id = town.change { world in
            let id = world.tick()
            world.hooks.append(Hook(id: id, network: network, url: url, secret: secret))
            if world.hooks.count > 100 { world.hooks.removeFirst() }
            return id
        }
        return ["id": .number(id), "verified": .truth(json["verify"].truth != false)]
    }

    /// `{"network": "facebook", "mishap": "late", "seconds": 3600, "times": 1}`
    private func mishap(_ json: Value) throws -> Value {
        let network = try ControlRoutes.network(json)
        guard let kind = json["mishap"].text.flatMap({ Mishap.Kind(rawValue: $0) }) else {
            throw Failure(.unusable, "mishap must be one of lose, duplicate, reorder, bad_signature, late")
        }
        let times = json["times"].text == "always" ? nil : max(1, json["times"].number ?? 1)
        let mishap = Mishap(kind: kind, seconds: max(0, json["seconds"].fraction ?? 60), left: times)
        town.change { world in
            for index in world.hooks.indices where world.hooks[index].network == network {
                world.hooks[index].mishaps.append(mishap)
            }
        }
        return ["mishap": .text(kind.rawValue)]
    }

    private func list() -> Answer {
        let (hooks, letters) = town.read { ($0.hooks, $0.letters) }
        return Answer([
            "webhooks": .list(
                hooks.map { hook in
                    ["id": .number(hook.id), "network": .text(hook.network.rawValue), "url": .text(hook.url)]
                }),
            "letters": .list(
                letters.map { letter in
                    Value(there: [
                        "id": .number(letter.id), "network": .text(letter.network.rawValue), "body": .text(letter.body),
                        "due_at": .text(letter.dueAt.fractional), "attempts": .number(letter.attempts),
                        "lost": .truth(letter.isLost), "held": .truth(letter.isHeld),
                        "status": letter.status.map { .number($0) } ?? .null,
                    ])
                }),
        ])
    }
}
