extension MetaError {
    /// One line of the table: an error by its subcode, by its code, or by both. The first that matches counts.
    struct Rule: Sendable {
        let codes: ClosedRange<Int>?
        let subcodes: [Int]?
        let meaning: Meaning

        init(_ code: Int, _ subcodes: [Int], _ meaning: Meaning) {
            (codes, self.subcodes, self.meaning) = (code...code, subcodes, meaning)
        }

        init(_ code: Int, _ meaning: Meaning) { self.init(code...code, meaning) }

        init(_ codes: ClosedRange<Int>, _ meaning: Meaning) {
            (self.codes, subcodes, self.meaning) = (codes, nil, meaning)
        }

        /// Subcodes that mean the same beside any code.
        init(subcodes: [Int], _ meaning: Meaning) {
            (codes, self.subcodes, self.meaning) = (nil, subcodes, meaning)
        }

        func matches(_ code: Int, _ subcode: Int?) -> Bool {
            if let codes, !codes.contains(code) { return false }
            guard let subcodes else { return true }
            return subcode.map { subcodes.contains($0) } ?? false
        }
    }

    /// Read on 2026-11-23. Sources: https://developers.facebook.com/docs/graph-api/guides/error-handling (codes 1 to
    /// 613 and the subcodes of 190), …/docs/graph-api/overview/rate-limiting (80000 and on),
    /// …/documentation/instagram-platform/instagram-graph-api/reference/error-codes (2207…, 2 June 2026); subcodes in
    /// 136…, 140…, 160… and 485… are those that public publishers met at Facebook.
    static let table: [Rule] = [
        // Who we are. 459 and 464: the token lives, its owner must first log in at the network and confirm something.
        Rule(190, [459, 464], .restricted),
        Rule(190, .dead),
        Rule(102, .dead),
        Rule(subcodes: [2_207_050, 1_404_006, 1_404_078, 1_404_112, 4_854_002, 4_279_013], .restricted),

        // What may be said after the deed: "we restrict certain activity" was seen beside publications that were live,
        // and a fault of their server tells neither way.
        Rule(subcodes: [2_207_051, 2_207_001], .doubtful),

        // Too often. 2207042 is the quota of a day, which slides: worth a look in an hour.
        Rule(subcodes: [2_207_042], .wait(3_600)),
        Rule(subcodes: [1_390_008], .wait(3_600)),
        Rule(368, [1_346_003, 1_404_102], .refused),
        Rule(368, .wait(3_600)),
        Rule(4, .wait(3_600)),
        Rule(17, .wait(3_600)),
        Rule(32, .wait(3_600)),
        Rule(341, .wait(3_600)),
        Rule(613, .wait(900)),
        Rule(80_000...80_014, .wait(3_600)),

        // Said already.
        Rule(subcodes: [1_366_051], .duplicate),
        Rule(506, .duplicate),

        // The file.
        Rule(subcodes: [2_207_052], .unreachable),
        Rule(subcodes: [2_207_003], .slowFetch),
        Rule(
            subcodes: [
                1_366_046, 2_069_019, 2_207_004, 2_207_005, 2_207_009, 2_207_023, 2_207_026, 2_207_028, 2_207_057,
                2_207_077, 2_207_082, 2_207_085,
            ], .media),
        Rule(subcodes: [2_207_010], .tooLong),
        Rule(subcodes: [2_207_020, 2_207_006, 2_207_032, 2_207_053], .stale),
        Rule(subcodes: [2_207_008], .unready(60)),
        Rule(subcodes: [2_207_027], .unready(30)),
        Rule(9_004, .unreachable),
        Rule(9_007, .unready(30)),
        Rule(389, .unreachable),
        Rule(324, .media),
        Rule(352, .media),
        Rule(36_000...36_003, .media),
        Rule(36_004, .tooLong),

        // What is not there, and what is not ours to do.
        Rule(100, [33], .gone),
        Rule(803, .gone),
        Rule(3, .right),
        Rule(10, .right),
        Rule(200...299, .right),

        // Faults of theirs.
        Rule(-2...2, .doubtful),
    ]
}
