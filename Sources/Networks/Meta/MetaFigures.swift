/// Reads answers of the `insights` edges, which the three networks share in their form:
/// `{"data": [{"name", "values": [{"value"}]}]}` or `{"name", "total_value": {"value"}}`.
enum MetaFigures {
    static func values(_ json: JSON) -> [String: Int] {
        var values: [String: Int] = [:]
        for metric in json["data"].elements {
            guard let name = metric["name"].string else { continue }
            let total = metric["total_value"]
            let value = total.isObject ? total["value"] : metric["values"].elements.last?["value"]
            guard let number = value.flatMap(number), number >= 0 else { continue }
            values[name] = number
        }
        return values
    }

    /// A number, or the sum of those that it is broken down into.
    private static func number(_ json: JSON) -> Int? {
        if case .object(let parts) = json { return parts.values.compactMap(\.int).reduce(0, +) }
        return json.int
    }
}

extension MetaFigures {
    /// `{"data": [{"quota_usage", "config": {"quota_total", "quota_duration"}}]}`, at Instagram and at Threads.
    static func allowance(_ json: JSON) -> Allowance? {
        let limit = json["data"].elements.first ?? .null
        guard let used = limit["quota_usage"].int, let most = limit["config"]["quota_total"].int, most > 0 else {
            return nil
        }
        let window = limit["config"]["quota_duration"].int ?? 86_400
        return Allowance(left: max(0, most - used), most: most, window: Double(window))
    }
}
