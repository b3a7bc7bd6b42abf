import Kernel
import Testing

@testable import Dialogue

@Suite struct ProtectionDeadlineTests {
    @Test(
        "months end on the day of the same number, or on the last of the month",
        arguments: [
            ("2027-01-31", 1, "2027-02-28"), ("2028-01-31", 1, "2028-02-29"), ("2026-11-30", 3, "2027-02-28"),
            ("2027-11-30", 3, "2028-02-29"), ("2026-12-15", 1, "2027-01-15"), ("2026-08-31", 3, "2026-11-30"),
            ("2026-11-30", 12, "2027-11-30"), ("2028-02-29", 12, "2029-02-28"), ("2026-05-31", -12, "2025-05-31"),
            ("2026-01-31", 3, "2026-04-30"), ("2026-10-02", 3, "2027-01-02"),
        ])
    func months(_ from: String, _ months: Int, _ to: String) throws {
        let day = try #require(Deadline.day(from))
        #expect(Deadline.text(Deadline.day(day, plusMonths: months)) == to)
    }

    @Test(
        "what is no day of the calendar is refused",
        arguments: ["2026-02-30", "2026-13-01", "hier", "", "2026-1", "0001-01-01"])
    func noDay(_ text: String) { #expect(Deadline.day(text) == nil) }

    @Test("canonical JSON is that of RFC 8785: keys by UTF-16, shortest escapes, no blanks")
    func canonical() {
        let json = CanonicalJSON.object([
            "\u{20AC}": .text("Euro"), "\r": .text("CR"), "\u{FB33}": .text("Dalet"), "1": .text("One"),
            "\u{1F600}": .text("Smiley"), "\u{80}": .text("Control"), "\u{F6}": .text("O"),
        ])
        #expect(
            String(decoding: json.bytes, as: UTF8.self)
                == "{\"\\r\":\"CR\",\"1\":\"One\",\"\u{80}\":\"Control\",\"\u{F6}\":\"O\",\"\u{20AC}\":\"Euro\","
                + "\"\u{1F600}\":\"Smiley\",\"\u{FB33}\":\"Dalet\"}")
        let text = CanonicalJSON.text("\u{8}\t\n\u{C}\r\"\\\u{F}/é")
        #expect(String(decoding: text.bytes, as: UTF8.self) == "\"\\b\\t\\n\\f\\r\\\"\\\\\\u000f/é\"")
        #expect(
            String(decoding: CanonicalJSON.list([.null, .truth(true), .number(-3)]).bytes, as: UTF8.self)
                == "[null,true,-3]")
    }
}
