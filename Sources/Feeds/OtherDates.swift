/// The rarer forms that feeds were seen to use.
enum OtherDates {
    static func parse(_ text: String) -> DateStamp? {
        // The patterns are slow to try, and a hostile feed has many dates: each is tried only where it could match.
        if let stamp = asctime(text) { return stamp }
        if text.utf8.contains(UInt8(ascii: "/")), let stamp = perforce(text) { return stamp }
        guard
            text.utf8.contains(where: { $0 >= 0x80 }) || text.contains("-aug") || text.contains("-sz")
                || text.contains("ember")
        else { return nil }
        return (text.utf8.contains(UInt8(ascii: "T")) ? hungarian(text) : nil) ?? greek(text) ?? korean(text)
    }

    /// C's `asctime`: weekday, month, day, time, perhaps a zone, year.
    static func asctime(_ text: String) -> DateStamp? {
        var parts = text.split(whereSeparator: \.isWhitespace).map(String.init)
        if parts.count == 5 { parts.insert("+0000", at: 4) }
        guard parts.count == 6 else { return nil }
        return RFC822Date.parse([parts[0], parts[2], parts[1], parts[5], parts[3], parts[4]].joined(separator: " "))
    }

    /// `Fri, 2006/09/15 08:19:53 EDT`
    static func perforce(_ text: String) -> DateStamp? {
        guard
            let match = text.firstMatch(
                of: /(\w{0,3}), (\d{0,4})\/(\d{0,2})\/(\d{2}) (\d{0,2}):(\d{2}):(\d{2}) (\w{0,3})/),
            let year = Int(match.2), let month = Int(match.3), let day = Int(match.4), let hour = Int(match.5),
            let minute = Int(match.6), let second = Int(match.7)
        else { return nil }
        return DateStamp(
            year, month, day, hour, minute, second, offset: Zone.rfc822(match.8.lowercased()) ?? 0)
    }

    private static let hungarianMonths = [
        "január": 1, "februári": 2, "március": 3, "április": 4, "máujus": 5, "június": 6, "július": 7, "augusztus": 8,
        "szeptember": 9, "október": 10, "november": 11, "december": 12,
    ]

    /// `2004-július-13T9:15-05:00`
    static func hungarian(_ text: String) -> DateStamp? {
        guard let match = text.prefixMatch(of: /(\d{4})-([^-]+)-(\d{0,2})T(\d{0,2}):(\d{2})([+-]\d{0,2}:\d{2})/),
            let month = hungarianMonths[String(match.2)], let year = Int(match.1), let day = Int(match.3),
            let hour = Int(match.4), let minute = Int(match.5), let offset = Zone.w3c(String(match.6))
        else { return nil }
        return DateStamp(year, month, day, hour, minute, 0, offset: offset)
    }

    private static let greekMonths = [
        "Ιαν": 1, "Φεβ": 2, "Μάώ": 3, "Μαώ": 3, "Απρ": 4, "Μάι": 5, "Μαϊ": 5, "Μαι": 5, "Ιούν": 6, "Ιον": 6, "Ιούλ": 7,
        "Ιολ": 7, "Αύγ": 8, "Αυγ": 8, "Σεπ": 9, "Οκτ": 10, "Νοέ": 11, "Νοε": 11, "Δεκ": 12,
    ]

    /// `Κυρ, 11 Ιούλ 2004 12:00:00 EST`
    static func greek(_ text: String) -> DateStamp? {
        guard
            let match = text.prefixMatch(of: /([^,]+),\s+(\d{2})\s+(\S+)\s+(\d{4})\s+(\d{2}):(\d{2}):(\d{2})\s+(\S+)/),
            let month = greekMonths[String(match.3)], let year = Int(match.4), let day = Int(match.2),
            let hour = Int(match.5), let minute = Int(match.6), let second = Int(match.7),
            let offset = Zone.rfc822(match.8.lowercased())
        else { return nil }
        return DateStamp(year, month, day, hour, minute, second, offset: offset)
    }

    /// `2004년 05월 28일 01:31:15` and `2004-05-25 오후 11:23:17`, both in Korea's time.
    static func korean(_ text: String) -> DateStamp? {
        let seoul = 9 * 3_600
        if let match = text.prefixMatch(of: /(\d{4})년\s+(\d{2})월\s+(\d{2})일\s+(\d{2}):(\d{2}):(\d{2})/) {
            let numbers = [match.1, match.2, match.3, match.4, match.5, match.6].compactMap { Int($0) }
            guard numbers.count == 6 else { return nil }
            return DateStamp(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], offset: seoul)
        }
        guard let match = text.prefixMatch(of: /(\d{4})-(\d{2})-(\d{2})\s+(오전|오후)\s+(\d{0,2}):(\d{0,2}):(\d{0,2})/),
            let year = Int(match.1), let month = Int(match.2), let day = Int(match.3), let hour = Int(match.5),
            let minute = Int(match.6), let second = Int(match.7)
        else { return nil }
        return DateStamp(year, month, day, hour + (match.4 == "오후" ? 12 : 0), minute, second, offset: seoul)
    }
}

/// The other forms of ISO 8601: without hyphens, by day of the year, with a two-digit year.
enum ISO8601Date {
    /// - Parameter whole: the text must be nothing but the date, and the date must exist; else what follows it is
    ///   passed
    ///   over and 30 February is 2 March, as the universal feed parser has it.
    static func parse(_ text: String, whole: Bool) -> DateStamp? {
        for form in forms {
            guard let fields = match(form, text) else { continue }
            if !whole { return stamp(fields) }
            let exists =
                form.contains("O") ? fields.day <= 366 : DateStamp(fields.year, fields.month, fields.day) != nil
            if fields.isWhole, exists, fields.seconds < 86_400 { return stamp(fields) }
        }
        return nil
    }

    private static let forms = [
        "YYYY-?MM-?DD", "YYYY-0MM?-?DD", "YYYY-MM", "YYYY-?OOO", "YY-?MM-?DD", "YY-?OOO", "YYYY",
    ]

    private struct Fields {
        var year = 0
        var month = 1
        var day = 1
        var seconds = 0
        var offset = 0
        /// Nothing follows.
        var isWhole = false
    }

    private static func match(_ form: String, _ text: String) -> Fields? {
        var fields = Fields()
        var rest = Substring(text)
        var pattern = Substring(form)
        while let symbol = pattern.first {
            let run = pattern.prefix { $0 == symbol && symbol.isLetter }.count
            if run == 0 {
                pattern.removeFirst()
                let optional = pattern.first == "?"
                if optional { pattern.removeFirst() }
                if rest.first == symbol { rest.removeFirst() } else if !optional { return nil }
                continue
            }
            let digits = rest.prefix(run)
            guard digits.count == run, digits.allSatisfy({ $0.isASCII && $0.isNumber }), let value = Int(digits) else {
                return nil
            }
            rest = rest.dropFirst(run)
            pattern = pattern.dropFirst(run)
            switch symbol {
            case "Y": fields.year = run == 2 ? value + 2_000 : value
            case "M": fields.month = value
            case "O": (fields.month, fields.day) = (1, value)
            default: fields.day = value
            }
        }
        guard fields.month <= 19, fields.day <= 399 else { return nil }
        fields.isWhole = rest.isEmpty
        clock(rest, into: &fields)
        return fields
    }

    /// The time of day, where it follows. What comes after it is ignored, as the feed parser does.
    private static func clock(_ text: Substring, into fields: inout Fields) {
        guard
            let match = text.prefixMatch(
                of: /T?(\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?(?:([+-])(\d{2})(?::(\d{2}))?|Z)?/),
            let hour = Int(match.1), let minute = Int(match.2)
        else { return }
        fields.seconds = hour * 3_600 + minute * 60 + (match.3.flatMap { Int($0) } ?? 0)
        let offset = (match.5.flatMap { Int($0) } ?? 0) * 3_600 + (match.6.flatMap { Int($0) } ?? 0) * 60
        fields.isWhole = match.range.upperBound == text.endIndex
        fields.offset = match.4 == "-" ? -offset : offset
    }

    private static func stamp(_ fields: Fields) -> DateStamp? {
        guard fields.year >= 1 else { return nil }
        let days = DateStamp.daysSinceEpoch(fields.year, fields.month, fields.day)
        return DateStamp(seconds: Int64(days * 86_400 + fields.seconds - fields.offset))
    }
}
