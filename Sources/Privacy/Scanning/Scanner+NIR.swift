/// The national number of identification (INSEE), of social security.
extension Scanner {
    /// Thirteen digits and perhaps a key of two, however they are spaced.
    mutating func nir(at index: Int) {
        guard "123478".utf8.contains(digits(token(index)).first ?? 0), !glued(index) || token(index - 1).kind != .number
        else { return }
        var letters: [UInt8] = []
        var at13: Int?
        var at = index
        while at < page.tokens.count, at - index < 32, letters.count < 15 {
            let token = token(at)
            if token.isNumber {
                letters += digits(token)
                if letters.count == 13 { at13 = at + 1 }
            } else if token.isWord, token.length == 1, letters.count == 6, letters[5] == 50,
                let letter = digits(token).first, letter == 97 || letter == 98
            {
                letters.append(letter)
            } else if !(token.kind == .sign
                && (token.isSign(46) || token.isSign(45) || token.isSign(47) || token.isSign(40)))
            {
                break
            }
            at += 1
        }
        let whole = letters.count == 15
        guard whole || at13 != nil, Self.plausible(letters), !coded(Array(letters.prefix(13)))
        else { return }
        let key = whole && Self.keyed(letters)
        if !key, let at13, !whole || letters.count != 15 { return add(.nir, index, at13, notes: [3_000]) }
        guard whole else { return }
        add(.nir, index, at, notes: [key ? 3_001 : 3_002], proved: key)
        if !key, let at13 { add(.nir, index, at13, notes: [3_003]) }
    }

    private static func plausible(_ letters: [UInt8]) -> Bool {
        guard letters.count >= 13 else { return false }
        let month = Int(letters[3]) * 10 + Int(letters[4]) - 528
        return (1...12).contains(month) || (20...42).contains(month) || (50...99).contains(month)
    }

    /// Whether the key is right: 97 less the thirteen digits modulo 97, Corsica counting as 19 and 18.
    static func keyed(_ letters: [UInt8]) -> Bool {
        guard letters.count == 15 else { return false }
        var body = Array(letters[0..<13])
        if body[6] == 97 || body[6] == 98 {
            body[5] = 49
            body[6] = body[6] == 97 ? 57 : 56
        }
        guard (body + letters[13...]).allSatisfy(\.isDigit) else { return false }
        let number = body.reduce(0) { $0 * 10 + Int($1) - 48 }
        return 97 - number % 97 == Int(letters[13]) * 10 + Int(letters[14]) - 528
    }
}
