public import Foundation
import Kernel

extension TimeZone {
    /// The zone of that name in the tz database, `Europe/Paris` or `UTC`. Abbreviations and offsets that Foundation
    /// knows as well (`EST`, `GMT+0530`) are refused: their clock is never changed, and nobody lives by them.
    ///
    /// - Throws: `.unusable` when there is no such zone.
    public static func iana(_ name: String) throws -> TimeZone {
        let sane = name.utf8.count <= 64 && name.utf8.allSatisfy { Self.letters.contains($0) }
        guard sane, name.contains("/") || name == "UTC", let zone = TimeZone(identifier: name) else {
            throw Failure(.unusable, "no such time zone", words: "calendars.bad_zone")
        }
        return zone
    }

    private static let letters = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/".utf8)

    /// Seconds by which this zone's clock is ahead of UTC, so many seconds after 1970. Foundation's calendars stop
    /// making sense far from today: outside the years 1 to 9999 the nearest answer is given.
    func offset(at seconds: Int) -> Int {
        let bounded = max(-62_135_596_800, min(253_402_300_799, seconds))
        return secondsFromGMT(for: Date(timeIntervalSince1970: Double(bounded)))
    }
}
