import Calendars
import Foundation
import Kernel
import Testing

@Suite struct RecurrencePeerTests {
    private static let python = Checkout.python(with: "dateutil.rrule, zoneinfo")

    /// The first 40 occurrences of each rule by `dateutil`, in seconds since 1970, on one line.
    private static let program = """
        import sys
        from datetime import datetime
        from itertools import islice
        from zoneinfo import ZoneInfo
        from dateutil.rrule import rrulestr, rruleset
        for line in sys.stdin:
            zone, start, rule, *left = line.split()
            zone = ZoneInfo(zone)
            both = rruleset()
            both.rrule(rrulestr(rule, dtstart=datetime.fromisoformat(start).replace(tzinfo=zone)))
            for day in left:
                both.exdate(datetime.fromisoformat(day).replace(tzinfo=zone))
            print(*[int(t.timestamp()) for t in islice(both, 40)])
        """

    @Test(
        "six hundred random rules happen when python-dateutil says",
        .enabled(if: python != nil, "install python-dateutil into .venv"))
    func dateutil() throws {
        let python = try #require(Self.python)
        var dice = Dice(state: 5545)
        var rules: [Recurrence] = []
        for _ in 0..<600 { rules.append(try RandomRule.make(&dice)) }
        let input = rules.map { rule in
            let left = rule.exceptions.sorted().map { LocalMoment($0, rule.start.time).text }
            return ([rule.zone.identifier, rule.start.text, rule.rule] + left).joined(separator: " ")
        }
        let theirs = try Checkout.run(python, Self.program, input: input.joined(separator: "\n"))
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(theirs.count == rules.count + 1)
        var occurrences = 0
        for (index, rule) in rules.enumerated() {
            let ours = rule.occurrences(from: Instant(microseconds: 0), to: nil, limit: 40)
            occurrences += ours.count
            let line = ours.map { String($0.instant.microseconds / 1_000_000) }.joined(separator: " ")
            #expect(line == theirs[index], "\(input[index])")
            // A window in the middle holds the same ones as the whole.
            if ours.count > 4 {
                let part = rule.occurrences(from: ours[2].instant, to: ours[4].instant)
                #expect(part == Array(ours[2..<4]))
                #expect(rule.next(after: ours[2].instant) == ours[3])
            }
        }
        #expect(occurrences > 10_000)
    }
}
