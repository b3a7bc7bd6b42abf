import Kernel

/// The figures of one post, in the form that the `insights` of the three networks share.
enum GraphInsights {
    /// - Parameter known: what a figure is, by its name; a name that is not there is refused.
    static func answer(_ call: Call, id: String, known: [String: Int]) throws -> Value {
        let names = (call.form["metric"] ?? "").split(separator: ",").map { $0.filter { !$0.isWhitespace } }
        guard !names.isEmpty else { throw GraphError(100, "(#100) The parameter metric is required").refusal }
        if let strange = names.first(where: { known[$0] == nil }) {
            throw GraphError(100, "(#100) The value \(strange.prefix(60)) is not a valid metric here").refusal
        }
        let data = names.map { name -> Value in
            [
                "name": .text(name), "period": "lifetime", "values": [["value": .number(known[name] ?? 0)]],
                "title": .text(name), "description": "", "id": .text("\(id)/insights/\(name)/lifetime"),
            ]
        }
        return ["data": .list(data)]
    }
}

/// How much of what the Graph allows is used (https://developers.facebook.com/docs/graph-api/overview/rate-limiting).
enum GraphUsage {
    /// Calls in an hour that count as all of it.
    static let allowance = 4_800

    static func stamp(_ answer: inout Answer, account: String, type: String, _ call: Call, _ town: Town) {
        let (count, end) = town.change { $0.use("\(call.network.rawValue).calls", seconds: 3_600, at: call.now) }
        let share = min(100, count * 100 / allowance)
        let code = answer.status >= 400 ? answer.json["error"]["code"].number ?? 0 : 0
        let isSpent = [4, 17, 32].contains(code)
        let minutes = isSpent ? max(1, Int(end.seconds(since: call.now) / 60)) : 0
        let part: Value = [
            "type": .text(type), "call_count": .number(isSpent ? 100 : share), "total_cputime": .number(share / 2),
            "total_time": .number(share / 2), "estimated_time_to_regain_access": .number(minutes),
        ]
        let app: Value = ["call_count": .number(share), "total_cputime": 0, "total_time": 0]
        answer = answer.with("x-business-use-case-usage", Value.fields([account: [part]]).json)
            .with("x-app-usage", app.json)
    }
}
