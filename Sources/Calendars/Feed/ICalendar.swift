import Foundation
public import Kernel

/// Writes a calendar to which people subscribe from Outlook, a telephone or Thunderbird: RFC 5545, with the name and the
/// interval of RFC 7986 and the older properties that programs still read instead (`X-WR-CALNAME`, `X-PUBLISHED-TTL`:
/// [MS-OXCICAL] 2.1.3.1.1.14). Served as `text/calendar; charset=utf-8`.
public struct ICalendar: Hashable, Sendable {
    /// More events are no calendar that a telephone takes.
    public static let most = 10_000

    public var name: String
    /// Minutes after which those who subscribe should look again.
    public var refresh: Int
    public var events: [CalendarEvent]

    public init(name: String, refresh: Int = 60, events: [CalendarEvent]) {
        self.name = name
        self.refresh = refresh
        self.events = events
    }

    /// The whole file, with CRLF, no line over 75 octets.
    ///
    /// - Parameter now: the moment of this writing (`DTSTAMP`).
    /// - Throws: `.tooLarge` with over 10,000 events; `.unusable` when an event ends before it begins, lies outside the
    ///   years 1 to 9999, has no identifier or one that another has too, or an address that is none.
    public func text(at now: Instant) throws -> String {
        guard events.count <= Self.most else { throw Failure(.tooLarge, "over 10,000 events in one calendar") }
        let minutes = max(1, min(43_200, refresh))
        var lines = ContentLines()
        lines.add("BEGIN", "VCALENDAR")
        lines.add("VERSION", "2.0")
        lines.add("PRODID", "-//Resonance//Calendars//FR")
        lines.add("CALSCALE", "GREGORIAN")
        lines.add("METHOD", "PUBLISH")
        lines.addText("NAME", name)
        lines.addText("X-WR-CALNAME", name)
        lines.add("REFRESH-INTERVAL;VALUE=DURATION", "PT\(minutes)M")
        lines.add("X-PUBLISHED-TTL", "PT\(minutes)M")
        var seen: Set<String> = []
        for event in events {
            guard !event.uid.isEmpty, event.uid.utf8.count <= 255, seen.insert(event.uid).inserted else {
                throw Failure(.unusable, "an event needs an identifier of its own")
            }
            try write(event, at: now, to: &lines)
        }
        lines.add("END", "VCALENDAR")
        return lines.text
    }

    private func write(_ event: CalendarEvent, at now: Instant, to lines: inout ContentLines) throws {
        lines.add("BEGIN", "VEVENT")
        lines.addText("UID", event.uid)
        lines.add("DTSTAMP", CalendarTime.utc(now))
        if let changed = event.changed { lines.add("LAST-MODIFIED", CalendarTime.utc(changed)) }
        if event.sequence > 0 { lines.add("SEQUENCE", String(event.sequence)) }
        try write(event.span, to: &lines)
        lines.addText("SUMMARY", event.summary)
        if !event.description.isEmpty { lines.addText("DESCRIPTION", event.description) }
        if let url = event.url { lines.add("URL;VALUE=URI", try Self.address(url)) }
        lines.add("STATUS", event.status.rawValue)
        let categories = event.categories.filter { !$0.isEmpty }
        if !categories.isEmpty {
            lines.add("CATEGORIES", categories.map(ContentLines.escaped).joined(separator: ","))
        }
        // What we publish keeps nobody from meeting anybody.
        lines.add("TRANSP", "TRANSPARENT")
        lines.add("END", "VEVENT")
    }

    private func write(_ span: CalendarEvent.Span, to lines: inout ContentLines) throws {
        switch span {
        case .moments(let from, let to):
            guard from <= to, Self.years.contains(from.microseconds), Self.years.contains(to.microseconds) else {
                throw Failure(.unusable, "an event that ends before it begins, or outside the years 1 to 9999")
            }
            lines.add("DTSTART", CalendarTime.utc(from))
            // An end must be later than its start (3.8.2.2); without one the event has no length (3.6.1).
            let (start, end) = (CalendarTime.utc(from), CalendarTime.utc(to))
            if start != end { lines.add("DTEND", end) }
        case .days(let first, let last):
            guard first <= last, last < .last else {
                throw Failure(.unusable, "an event that ends before it begins, or with the calendar itself")
            }
            lines.add("DTSTART;VALUE=DATE", CalendarTime.date(first))
            lines.add("DTEND;VALUE=DATE", CalendarTime.date(last.adding(days: 1)))  // the end is not part of it
        }
    }

    private static let years = Int64(-62_135_596_800_000_000)...Int64(253_402_300_799_999_999)

    /// An address is not escaped: it may hold nothing that ends a line.
    private static func address(_ url: String) throws -> String {
        guard url.utf8.count <= 2_000, url.utf8.allSatisfy({ (33...126).contains($0) }),
            url.hasPrefix("https://") || url.hasPrefix("http://")
        else { throw Failure(.unusable, "the address of an event is no web address") }
        return url
    }
}
