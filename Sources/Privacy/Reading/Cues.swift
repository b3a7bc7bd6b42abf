/// What a word announces or belongs to.
struct CueSet: OptionSet, Hashable {
    let rawValue: UInt64
    static func bit(_ number: UInt64) -> CueSet { CueSet(rawValue: 1 << number) }

    static let title = bit(0), doctor = bit(1), role = bit(2), kin = bit(3), patient = bit(4), naming = bit(5)
    static let place = bit(6), eponym = bit(7), month = bit(8), weekday = bit(9), birth = bit(10), stay = bit(11)
    static let event = bit(12), law = bit(13), me = bit(14), we = bit(15), ipp = bit(16), nda = bit(17), nir = bit(18)
    static let other = bit(19), phone = bit(20), room = bit(21), plate = bit(22), home = bit(23), mail = bit(24)
    static let handle = bit(25), desk = bit(26), unit = bit(27), street = bit(28), numeral = bit(29), trade = bit(30)
    static let unique = bit(31), disease = bit(32), happening = bit(33), fame = bit(34), particle = bit(35)
    static let age = bit(36), article = bit(37), opening = bit(38), your = bit(39), eponymName = bit(40), drug = bit(41)
    static let death = bit(42), city = bit(43), rural = bit(44), small = bit(45), kinFor = bit(46), money = bit(47)
    static let thing = bit(48), work = bit(49), sport = bit(50), ware = bit(51), renown = bit(52)
    static let ward = bit(53)

    /// Number of the first cue, for features; 63 when there is none.
    var first: UInt64 { rawValue == 0 ? 63 : UInt64(rawValue.trailingZeroBitCount) }
}

/// Words, folded, by what they announce.
struct CueBook: Sendable {
    static let shared = CueBook()
    private let table: [UInt64: CueSet]

    private init() {
        var table: [UInt64: CueSet] = [:]
        for (cue, words) in CueWords.lists + CombinationWords.lists {
            for word in words.split(whereSeparator: \.isWhitespace) {
                table[Hash.of(Sheet(String(word)).bytes), default: []].insert(cue)
            }
        }
        self.table = table
    }

    @inline(__always)
    func cues(_ hash: UInt64) -> CueSet { table[hash] ?? [] }
}
