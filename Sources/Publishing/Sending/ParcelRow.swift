import Foundation
import Kernel
import Networks
import Storage

extension Parcel {
    init(_ row: Row) throws {
        id = try row.int64("id")
        post = try row.int64("post")
        version = try row.int("version")
        channel = try row.int64("channel")
        ordinal = try row.int("ordinal")
        role = Piece.Role(rawValue: try row.text("role")) ?? .post
        text = try row.text("text")
        state = try row.value("state")
        key = try row.text("key")
        dueAt = try row.instant("due_at")
        waitUntil = try row.optionalInstant("wait_until")
        askedUntil = try row.optionalInstant("asked_until")
        tries = try row.int("tries")
        armedAt = try row.optionalInstant("armed_at")
        holder = try row.optionalText("holder")
        lookedAt = try row.optionalInstant("looked_at")
        settledAt = try row.optionalInstant("settled_at")
        prepared = try row.optionalText("prepared").flatMap {
            try? JSONDecoder().decode(Prepared.self, from: Data($0.utf8))
        }
        let (url, reference) = (try row.optionalText("url"), try row.optionalText("reference"))
        sent = try row.optionalText("network_id").map { Sent(id: $0, url: url, reference: reference) }
        reason = try row.optionalText("reason").flatMap(Reason.init)
        error = try row.optionalText("error")
        figures = try row.optionalText("figures").flatMap {
            try? JSONDecoder().decode(PostFigures.self, from: Data($0.utf8))
        }
        figuresAt = try row.optionalInstant("figures_at")
    }
}
