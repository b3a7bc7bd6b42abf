import Kernel

extension ControlRoutes {
    /// `{"network": "x", "operation": "publish", "fault": "delay", "times": 2, "seconds": 3}`; once where `times` is not
    /// said, and until somebody takes it away with `"times": "always"`.
    func fault(_ json: Value) throws -> Value {
        let network = try Self.network(json)
        guard let fault = Fault(json) else {
            throw Failure(.unusable, "the fault is unknown, or a part of it is missing")
        }
        let times = json["times"].text == "always" ? nil : max(1, json["times"].number ?? 1)
        let id = town.faults.add(fault, on: network, operation: json["operation"].text ?? "*", times: times)
        return ["id": .number(id), "fault": .text(fault.name)]
    }

    /// `{"advance": 3600}`
    func clock(_ json: Value) throws -> Value {
        guard let seconds = json["advance"].fraction, (0...3_153_600_000).contains(seconds) else {
            throw Failure(.unusable, "advance must be a number of seconds")
        }
        town.change { $0.ahead += seconds }
        return ["now": .text(town.now.fractional)]
    }

    /// `{"limit": "instagram.posts", "most": 50}`
    func limit(_ json: Value) throws -> Value {
        let known = ["instagram.posts", "threads.posts", "youtube.units", "youtube.videos"]
        guard let name = json["limit"].text, known.contains(name), let most = json["most"].number, most >= 0 else {
            throw Failure(.unusable, "limit must be one of \(known.joined(separator: ", ")), and most a number")
        }
        town.change { $0.limits[name] = most }
        return ["limit": .text(name), "most": .number(most)]
    }

    /// `{"network": "facebook", "under": "1_2", "by": "Jeanne", "text": "Merci"}`
    func comment(_ json: Value) throws -> Value {
        let network = try Self.network(json)
        let id = try town.change {
            try $0.say(
                json["text"].text ?? "", by: json["by"].text ?? "Un visiteur", under: json["under"].text, on: network,
                account: json["account"].text, at: town.clock)
        }
        return ["id": .text(id)]
    }

    /// `{"network": "google", "account": "445…", "stars": 4, "by": "Jeanne", "text": "Bien"}`
    func review(_ json: Value) throws -> Value {
        let network = try Self.network(json)
        let id = try town.change {
            try $0.review(
                json["text"].text ?? "", stars: json["stars"].number ?? 0, by: json["by"].text ?? "Un visiteur",
                of: json["account"].text ?? "", on: network, at: town.clock)
        }
        return ["id": .text(id)]
    }

    func retract(_ json: Value) throws -> Value {
        let network = try Self.network(json)
        try town.change { try $0.retract(json["id"].text ?? "", on: network, at: town.clock) }
        return ["retracted": true]
    }

    /// A token without anybody signing in: `{"network": "x", "account": "145…", "life": 60}`.
    func token(_ json: Value) throws -> Value {
        let network = try Self.network(json)
        let now = town.now
        return try town.change { world in
            guard let account = world.account(network, json["account"].text ?? "") else {
                throw Failure(.notFound, "no such account on \(network.rawValue)")
            }
            let token = world.issue(
                "", .account, on: network, accounts: [Token.key(account)], client: "control", scopes: [],
                life: json["life"].fraction, at: now)
            return ["access_token": .text(token.value)]
        }
    }
}
