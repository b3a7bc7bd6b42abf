import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Dialogue

/// How the tests of threads hear things said, and look at what became of them.
extension InboxThreadTests {
    /// What a conversation is, without its number: mentions by conversation, and what lists show.
    struct Shape: Hashable {
        let root: Int64
        let post: Int64?
        let messages: Set<Int64>
        let state: String
        let first: Int64
        let last: Int64
        let answered: Int64?
        let services: Set<Int64>
        let urgency: String
        let count: Int
    }

    func shapes(_ house: DialogueHouse) async throws -> Set<Shape> {
        try await house.database.read { connection in
            let rows = try connection.query("SELECT * FROM conversation WHERE merged_into IS NULL", [])
            return Set(
                try rows.map { row in
                    let id = try row.int64("id")
                    let messages = try connection.query(
                        "SELECT mention FROM conversation_message WHERE conversation = $1", [id])
                    return Shape(
                        root: try row.int64("root"), post: try row.optionalInt64("post"),
                        messages: Set(try messages.map { try $0.int64("mention") }), state: try row.text("state"),
                        first: try row.int64("first_at"), last: try row.int64("last_at"),
                        answered: try row.optionalInt64("answered_at"),
                        services: try ConversationStore.services(of: id, in: connection),
                        urgency: try row.text("urgency"), count: try row.int("messages"))
                })
        }
    }

    func hear(_ heard: [Heard], in house: DialogueHouse) async throws {
        for each in heard {
            house.shelf.put(each)
            try await take([each.id], in: house)
        }
    }

    func take(_ ids: [Int64], in house: DialogueHouse) async throws {
        let desk = house.desk
        try await house.database.write { try Threading(desk: desk, in: $0).take(ids) }
    }

    func count(_ table: String, in house: DialogueHouse) async throws -> Int {
        try await house.database.read { try $0.one("SELECT COUNT(*) AS n FROM \(table)", [])?.int("n") ?? -1 }
    }

    func said(
        _ id: Int64, _ parent: Int64? = nil, own: Bool = false, kind: MentionKind = .comment, hour: Double = 0,
        services: [Int64] = [], text: String = "Bonjour", urgency: Urgency = .none, polarity: Polarity = .negative
    ) -> Heard {
        review(
            text, id: id, network: .facebook, kind: kind, rating: nil,
            at: DialogueHouse.noon.adding(seconds: -86_400 + hour * 3_600), polarity: polarity, urgency: urgency,
            services: services, parent: parent.map { "ext-\($0)" }, own: own)
    }

    func permutations<T>(_ items: [T]) -> [[T]] {
        guard items.count > 1 else { return [items] }
        return items.indices.flatMap { index -> [[T]] in
            var rest = items
            let item = rest.remove(at: index)
            return permutations(rest).map { [item] + $0 }
        }
    }
}
