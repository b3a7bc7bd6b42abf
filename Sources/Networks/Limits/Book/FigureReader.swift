import Kernel

/// Reads one figure of `limits.json`.
struct FigureReader {
    let key: String
    /// `network.figure`, for what is said of an error.
    let place: String
    let sources: [String: FigureSource]
    /// The book's own day, for figures whose sources have none.
    let checkedOn: Int

    private static let fields: Set<String> = [
        "value", "unit", "confidence", "sources", "note", "runtime", "checked_on", "advise_above", "warn_above",
        "warn_above_with_media", "block_above",
    ]

    func figure(_ json: JSON) throws -> Figure {
        try LimitsFile.known(json, Self.fields, place)
        guard case .object(let fields) = json, let value = fields["value"] else { throw wrong("no value") }
        guard let confidence = json["confidence"].string.flatMap(Figure.Confidence.init(rawValue:)) else {
            throw wrong("an unknown confidence")
        }
        let read = try read(json["sources"])
        guard !read.isEmpty || confidence == .memory else { throw wrong("no source, and not from memory") }
        return Figure(
            name: FigureName(rawValue: key), value: try self.value(value), unit: try text(json, "unit"),
            confidence: confidence, sources: read, note: try text(json, "note"), runtime: try text(json, "runtime"),
            steps: try steps(json), checkedOn: try day(json, read), askedAt: nil)
    }

    private func wrong(_ cause: String) -> Failure { LimitsFile.wrong("\(place): \(cause)") }

    private func value(_ json: JSON) throws -> FigureValue {
        switch json {
        case .null: return .none
        case .bool(let flag): return .flag(flag)
        case .string(let text): return .text(text)
        case .number(let number): return .number(try possible(number))
        case .array(let items):
            let names = items.compactMap(\.string)
            if !items.isEmpty, names.count == items.count { return .list(names) }
            guard items.count == 2, case .number(let low) = items[0], case .number(let high) = items[1] else {
                throw wrong("a list of neither words nor two numbers")
            }
            return .pair(try possible(low), try possible(high))
        case .object: throw wrong("a value that is an object")
        }
    }

    private func possible(_ number: Double) throws -> Double {
        guard (0...1e13).contains(number) else { throw wrong("an impossible number") }
        return number
    }

    private func text(_ json: JSON, _ field: String) throws -> String? {
        guard json[field] != .null else { return nil }
        guard let text = json[field].string, !text.isEmpty else { throw wrong("\(field) is no text") }
        return text
    }

    private func read(_ json: JSON) throws -> [FigureSource] {
        guard case .array(let ids) = json else { throw wrong("sources is no list") }
        return try ids.map { id in
            guard let source = id.string.flatMap({ sources[$0] }) else {
                throw wrong("source \(id.string ?? "?") is not in the table")
            }
            return source
        }
    }

    private func steps(_ json: JSON) throws -> Figure.Steps {
        func step(_ field: String) throws -> Double? {
            guard json[field] != .null else { return nil }
            guard case .number(let number) = json[field] else { throw wrong("\(field) is no number") }
            return try possible(number)
        }
        return Figure.Steps(
            adviseAbove: try step("advise_above"), warnAbove: try step("warn_above"),
            warnAboveWithMedia: try step("warn_above_with_media"), blockAbove: try step("block_above"))
    }

    /// Its own day, that of its youngest source, or the book's.
    private func day(_ json: JSON, _ read: [FigureSource]) throws -> Int {
        guard json["checked_on"] != .null else { return read.compactMap(\.seenOn).max() ?? checkedOn }
        guard let day = LimitsFile.day(json["checked_on"].string) else { throw wrong("checked_on is no date") }
        return day
    }
}
