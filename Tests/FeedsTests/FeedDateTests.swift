import Kernel
import Testing

@testable import Feeds

@Suite("Dates in feeds")
struct FeedDateTests {
    @Test(
        "every form names the same moment",
        arguments: [
            "Mon, 03 Feb 2025 14:30:00 +0100", "3 Feb 25 13:30 GMT", "Mon, 03 Feb 2025 08:30:00 EST",
            "2025-02-03T14:30:00+01:00",
            "2025-02-03T13:30:00Z", "2025-02-03 13:30:00", "20250203T13:30:00Z", "2025-034T13:30:00Z",
            "Mon Feb  3 13:30:00 2025",
            "Mon, 2025/02/03 13:30:00 GMT", "lundi 3 février 2025 à 13h30", "3. Februar 2025 13:30",
            "February 3, 2025 1:30 PM",
            "03/02/2025 13:30", "lunes, 3 de febrero de 2025, 13:30", "2025년 02월 03일 22:30:00",
            "lundi 3 février 2025 14:30 CET",
        ])
    func forms(_ text: String) {
        #expect(FeedDate.parse(text)?.iso8601 == "2025-02-03T13:30:00Z", "\(text)")
    }

    @Test(
        "nonsense is no date",
        arguments: [
            "", " ", "hier", "9999-12-31T23:59:59Z", "0000-00-00", "32 Jan 2025", "2025-02-30", "2025-13-01",
            "99999999999999999999",
            "-1", "1 1 1 1 1", "24:00", "Mon, 03 Feb 2025 25:61:00 GMT", "2025-01-01T00:00:00+99999999", "\u{FFFF}",
            "1200-01-01", "T", "----", "0001-01-01T00:00:00+14:00",
        ])
    func nonsense(_ text: String) {
        #expect(FeedDate.parse(text) == nil, "\(text)")
    }

    @Test("calendar arithmetic holds from 1900 to 2199") func calendar() {
        var day = DateStamp.daysSinceEpoch(1900, 1, 1)
        for year in 1900...2199 {
            for month in 1...12 {
                for date in 1...DateStamp.days(in: month, of: year) {
                    let civil = DateStamp(seconds: Int64(day) * 86_400).civil
                    if civil.year != year || civil.month != month || civil.day != date {
                        Issue.record("\(year)-\(month)-\(date)")
                    }
                    day += 1
                }
            }
        }
        #expect(day == DateStamp.daysSinceEpoch(2200, 1, 1))
    }
}
