import Calendars
import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Publishing

/// A house whose posts wait in queues.
protocol QueueHouse {}

extension QueueHouse {
    func each(_ body: @Sendable (PublishingHouse) async throws -> Void) async throws {
        try await onBothEngines(PublishingHouse.migrations) { try await body(try PublishingHouse($0)) }
    }

    static func actions(_ house: PublishingHouse) -> QueueActions { QueueActions(desk: house.desk) }

    static var form: QueueForm {
        QueueForm(
            name: "Vie de l’hôpital", days: ["9:00", "", "9h00 17 h 30", "", "", "", ""], restsOnHolidays: false)
    }

    /// The house's clock stands on Monday 2 November 2026, at 13:00 in Paris.
    func queue(_ house: PublishingHouse, _ form: QueueForm = Self.form) async throws -> Int64 {
        let id = house.desk.newID()
        try await Self.actions(house).make(form, id: id, by: try PublishingHouse.person("communication"))
        return id
    }

    /// Written and handed in for a queue by its author's form; read by somebody else unless told otherwise.
    func post(
        _ house: PublishingHouse, in queue: Int64, _ number: Int, approved: Bool = true
    ) async throws -> Int64 {
        let channel: Int64
        if let known = try await house.database.read({ try ChannelStore.all(in: $0).first?.id }) {
            channel = known
        } else {
            channel = try await house.connect(.facebook)
        }
        let content = PublishingHouse.content(
            [.init(channel: channel)],
            "Conférence n° \(1_000 + number) ouverte à tous, jeudi à 18 h, dans le hall de l’hôpital.")
        let id = try await PostActions(desk: house.desk).create(
            content, service: nil, by: try PublishingHouse.person("communication"))
        let page = try await house.visit {
            try await $0.post("/posts/\(id)/submit", [("seen", "1"), ("queue", "\(queue)")], from: "/posts/\(id)")
        }
        #expect(page.status == 303, "\(page.text.suffix(2_000))")
        if approved { try await approve(house, id) }
        return id
    }

    func approve(_ house: PublishingHouse, _ id: Int64) async throws {
        try await ApprovalActions(desk: house.desk).approve(id, seen: 1, by: try PublishingHouse.person("second"))
    }

    func find(_ house: PublishingHouse, _ ids: [Int64]) async throws -> [Post] {
        try await house.database.read { connection in try ids.map { try PostStore.find($0, in: connection) } }
    }

    func hours(_ house: PublishingHouse, _ ids: [Int64]) async throws -> [String?] {
        try await find(house, ids).map { $0.dueAt.map { LocalMoment($0, in: house.desk.zone).text } }
    }

    static func instant(_ text: String) throws -> Instant { Instant(try Date(text, strategy: .iso8601)) }
}
