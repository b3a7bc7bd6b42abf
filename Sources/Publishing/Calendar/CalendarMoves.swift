import Calendars
import Foundation
import Kernel

/// Moves a planned post on the calendar: by the wall's clock of the hospital, whatever clock the browser has.
struct CalendarMoves: Sendable {
    let desk: PublishingDesk

    /// Gives the day on which it stands now. The same day and hour change nothing.
    func move(_ id: Int64, to day: String?, _ time: String?, by person: Person) async throws -> Day {
        guard let day = day.flatMap({ Day($0) }) else {
            throw Failure(.unusable, "no such day", words: "publishing.bad_day")
        }
        let post = try await PostActions(desk: desk).find(id, for: person)
        guard let due = post.dueAt else { throw Failure(.conflict, "it has no date", words: "publishing.no_date") }
        let zone = post.zone.flatMap(TimeZone.init(identifier:)) ?? desk.zone
        let shown = LocalMoment(due, in: zone)
        var hour = shown.time
        if let time, !time.isEmpty {
            guard let typed = TimeOfDay(time) else {
                throw Failure(.unusable, "no such hour", words: "publishing.bad_hour")
            }
            hour = typed
        }
        let local = LocalMoment(day, hour)
        if local == shown { return day }
        try await ApprovalActions(desk: desk).plan(
            id,
            .at(
                local.resolved(in: zone).instant, local: local.text, zone: zone.identifier,
                recurrence: post.recurrence), by: person)
        return day
    }
}
