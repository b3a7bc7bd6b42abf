import Foundation
import Kernel

// What a store keeps of a repetition: the lines of RFC 5545 that make it whole.
extension Recurrence {
    /// `DTSTART;TZID=Europe/Paris:20260303T090000`, `RRULE:FREQ=…`, and `EXDATE;TZID=…:…` where there are exceptions;
    /// separated by line feeds, not folded. `Recurrence(lines:)` reads them back.
    public var lines: String {
        let zone = zone.identifier
        var lines = ["DTSTART;TZID=\(zone):\(CalendarTime.local(start))", "RRULE:\(rule)"]
        if !exceptions.isEmpty {
            let moments = exceptions.sorted().map { CalendarTime.local(LocalMoment($0, start.time)) }
            lines.append("EXDATE;TZID=\(zone):\(moments.joined(separator: ","))")
        }
        return lines.joined(separator: "\n")
    }

    /// From the lines that `lines` gives: these three properties in this order, and nothing else.
    ///
    /// - Throws: `.unusable` when they are not, or over 32 kilobytes.
    public init(lines: String) throws {
        let parts = lines.utf8.count > 32_768 ? [] : lines.split(separator: "\n", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), parts[1].hasPrefix("RRULE:"),
            let (zone, starts) = try Self.moments(parts[0], of: "DTSTART"), let start = starts.first,
            starts.count == 1
        else { throw RuleParts.bad }
        var exceptions: Set<Day> = []
        if parts.count == 3 {
            guard let (_, moments) = try Self.moments(parts[2], of: "EXDATE"),
                moments.allSatisfy({ $0.time == start.time })
            else { throw RuleParts.bad }
            exceptions = Set(moments.map(\.day))
        }
        try self.init(rule: String(parts[1]), from: start, in: zone, except: exceptions)
    }

    /// The zone and the moments of `NAME;TZID=zone:moment,moment`; nil when it is no such line.
    private static func moments(_ line: Substring, of name: String) throws -> (TimeZone, [LocalMoment])? {
        let prefix = "\(name);TZID="
        guard line.hasPrefix(prefix), let colon = line.firstIndex(of: ":") else { return nil }
        let zone = try TimeZone.iana(String(line[..<colon].dropFirst(prefix.count)))
        var moments: [LocalMoment] = []
        for text in line[line.index(after: colon)...].split(separator: ",", omittingEmptySubsequences: false) {
            guard let read = CalendarTime.moment(text), read.seconds % 60 == 0,
                let time = TimeOfDay(minutes: read.seconds / 60)
            else { return nil }
            moments.append(LocalMoment(read.day, time))
        }
        return (zone, moments)
    }
}
