/// LinkedIn's way of writing posts, in which some signs have a meaning
/// (https://learn.microsoft.com/linkedin/marketing/community-management/shares/little-text-format).
enum LittleText {
    private static let reserved = Set("|{}@[]()<>#\\*_~")

    /// What a reader sees: signs behind a backslash as they are, names in place of mentions. Where a reserved sign stands
    /// alone, the text ends: so does LinkedIn's.
    static func read(_ text: String) -> String {
        let signs = Array(text)
        var (out, place) = ("", 0)
        while place < signs.count {
            let sign = signs[place]
            if sign == "\\", place + 1 < signs.count {
                out.append(signs[place + 1])
                place += 2
            } else if sign == "@", let (name, end) = mention(signs, place) {
                out += name
                place = end
            } else if sign == "{", let (tag, end) = template(signs, place) {
                out += tag
                place = end
            } else if sign == "#", place + 1 < signs.count, signs[place + 1].isLetter || signs[place + 1].isNumber {
                out.append(sign)
                place += 1
            } else if reserved.contains(sign) {
                return out
            } else {
                out.append(sign)
                place += 1
            }
        }
        return out
    }

    /// `@[CHU](urn:li:organization:1)`
    private static func mention(_ signs: [Character], _ place: Int) -> (String, Int)? {
        guard place + 1 < signs.count, signs[place + 1] == "[", let close = signs[place...].firstIndex(of: "]"),
            close + 1 < signs.count, signs[close + 1] == "(", let end = signs[close...].firstIndex(of: ")"),
            String(signs[(close + 2)..<end]).hasPrefix("urn:li:")
        else { return nil }
        return (String(signs[(place + 2)..<close]).replacing("\\", with: ""), end + 1)
    }

    /// `{hashtag|\#|sante}`
    private static func template(_ signs: [Character], _ place: Int) -> (String, Int)? {
        guard let end = signs[place...].firstIndex(of: "}") else { return nil }
        let parts = String(signs[(place + 1)..<end]).split(separator: "|").map { String($0).replacing("\\", with: "") }
        guard parts.count == 3, parts[0] == "hashtag" else { return nil }
        return (parts[1] + parts[2], end + 1)
    }
}
