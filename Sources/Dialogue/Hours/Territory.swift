import Foundation
import Kernel
import Web

/// Where an establishment stands: its clock, and the public holidays of its law.
enum Territory: String, Sendable, CaseIterable, Codable {
    case metropole
    case alsaceMoselle = "alsace_moselle"
    case guadeloupe, martinique, guyane, reunion, mayotte
    case saintBarthelemy = "saint_barthelemy"
    case saintMartin = "saint_martin"
    case miquelon
    case newCaledonia = "new_caledonia"
    case polynesia, marquesas, gambier, wallis

    /// The zone's name in the tz database.
    var zoneName: String {
        switch self {
        case .metropole, .alsaceMoselle: "Europe/Paris"
        case .guadeloupe: "America/Guadeloupe"
        case .martinique: "America/Martinique"
        case .guyane: "America/Cayenne"
        case .reunion: "Indian/Reunion"
        case .mayotte: "Indian/Mayotte"
        case .saintBarthelemy: "America/St_Barthelemy"
        case .saintMartin: "America/Marigot"
        case .miquelon: "America/Miquelon"
        case .newCaledonia: "Pacific/Noumea"
        case .polynesia: "Pacific/Tahiti"
        case .marquesas: "Pacific/Marquesas"
        case .gambier: "Pacific/Gambier"
        case .wallis: "Pacific/Wallis"
        }
    }

    var zone: TimeZone { TimeZone(identifier: zoneName) ?? .gmt }

    /// The territory whose clock this is: where a house stands that has said nothing.
    static func of(_ zone: TimeZone) -> Territory { allCases.first { $0.zoneName == zone.identifier } ?? .metropole }
}

/// One public holiday.
struct Holiday: Sendable, Hashable {
    /// Its word is `hours.holiday_` and this.
    let key: String
    /// Days since 1970-01-01 on the local calendar.
    let day: Int
    /// Where it is written.
    let article: String
}

/// Public holidays, computed. A house that works on one of them says so (`BusinessHours.worked`).
enum Holidays {
    /// Sunday of Easter as a local day number: the anonymous Gregorian computus (Nature, 20 April 1876; Meeus,
    /// Astronomical Algorithms, chapter 8).
    static func easter(_ year: Int) -> Int {
        let a = year % 19
        let (b, c) = (year / 100, year % 100)
        let (d, e) = (b / 4, b % 4)
        let g = (b - (b + 8) / 25 + 1) / 3
        let h = (19 * a + b - d - g + 15) % 30
        let l = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7
        let m = (a + 11 * h + 22 * l) / 451
        let sum = h + l - 7 * m + 114
        return LocalTime.dayNumber(year, sum / 31, sum % 31 + 1)
    }

    /// Those of a year, in order.
    static func of(_ year: Int, in territory: Territory) -> [Holiday] {
        (national(year) + local(year, territory)).sorted { ($0.day, $0.key) < ($1.day, $1.key) }
    }

    /// The eleven of everywhere: code du travail, L3133-1.
    private static func national(_ year: Int) -> [Holiday] {
        let easter = easter(year)
        let days = [
            ("new_year", date(year, 1, 1)), ("easter_monday", easter + 1), ("labour", date(year, 5, 1)),
            ("victory", date(year, 5, 8)), ("ascension", easter + 39), ("whit_monday", easter + 50),
            ("national", date(year, 7, 14)), ("assumption", date(year, 8, 15)), ("all_saints", date(year, 11, 1)),
            ("armistice", date(year, 11, 11)), ("christmas", date(year, 12, 25)),
        ]
        return days.map { Holiday(key: $0.0, day: $0.1, article: "code du travail, L3133-1") }
    }

    /// Abolition of slavery: loi 83-550 of 30 June 1983 and décret 83-1003 of 23 November 1983, as décret 2012-553
    /// of 23 April 2012 changed it; code du travail, L3422-2. Saint-Martin: these say 27 May, a circular of the
    /// ministers of 4 May 2018 the 28th, kept since. Alsace and Moselle: L3134-13, whose Good Friday is that of
    /// communes with a Protestant or a mixed church. Nouvelle-Calédonie: Lp. 232-1 of its own code.
    private static func local(_ year: Int, _ territory: Territory) -> [Holiday] {
        switch territory {
        case .metropole, .miquelon: []
        case .alsaceMoselle:
            [
                goodFriday(year, "code du travail, L3134-13"),
                Holiday(key: "saint_stephen", day: date(year, 12, 26), article: "code du travail, L3134-13"),
            ]
        case .guadeloupe: [abolition(year, 5, 27), goodFriday(year, custom)]
        case .martinique: [abolition(year, 5, 22), goodFriday(year, custom)]
        case .guyane: [abolition(year, 6, 10)]
        case .reunion: [abolition(year, 12, 20)]
        case .mayotte: [abolition(year, 4, 27)]
        case .saintBarthelemy: [abolition(year, 10, 9), goodFriday(year, custom)]
        case .saintMartin:
            [
                abolition(year, 5, 28, "circulaire du 4 mai 2018 ; code du travail, L3422-2"),
                goodFriday(year, custom),
            ]
        case .newCaledonia:
            [
                Holiday(
                    key: "citizenship", day: date(year, 9, 24),
                    article: "code du travail de Nouvelle-Calédonie, Lp. 232-1")
            ]
        case .polynesia, .marquesas, .gambier: polynesian(year)
        case .wallis:
            [("chanel", 4, 28), ("peter_paul", 6, 29), ("territory", 7, 29)].map { key, month, day in
                Holiday(key: key, day: date(year, month, day), article: "arrêté annuel du préfet de Wallis-et-Futuna")
            }
        }
    }

    private static let custom = "usage local"

    /// The feast of autonomy gave its place to Matari‘i i ni‘a on 1 January 2026: loi du pays 2025-12 of 20 June 2025.
    private static func polynesian(_ year: Int) -> [Holiday] {
        let law = "code du travail de la Polynésie française, Lp. 3223-1"
        return [
            Holiday(key: "gospel", day: date(year, 3, 5), article: law), goodFriday(year, law),
            year < 2026
                ? Holiday(key: "autonomy", day: date(year, 6, 29), article: law)
                : Holiday(key: "matarii", day: date(year, 11, 20), article: law),
        ]
    }

    private static func abolition(
        _ year: Int, _ month: Int, _ day: Int,
        _ article: String = "code du travail, L3422-2 ; décret 83-1003 du 23 novembre 1983"
    ) -> Holiday {
        Holiday(key: "abolition", day: date(year, month, day), article: article)
    }

    private static func goodFriday(_ year: Int, _ article: String) -> Holiday {
        Holiday(key: "good_friday", day: easter(year) - 2, article: article)
    }

    private static func date(_ year: Int, _ month: Int, _ day: Int) -> Int { LocalTime.dayNumber(year, month, day) }
}
