/// Moves the dates of a passage by some weeks and writes them as they were written.
struct DateShift {
    let weeks: Int
    /// The year of dates that tell none.
    var year = 2023

    private struct Piece {
        enum Kind { case digits, letters, rest }
        var kind: Kind
        var text: String
    }

    private static let months = [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ]
    private static let short = [
        "janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc",
    ]
    private static let folded: [[UInt8]] = months.map { Sheet($0).bytes }

    /// The passage with its dates moved; nil when it holds none that can be read.
    func shifted(_ text: String) -> String? {
        var pieces = Self.pieces(text)
        var moved = false
        var taken: Set<Int> = []
        let worded = pieces.indices.filter { Self.month(pieces[$0]) != nil }
        for at in worded {
            guard let month = Self.month(pieces[at]) else { continue }
            let day = Self.neighbour(pieces, at, step: -1)
            let year = Self.neighbour(pieces, at, step: 1)
            moved = shift(&pieces, day, at, year, monthValue: month, openers: worded.first == at ? at : nil) || moved
            taken.formUnion([day, at, year].compactMap { $0 })
        }
        if worded.isEmpty { moved = numeric(&pieces) }
        return moved ? pieces.map(\.text).joined() : nil
    }

    /// Days, months and years in digits: "04/03/2025", "4-3-25", "2025-03-04", "09/2022", with an end if it is a range.
    private func numeric(_ pieces: inout [Piece]) -> Bool {
        let digits = pieces.indices.filter { pieces[$0].kind == .digits }
        var moved = false
        var at = 0
        var groups: [[Int]] = []
        while at < digits.count {
            var group = [digits[at]]
            while at + 1 < digits.count, digits[at + 1] == digits[at] + 2, group.count < 3,
                pieces[digits[at] + 1].text.count == 1, "/.-| ".contains(pieces[digits[at] + 1].text)
            {
                at += 1
                group.append(digits[at])
            }
            groups.append(group)
            at += 1
        }
        for group in groups {
            switch group.count {
            case 3 where pieces[group[0]].text.count == 4: moved = shift(&pieces, group[2], group[1], group[0]) || moved
            case 3: moved = shift(&pieces, group[0], group[1], group[2]) || moved
            case 2 where pieces[group[1]].text.count == 4: moved = shift(&pieces, nil, group[0], group[1]) || moved
            case 2: moved = shift(&pieces, group[0], group[1], nil) || moved
            default: break
            }
        }
        return moved
    }

    private func shift(
        _ pieces: inout [Piece], _ day: Int?, _ month: Int, _ year: Int?, monthValue: Int? = nil, openers: Int? = nil
    ) -> Bool {
        let yearText = year.map { pieces[$0].text } ?? "\(self.year)"
        guard let monthNumber = monthValue ?? Int(pieces[month].text), (1...12).contains(monthNumber),
            let given = Int(yearText)
        else { return false }
        let full = yearText.count == 4 ? given : given > 30 ? 1900 + given : 2000 + given
        let dayNumber = day.flatMap { Int(pieces[$0].text) } ?? 15
        guard (1...31).contains(dayNumber) else { return false }
        let new = Calendar.date(Calendar.days(full, monthNumber, dayNumber) + weeks * 7)
        // "du 4 au 9 mars": the first day has the month of the second, and moves as far; its new month is written out.
        if let openers, let first = Self.opener(pieces, before: day ?? openers), let value = Int(pieces[first].text) {
            let opened = Calendar.date(Calendar.days(full, monthNumber, value) + weeks * 7)
            let other = opened.month == new.month ? "" : " \(Self.months[opened.month - 1])"
            pieces[first].text = Self.padded(opened.day, like: pieces[first].text, worded: true) + other
        }
        if let day {
            pieces[day].text = Self.padded(new.day, like: pieces[day].text, worded: monthValue != nil)
            if day + 1 < pieces.count, pieces[day + 1].kind == .letters, pieces[day + 1].text.lowercased() == "er" {
                pieces[day + 1].text = new.day == 1 ? pieces[day + 1].text : ""
            }
        }
        pieces[month].text =
            monthValue == nil
            ? Self.padded(new.month, like: pieces[month].text) : Self.worded(new.month, like: pieces[month].text)
        if let year { pieces[year].text = yearText.count == 4 ? "\(new.year)" : String("0\(new.year % 100)".suffix(2)) }
        return true
    }

    private static func padded(_ value: Int, like text: String, worded: Bool = false) -> String {
        text.count == 2 && value < 10 && (!worded || text.hasPrefix("0")) ? "0\(value)" : "\(value)"
    }

    private static func worded(_ month: Int, like text: String) -> String {
        let whole = folded.contains(Sheet(text).bytes)
        let word = whole ? months[month - 1] : short[month - 1]
        if text.count > 1, text == text.uppercased() { return word.uppercased() }
        return text.first?.isUppercase == true ? word.prefix(1).uppercased() + word.dropFirst() : word
    }

    /// The number beside a month's name, past a space, a point or "er".
    private static func neighbour(_ pieces: [Piece], _ at: Int, step: Int) -> Int? {
        var index = at + step
        var steps = 0
        while pieces.indices.contains(index), steps < 3 {
            if pieces[index].kind == .digits { return pieces[index].text.count <= 4 ? index : nil }
            if pieces[index].kind == .letters, pieces[index].text.lowercased() != "er" { return nil }
            index += step
            steps += 1
        }
        return nil
    }

    private static func opener(_ pieces: [Piece], before day: Int) -> Int? {
        pieces.indices.first { $0 < day && pieces[$0].kind == .digits && pieces[$0].text.count <= 2 }
    }

    private static func month(_ piece: Piece) -> Int? {
        guard piece.kind == .letters, piece.text.count >= 3 else { return nil }
        let bytes = Sheet(piece.text).bytes
        if let whole = folded.firstIndex(of: bytes) { return whole + 1 }
        guard bytes.count <= 5 else { return nil }
        return folded.firstIndex { $0.starts(with: bytes) && !($0.starts(with: Array("jui".utf8)) && bytes.count < 4) }
            .map { $0 + 1 }
    }

    private static func pieces(_ text: String) -> [Piece] {
        var pieces: [Piece] = []
        for character in text {
            let kind: Piece.Kind =
                character.isASCII && character.isNumber ? .digits : character.isLetter ? .letters : .rest
            if let last = pieces.indices.last, pieces[last].kind == kind {
                pieces[last].text.append(character)
            } else {
                pieces.append(Piece(kind: kind, text: String(character)))
            }
        }
        return pieces
    }
}

/// Days counted from 1 March of year 0, in the Gregorian calendar.
enum Calendar {
    static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let ofEra = shifted - era * 400
        let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear
    }

    static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let era = days / 146_097
        let ofEra = days - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * ofYear + 2) / 153
        let day = ofYear - (153 * month + 2) / 5 + 1
        let real = month < 10 ? month + 3 : month - 9
        return (yearOfEra + era * 400 + (real <= 2 ? 1 : 0), real, day)
    }
}

extension DateShift {
    /// The first year written in four digits among some passages: what a date without a year most likely belongs to.
    static func year(in texts: [String]) -> Int? {
        for text in texts {
            let years = pieces(text).filter { $0.kind == .digits && $0.text.count == 4 }.compactMap { Int($0.text) }
            if let year = years.first(where: { (1900...2100).contains($0) }) { return year }
        }
        return nil
    }
}
