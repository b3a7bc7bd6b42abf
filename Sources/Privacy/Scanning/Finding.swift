/// A passage whose shape is that of an identifier. What it is, context decides.
struct Finding {
    enum Family: UInt8, CaseIterable { case email, handle, nir, address, plate, phone, date, number, age, room }

    var family: Family
    /// Tokens it covers.
    var tokens: Range<Int>
    /// Folded bytes it covers.
    var bytes: Range<Int>
    /// What the scanner saw of its shape, hashed: features for the model.
    var notes: [UInt64] = []
    /// Proved by its own arithmetic (a NIR whose key is right): context has no say.
    var proved = false
    /// The account of an institution, not of a person.
    var institution = false

    /// What a finding of this family may turn out to be.
    var kinds: [ClueKind] {
        switch family {
        case .email: [.email]
        case .handle: [.handle]
        case .nir: [.nir, .ipp, .nda, .otherID]
        case .address: [.address]
        case .plate: [.plate]
        case .phone: [.phone, .ipp, .nda, .otherID]
        case .date: [.date, .birthdate]
        case .number: [.ipp, .nda, .otherID, .phone, .nir, .room]
        case .age: [.age90]
        case .room: [.room]
        }
    }
}

extension ClueKind {
    /// Class of the models; 0 is "none".
    var label: UInt8 { UInt8((Self.allCases.firstIndex(of: self) ?? 0) + 1) }

    init?(label: UInt8) {
        guard label > 0, Int(label) <= Self.allCases.count else { return nil }
        self = Self.allCases[Int(label) - 1]
    }
}

/// Looks for shapes in one page. Every scanner walks forward with a bounded look-ahead: linear in the text.
struct Scanner {
    let page: Page
    private(set) var findings: [Finding] = []
    /// Where the last address ended: its parts are not addresses of their own.
    var addressEnd = 0
    /// Where the last telephone number ended, likewise.
    var phoneEnd = 0
    var roomEnd = 0
    var ageEnd = 0

    init(_ page: Page) { self.page = page }

    static func scan(_ page: Page) -> [Finding] {
        var scanner = Scanner(page)
        var index = 0
        while index < page.tokens.count {
            let token = page.tokens[index]
            switch token.kind {
            case .number: scanner.numberStarts(index)
            case .word: scanner.wordStarts(index)
            case .sign: scanner.signStarts(index)
            case .line, .symbol: break
            }
            index += 1
        }
        return scanner.findings
    }

    private mutating func numberStarts(_ index: Int) {
        date(at: index)
        nir(at: index)
        phone(at: index)
        dictated(at: index)
        plate(at: index)
        number(at: index)
        age(at: index)
        room(at: index)
        address(at: index)
    }

    private mutating func wordStarts(_ index: Int) {
        let token = page.tokens[index]
        if !token.cues.isDisjoint(with: [.month, .numeral]) || token.hash == Words.spelledFirst { date(at: index) }
        if token.cues.contains(.numeral) {
            phone(at: index)
            dictated(at: index)
            age(at: index)
            room(at: index)
        }
        if token.length <= 6 {
            plate(at: index)
            number(at: index)
        }
        if token.cues.contains(.room) || token.cues.contains(.street) { namedRoom(at: index) }
        if token.length <= 2 {
            if token.length == 1 { dictated(at: index) }
            room(at: index)
        }
        if token.cues.contains(.street) || token.length == 1 && token.hash == Words.hash("b") { address(at: index) }
        if Words.at.contains(token.hash) { email(at: index) }
        bareHandle(at: index)
        if token.cues.contains(.handle) || token.hash == Words.u { namedHandle(at: index) }
    }

    private mutating func signStarts(_ index: Int) {
        let token = page.tokens[index]
        if token.isSign(64) { email(at: index) }
        if token.isSign(43) || token.isSign(40) { phone(at: index) }
    }

    mutating func add(
        _ family: Finding.Family, _ low: Int, _ high: Int, notes: [UInt64] = [], proved: Bool = false
    ) {
        guard low < high else { return }
        let bytes = Int(page.tokens[low].start)..<Int(page.tokens[high - 1].end)
        findings.append(
            Finding(
                family: family, tokens: low..<high, bytes: bytes, notes: notes, proved: proved,
                institution: notes.contains(3_430)))
    }

    /// The token, or a line's end past the last.
    func token(_ index: Int) -> Token {
        page.tokens.indices.contains(index)
            ? page.tokens[index]
            : Token(start: 0, end: 0, kind: .line, shape: .lower, spaced: true, hash: 10)
    }

    func glued(_ index: Int) -> Bool { index > 0 && index < page.tokens.count && !page.tokens[index].spaced }

    func digits(_ token: Token) -> ArraySlice<UInt8> { page.sheet.bytes[Int(token.start)..<Int(token.end)] }

    /// Whether some cue stands among the tokens just before, on the same line.
    func cue(_ cues: CueSet, before index: Int, within distance: Int) -> Bool {
        var at = index - 1
        while at >= 0, index - at <= distance, page.tokens[at].kind != .line {
            if !page.tokens[at].cues.isDisjoint(with: cues) { return true }
            at -= 1
        }
        return false
    }
}

/// Words that scanners look for by their hash.
enum Words {
    static func hash(_ word: String) -> UInt64 { Hash.of(word.utf8) }
    static func set(_ words: String) -> Set<UInt64> { Set(words.split(separator: " ").map { Hash.of($0.utf8) }) }

    static let spelledFirst = hash("premier")
    static let at = set("arobase arobas at chez a")
    static let dot = set("dot point")
    static let u = hash("u")
    static let er = hash("er")
    static let au = set("au a")
    static let le = hash("le")
    static let la = hash("la")
    static let unsure = set("suite emplacement cellule")
    static let bis = set("bis ter quater")
    static let bareRoom = set("la le du au en")
    static let ofRoom = set("la le du au l")
    static let cedex = hash("cedex")
    static let h = hash("h")
    static let j = hash("j")
    static let nos = hash("nos")
    static let women = set("femme femmes")
    static let wise = set("sage sages")
    static let also = set("et ou puis")
    static let ofName = set("de d a")
    static let nom = hash("nom")
    static let of = set("de du des d la le les l en sur sous lez aux")
}
