/// Dates written out for people: `lundi 3 février 2025 à 14h30`, `3. Februar 2025`, `February 3, 2025 2:30 PM`,
/// `03/02/2025 14:30` (day first, as France writes it).
enum WordyDate {
    private static let months: [(prefix: String, month: Int)] = [
        ("jan", 1), ("ene", 1), ("gen", 1), ("feb", 2), ("fev", 2), ("mar", 3), ("mrt", 3), ("maa", 3), ("mär", 3),
        ("apr", 4), ("avr", 4), ("abr", 4), ("may", 5), ("mai", 5), ("mag", 5), ("mei", 5), ("juin", 6), ("jun", 6),
        ("giu", 6), ("juil", 7), ("jul", 7), ("lug", 7), ("aou", 8), ("aug", 8), ("ago", 8), ("sep", 9), ("set", 9),
        ("oct", 10), ("okt", 10), ("out", 10), ("ott", 10), ("nov", 11), ("dec", 12), ("dez", 12), ("dic", 12),
    ]

    static func parse(_ text: String) -> DateStamp? {
        let words = words(folded(text))
        guard words.count <= 12 else { return nil }
        var numbers: [Int] = []
        var month: Int?
        var clock: (Int, Int, Int)?
        var offset = 0
        var isAfternoon: Bool?
        for word in words {
            if let time = time(word) {
                clock = clock ?? time
            } else if let value = ordinal(word), numbers.count < 3 {
                numbers.append(value)
            } else if word == "pm" || word == "am" {
                isAfternoon = word == "pm"
            } else if let first = word.first, first == "+" || first == "-" {
                offset = Zone.rfc822(word) ?? 0
            } else if month == nil, let found = months.first(where: { word.hasPrefix($0.prefix) }), !isDay(word) {
                month = found.month
            } else if clock != nil, let zone = Zone.rfc822(word), zone != 0 {
                offset = zone
            }
        }
        // Bare numbers are a date only when they are written like one.
        guard month != nil || text.contains(where: { $0 == "/" || $0 == "." || $0 == "-" }) else { return nil }
        guard let (year, resolved, day) = date(numbers, month) else { return nil }
        var (hour, minute, second) = clock ?? (0, 0, 0)
        if let isAfternoon, hour <= 12 { hour = hour % 12 + (isAfternoon ? 12 : 0) }
        return DateStamp(year, resolved, day, hour, minute, second, offset: offset)
    }

    private static func date(_ numbers: [Int], _ month: Int?) -> (Int, Int, Int)? {
        if let month {
            guard numbers.count >= 2 else { return nil }
            return numbers[0] > 31 ? (numbers[0], month, numbers[1]) : (full(numbers[1]), month, numbers[0])
        }
        guard numbers.count == 3 else { return nil }
        if numbers[0] > 31 { return (numbers[0], numbers[1], numbers[2]) }
        return numbers[1] > 12 ? (full(numbers[2]), numbers[0], numbers[1]) : (full(numbers[2]), numbers[1], numbers[0])
    }

    private static func full(_ year: Int) -> Int { year < 70 ? year + 2_000 : year < 100 ? year + 1_900 : year }

    /// Lower case, without accents.
    private static func folded(_ text: String) -> String {
        String(text.lowercased().map { Self.plain[$0] ?? $0 })
    }

    private static let plain: [Character: Character] = [
        "é": "e", "è": "e", "ê": "e", "û": "u", "ù": "u", "ô": "o", "à": "a", "ç": "c", "î": "i",
    ]

    private static func words(_ text: String) -> [String] {
        text.split { $0.isWhitespace || $0 == "," || $0 == "/" || $0 == "(" || $0 == ")" }
            .flatMap { word -> [Substring] in
                let first = word.first ?? " "
                return first.isNumber && word.contains(where: { $0 == "-" || $0 == "." }) && !word.contains(":")
                    ? word.split { $0 == "-" || $0 == "." } : [word]
            }
            .map(String.init)
    }

    /// Weekdays that look like a month: `mardi`, `martes`, `maandag`, `marted`.
    private static func isDay(_ word: String) -> Bool {
        ["mardi", "martes", "maandag", "marted", "mercredi"].contains { word.hasPrefix($0) }
    }

    private static func ordinal(_ word: String) -> Int? {
        let digits = word.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, digits.count <= 4 else { return nil }
        let rest = word.dropFirst(digits.count)
        return ["", "er", "st", "nd", "rd", "th", "e", "º"].contains(String(rest)) ? Int(digits) : nil
    }

    /// `14:30`, `14:30:05`, `14h30`, `14h`, `2:30pm`.
    private static func time(_ word: String) -> (Int, Int, Int)? {
        guard let first = word.utf8.first, (0x30...0x39).contains(first), word.utf8.count <= 16,
            let match = word.wholeMatch(of: /(\d{1,2})(?:[:h](\d{2})(?::(\d{2})(?:\.\d+)?)?(am|pm|z)?|h)/),
            let hour = Int(match.1)
        else { return nil }
        let shift = match.4 == "pm" && hour < 12 ? 12 : match.4 == "am" && hour == 12 ? -12 : 0
        return (hour + shift, match.2.flatMap { Int($0) } ?? 0, match.3.flatMap { Int($0) } ?? 0)
    }
}
