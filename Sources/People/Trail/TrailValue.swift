import Foundation

/// A value as a line of the trail keeps it: JSON, of whatever shape the room wrote.
enum TrailValue: Decodable, Equatable {
    case text(String)
    case flag(Bool)
    case number(Double)
    case list([TrailValue])
    case table([String: TrailValue])
    case nothing

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .nothing
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([TrailValue].self) {
            self = .list(list)
        } else {
            self = .table(try container.decode([String: TrailValue].self))
        }
    }

    /// The fields of a line's JSON; none when it is not a table.
    static func fields(_ json: String?) -> [String: TrailValue] {
        guard let json, case .table(let fields)? = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else {
            return [:]
        }
        return fields
    }

    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }
}
