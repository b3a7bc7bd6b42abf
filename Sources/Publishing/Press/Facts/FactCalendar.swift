/// Months, weekdays and units by one name in both languages, and the words that say nothing beside a number.
enum FactCalendar {
    private static let months = [
        ["janvier", "january", "jan"], ["fevrier", "february", "feb"], ["mars", "march"], ["avril", "april"],
        ["mai", "may"], ["juin", "june"], ["juillet", "july"], ["aout", "august"],
        ["septembre", "september"], ["octobre", "october"], ["novembre", "november", "nov"],
        ["decembre", "december", "dec"],
    ]
    private static let days = [
        ["lundi", "monday"], ["mardi", "tuesday"], ["mercredi", "wednesday"], ["jeudi", "thursday"],
        ["vendredi", "friday"], ["samedi", "saturday"], ["dimanche", "sunday"],
    ]
    private static let units = [
        ["€", "euro", "euros", "eur"], ["h", "heure", "heures", "hour", "hours"], ["%", "pourcent", "percent"],
        ["km", "kilometre", "kilometres"], ["an", "ans", "year", "years"],
    ]

    private static let named: [String: String] = {
        var out: [String: String] = [:]
        for (group, prefix) in [(months, "month"), (days, "day"), (units, "unit")] {
            for (index, forms) in group.enumerated() {
                for form in forms { out[form] = "\(prefix)\(index + 1)" }
            }
        }
        return out
    }()

    /// The folded word by the name that all its forms share, and without the mark of the plural.
    static func word(_ folded: String) -> String {
        if let known = named[folded] { return known }
        guard folded.count > 3, folded.hasSuffix("s") || folded.hasSuffix("x") else { return folded }
        return String(folded.dropLast())
    }

    static func month(_ number: String) -> String? {
        guard let index = Int(number), (1...12).contains(index) else { return nil }
        return months[index - 1][0]
    }

    static func isDate(_ word: String) -> Bool {
        (word.hasPrefix("month") || word.hasPrefix("day")) && word.last?.isNumber == true
    }

    /// Stand between a number and what it counts.
    static let small: Set<String> = [
        "de", "d", "du", "des", "le", "la", "les", "l", "un", "une", "a", "au", "aux", "et", "en", "er", "e", "eme",
        "ere", "re", "st", "nd", "rd", "th", "of", "the", "and", "in", "nouveau", "nouvelle", "nouveaux", "nouvel",
        "new", "plu", "plus", "environ", "pre", "pres",
    ]

    /// Begin a sentence with a capital without being a name.
    static let openers: Set<String> = small.union([
        "ce", "cet", "cette", "ces", "notre", "no", "nos", "nou", "nous", "il", "elle", "ils", "son", "sa", "hier",
        "avec", "pour", "par", "dans", "sur", "selon", "our", "we", "this", "with", "by", "dit",
    ])

    /// How somebody is addressed, by one name.
    static let titles: [String: String] = [
        "dr": "dr", "docteur": "dr", "docteure": "dr", "doctor": "dr", "pr": "pr", "prof": "pr", "professeur": "pr",
        "professeure": "pr", "professor": "pr", "mme": "mme", "madame": "mme", "m": "m", "monsieur": "m", "mr": "m",
        "mrs": "mme",
    ]
}
