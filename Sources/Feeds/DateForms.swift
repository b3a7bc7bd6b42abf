/// Integers as Python's `int()` reads them: blanks around, one sign, digits.
enum DateNumber {
    static func parse(_ text: some StringProtocol) -> Int? {
        let trimmed = text.drop { $0 == " " || $0 == "\t" }
        let digits = trimmed.reversed().drop { $0 == " " || $0 == "\t" }.reversed()
        guard digits.count <= 9 else { return nil }
        return Int(String(digits))
    }
}

/// W3CDTF, the profile of ISO 8601 (RFC 3339), and the same with a blank for the `T`.
enum W3CDate {
    static func parse(_ text: String) -> DateStamp? {
        let lower = text.lowercased()
        var parts = lower.split(separator: "t", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 1 {
            parts = lower.split(whereSeparator: \.isWhitespace).map(String.init)
            if parts.count == 1 { parts.append("00:00:00z") }
        }
        guard parts.count >= 2, parts.count == 2 || !lower.contains("t") else { return nil }
        var date = parts[0].split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard date.first?.count == 4 else { return nil }
        while date.count < 3 { date.append("1") }
        guard let year = DateNumber.parse(date[0]), let month = DateNumber.parse(date[1]),
            let day = DateNumber.parse(date[2]),
            let (clock, zone) = split(parts)
        else { return nil }
        var time = clock.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        while time.count < 3 { time.append("0") }
        guard let hour = Double(time[0]), let minute = Double(time[1]), let second = Double(time[2]),
            [hour, minute, second].allSatisfy({ abs($0) < 1_000 }), let offset = Zone.w3c(zone)
        else { return nil }
        return DateStamp(year, month, day, Int(hour), Int(minute), Int(second), offset: offset)
    }

    /// The clock and its zone: `z`, an offset glued to the clock, or a word after it.
    private static func split(_ parts: [String]) -> (String, String)? {
        var clock = parts[1]
        if clock.hasSuffix("z") { return (String(clock.dropLast()), "z") }
        let sign = clock.firstIndex(of: "-") ?? clock.firstIndex(of: "+")
        let glued = sign.map { String(clock[$0...]) } ?? ""
        if let sign { clock = String(clock[..<sign]) }
        return (clock, parts.count > 2 ? parts[2] : glued)
    }
}

/// Offsets from UTC, in seconds, by number and by name (RFC 822, section 5).
enum Zone {
    private static let names = [
        "ut": 0, "gmt": 0, "utc": 0, "z": 0, "adt": -3, "ast": -4, "at": -4, "edt": -4, "est": -5, "et": -5, "cdt": -5,
        "cst": -6, "ct": -6, "mdt": -6, "mst": -7, "mt": -7, "pdt": -7, "pst": -8, "pt": -8, "a": -1, "n": 1, "m": -12,
        "y": 12, "met": 1, "mest": 2,
    ]
    private static let european = ["cet": 1, "cest": 2, "wet": 0, "west": 1, "bst": 1, "eet": 2, "eest": 3, "msk": 3]

    /// `+01:00`, `+0100`, `+01` or a name; an unknown name counts as UTC.
    static func w3c(_ text: String) -> Int? {
        guard let sign = text.first, sign == "+" || sign == "-" else { return (names[text] ?? 0) * 3_600 }
        return signed(text, minutesFrom: 4)
    }

    static func rfc822(_ text: String) -> Int? {
        guard let sign = text.first, sign == "+" || sign == "-" else {
            return (names[text] ?? european[text] ?? 0) * 3_600
        }
        return signed(text, minutesFrom: text.contains(":") ? 4 : 3)
    }

    private static func signed(_ text: String, minutesFrom start: Int) -> Int? {
        guard let hours = Int(text.dropFirst().prefix(2)) else { return nil }
        let rest = text.dropFirst(start)
        guard let minutes = rest.isEmpty && start == 4 ? 0 : DateNumber.parse(rest), abs(minutes) < 10_000 else {
            return nil
        }
        return (text.hasPrefix("-") ? -1 : 1) * (hours * 3_600 + minutes * 60)
    }
}

/// RFC 822 and RFC 2822 dates, with the liberties that feeds take: two-digit years, month and day swapped, no time.
enum RFC822Date {
    static let months = [
        "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
        "oct": 10, "nov": 11, "dec": 12,
    ]
    private static let days: Set<String> = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    static func parse(_ text: String) -> DateStamp? {
        var parts = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
        guard !parts.isEmpty else { return nil }
        if parts.count < 5 { parts += ["00:00:00", "0000"] }
        if days.contains(String(parts[0].prefix(3))) { parts.removeFirst() }
        guard parts.count >= 5 else { return nil }
        var month = months[String(parts[1].prefix(3))]
        var day = DateNumber.parse(parts[0])
        if day == nil {
            guard let swapped = months[String(parts[0].prefix(3))] else { return nil }
            (day, month) = (DateNumber.parse(parts[1]), swapped)
        }
        guard let day, let month, var year = DateNumber.parse(parts[2]) else { return nil }
        if parts[2].count <= 2 { year += year < 90 ? 2_000 : 1_900 }
        var time = parts[3].split(separator: ":", omittingEmptySubsequences: false).map { DateNumber.parse($0) }
        while time.count < 3 { time.append(0) }
        guard time.count == 3, let hour = time[0], let minute = time[1], let second = time[2] else { return nil }
        guard let offset = zone(parts[4]) else { return nil }
        return DateStamp(year, month, day, hour, minute, second, offset: offset)
    }

    private static func zone(_ text: String) -> Int? {
        var zone = text.hasPrefix("etc/") ? String(text.dropFirst(4)) : text
        if zone.hasPrefix("gmt") {
            zone = zone.dropFirst(3).filter { $0 != ":" }
            if zone.isEmpty { zone = "gmt" }
        }
        return Zone.rfc822(zone)
    }
}
