import Calendars
import Foundation
import Kernel
import Testing

@Suite struct ICalendarTests {
    static let now = Instant(microseconds: 1_795_000_000_000_000)

    static func event(_ uid: String, _ summary: String = "Titre") throws -> CalendarEvent {
        CalendarEvent(
            uid: uid, .moments(from: try instant("2027-03-02T08:00:00Z"), to: try instant("2027-03-02T08:15:00Z")),
            summary: summary)
    }

    @Test("a small calendar, octet for octet")
    func small() throws {
        let post = CalendarEvent(
            uid: "post-42@hopital.example",
            .moments(from: try instant("2027-03-02T08:00:00Z"), to: try instant("2027-03-02T08:15:00Z")),
            summary: "Mars bleu ; dépistage, pourquoi ?", description: "Une ligne\nune autre \\ fin",
            url: "https://hopital.example/posts/42?a=1,2;b", status: .tentative,
            categories: ["Prévention, cancer", "Mars"], changed: try instant("2027-02-01T10:00:00Z"))
        let month = CalendarEvent(
            uid: "mars-bleu-2027@hopital.example", .days(try day("2027-03-01"), try day("2027-03-31")),
            summary: "Mars bleu")
        let text = try ICalendar(name: "Hôpital", refresh: 30, events: [post, month]).text(
            at: try instant("2027-01-01T00:00:00.5Z"))
        let expected = """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//Resonance//Calendars//FR
            CALSCALE:GREGORIAN
            METHOD:PUBLISH
            NAME:Hôpital
            X-WR-CALNAME:Hôpital
            REFRESH-INTERVAL;VALUE=DURATION:PT30M
            X-PUBLISHED-TTL:PT30M
            BEGIN:VEVENT
            UID:post-42@hopital.example
            DTSTAMP:20270101T000000Z
            LAST-MODIFIED:20270201T100000Z
            DTSTART:20270302T080000Z
            DTEND:20270302T081500Z
            SUMMARY:Mars bleu \\; dépistage\\, pourquoi ?
            DESCRIPTION:Une ligne\\nune autre \\\\ fin
            URL;VALUE=URI:https://hopital.example/posts/42?a=1,2;b
            STATUS:TENTATIVE
            CATEGORIES:Prévention\\, cancer,Mars
            TRANSP:TRANSPARENT
            END:VEVENT
            BEGIN:VEVENT
            UID:mars-bleu-2027@hopital.example
            DTSTAMP:20270101T000000Z
            DTSTART;VALUE=DATE:20270301
            DTEND;VALUE=DATE:20270401
            SUMMARY:Mars bleu
            STATUS:CONFIRMED
            TRANSP:TRANSPARENT
            END:VEVENT
            END:VCALENDAR

            """
        #expect(text == expected.replacingOccurrences(of: "\n", with: "\r\n"))
    }

    @Test("no line has over 75 octets, no character is cut, and unfolding gives back what was written")
    func folding() throws {
        var dice = Dice(state: 75)
        let letters = ["a", "é", "€", "😀", "e\u{301}", "👩‍⚕️", ",", "\\", " ", "名"]
        for length in [60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 74, 75, 76, 150, 400] {
            let summary = (0..<length).map { _ in letters.randomElement(using: &dice) ?? "a" }.joined()
            let text = try ICalendar(name: "a", events: [try Self.event("1", summary)]).text(at: Self.now)
            for line in text.utf8.split(separator: 10) {
                #expect(line.count <= 76 && line.last == 13)  // 75 and the carriage return
                #expect(String(validating: line.dropLast(), as: UTF8.self) != nil)
            }
            let unfolded = text.unicodeScalars.map(String.init).joined().replacingOccurrences(of: "\r\n ", with: "")
            let escaped = summary.replacingOccurrences(of: "\\", with: "\\\\")
                .replacingOccurrences(of: ",", with: "\\,")
            #expect(unfolded.contains("SUMMARY:\(escaped)\r\n"))
        }
    }

    @Test("a letter with two hundred accents is a line of its own, and is still cut between characters only")
    func accents() throws {
        let summary = "a" + String(repeating: "\u{301}", count: 200)
        let text = try ICalendar(name: "a", events: [try Self.event("1", summary)]).text(at: Self.now)
        for line in text.utf8.split(separator: 10) {
            #expect(line.count <= 76 && String(validating: line, as: UTF8.self) != nil)
        }
    }

    @Test("nobody writes a line into our calendar")
    func injection() throws {
        let nasty = "a\r\nEND:VEVENT\nBEGIN:VALARM\r\u{2028}X:1\u{0}\u{7F}\u{0B}b\u{85}c\t"
        let event = CalendarEvent(
            uid: "1\r\nX-A:1", .days(try day("2027-01-01"), try day("2027-01-01")), summary: nasty, description: nasty,
            categories: [nasty, ""])
        let text = try ICalendar(name: nasty, events: [event]).text(at: Self.now)
        let lines = text.components(separatedBy: "\r\n")
        #expect(lines.filter { $0.hasPrefix("END:VEVENT") }.count == 1)
        #expect(!lines.contains { $0.hasPrefix("BEGIN:VALARM") || $0.hasPrefix("X-A") || $0.hasPrefix("X:") })
        let allowed = text.unicodeScalars.filter { $0.value < 32 || $0.value == 127 }
        #expect(Set(allowed.map(\.value)) == [9, 10, 13])
        let unfolded = text.replacingOccurrences(of: "\r\n ", with: "")
        #expect(unfolded.contains("SUMMARY:a\\nEND:VEVENT\\nBEGIN:VALARM\\n\\nX:1  \\nb\\nc\t"))
    }

    @Test(
        "an address that is none is refused",
        arguments: [
            "https://a.example/\r\nX:1", "https://a.example/ b", "javascript:alert(1)", "https://é.example", "",
        ])
    func address(_ url: String) throws {
        var event = try Self.event("1")
        event.url = url
        #expect(throws: Failure.self) { try ICalendar(name: "a", events: [event]).text(at: Self.now) }
    }

    @Test("events that end before they begin, or share their identifier, or have none, are refused")
    func refused() throws {
        func text(_ events: [CalendarEvent]) throws -> String {
            try ICalendar(name: "a", events: events).text(at: Self.now)
        }
        var event = try Self.event("1")
        #expect(throws: Failure.self) { try text([event, event]) }
        #expect(throws: Failure.self) { try text([try Self.event("")]) }
        event.span = .moments(from: Self.now, to: Self.now.adding(seconds: -1))
        #expect(throws: Failure.self) { try text([event]) }
        event.span = .moments(from: Self.now, to: Instant(microseconds: .max))
        #expect(throws: Failure.self) { try text([event]) }
        event.span = .days(try day("2027-01-02"), try day("2027-01-01"))
        #expect(throws: Failure.self) { try text([event]) }
        event.span = .days(.last, .last)
        #expect(throws: Failure.self) { try text([event]) }
        let many = try (0...ICalendar.most).map { try Self.event(String($0)) }
        let failure = #expect(throws: Failure.self) { try text(many) }
        #expect(failure?.kind == .tooLarge)
    }

    @Test("a moment without length has no end, which must be later than the start")
    func moment() throws {
        let event = CalendarEvent(uid: "1", .moments(from: Self.now, to: Self.now.adding(seconds: 0.4)), summary: "a")
        let text = try ICalendar(name: "a", events: [event]).text(at: Self.now)
        #expect(text.contains("DTSTART:") && !text.contains("DTEND"))
    }

    private static let python = Checkout.python(with: "icalendar")

    /// What `icalendar` reads, as JSON. It leaves the escapes in properties that it does not know, as NAME (RFC 7986).
    private static let program = """
        import json, sys
        from icalendar import Calendar
        whole = Calendar.from_ical(sys.stdin.buffer.read())
        def seconds(p): return p.dt.isoformat()
        out = {"name": str(whole["NAME"]), "ttl": str(whole["X-PUBLISHED-TTL"]),
               "refresh": int(whole["REFRESH-INTERVAL"].dt.total_seconds()), "errors": [str(e) for e in whole.errors],
               "events": []}
        for e in whole.walk("VEVENT"):
            assert not e.errors, e.errors
            out["events"].append({
                "uid": str(e["UID"]), "start": seconds(e["DTSTART"]), "end": seconds(e["DTEND"]),
                "summary": str(e["SUMMARY"]), "description": str(e.get("DESCRIPTION", "")),
                "url": str(e.get("URL", "")), "status": str(e["STATUS"]),
                "categories": [str(c) for c in e["CATEGORIES"].cats] if "CATEGORIES" in e else []})
        print(json.dumps(out))
        """

    private struct Read: Decodable {
        struct Event: Decodable {
            let uid, start, end, summary, description, url, status: String
            let categories: [String]
        }
        let name, ttl: String
        let refresh: Int
        let errors: [String]
        let events: [Event]
    }

    @Test(
        "PyPI's icalendar reads back all that was written",
        .enabled(if: python != nil, "install icalendar into .venv"))
    func peer() throws {
        let python = try #require(Self.python)
        var dice = Dice(state: 5545)
        let letters = ["a", "é", ";", ",", "\\", "\n", " ", "😀", ":", "\"", "n", "N", "名", "👩‍⚕️", "’", "\t", "="]
        func random(_ most: Int) -> String {
            let count = Int.random(in: 0...most, using: &dice)
            return "x" + (0..<count).map { _ in letters.randomElement(using: &dice) ?? "" }.joined() + "x"
        }
        var events: [CalendarEvent] = []
        for number in 0..<200 {
            let from = Self.now.adding(seconds: Double(Int.random(in: 0..<90_000_000, using: &dice)))
            let first = Day(from, in: .gmt)
            events.append(
                CalendarEvent(
                    uid: "\(number)-\(random(20))@h.example",
                    Bool.random(using: &dice)
                        ? .moments(from: from, to: from.adding(seconds: Double(number + 1)))
                        : .days(first, first.adding(days: number % 40)),
                    summary: random(200), description: random(900),
                    url: Bool.random(using: &dice) ? nil : "https://h.example/\(number)?a=b;c,d",
                    status: CalendarEvent.Status.allCases.randomElement(using: &dice) ?? .confirmed,
                    categories: (0..<Int.random(in: 0...3, using: &dice)).map { _ in random(30) }, changed: from))
        }
        let text = try ICalendar(name: "Hôpital, « Saint; Roch » \\ 2", refresh: 90, events: events).text(at: Self.now)
        let json = try Checkout.run(python, Self.program, input: text)
        let read = try JSONDecoder().decode(Read.self, from: Data(json.utf8))
        #expect(read.name == "Hôpital\\, « Saint\\; Roch » \\\\ 2")
        #expect(read.ttl == "PT90M" && read.refresh == 5_400 && read.errors == [])
        #expect(read.events.count == events.count)
        for (ours, theirs) in zip(events, read.events) {
            #expect(Array(theirs.uid.utf8) == Array(ours.uid.utf8))
            #expect(Array(theirs.summary.utf8) == Array(ours.summary.utf8))
            #expect(Array(theirs.description.utf8) == Array(ours.description.utf8))
            #expect(theirs.url == (ours.url ?? "") && theirs.status == ours.status.rawValue)
            #expect(theirs.categories == ours.categories)
            switch ours.span {
            case .moments(let from, let to):
                #expect(try instant(theirs.start) == from && instant(theirs.end) == to)
            case .days(let first, let last):
                #expect(theirs.start == first.text && theirs.end == last.adding(days: 1).text)
            }
        }
    }
}
