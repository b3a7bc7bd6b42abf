import Crypto
import Foundation
import Kernel
import Storage
import Synchronization

/// Keeps scripts and floods out without asking anything of a third party, and without keeping anybody's address.
///
/// A form carries a sealed ticket. The browser finds a number such that SHA-256 of `ticket:number` begins with so many
/// zero bits: nothing for a person, dear for a thousand letters. Without JavaScript a plain question is answered
/// instead, and the review waits for a moderator. Addresses are counted in memory only, as a hash under a salt that
/// lives for a day: a hospital's shared network asks for more work, and is never shut out for one visitor's fault.
final class ReviewGate: Sendable {
    /// What a form was given, which only we can have made.
    struct Ticket: Codable, Sendable, Equatable {
        /// Becomes the private link once the review is there: sending the same form twice leads to the same place.
        let secret: String
        let issued: Int64
        let bits: Int
        let sum: [Int]
    }

    /// A ticket as the form carries it.
    struct Issued: Sendable {
        let text: String
        let ticket: Ticket
    }

    enum Entry: Sendable, Equatable {
        case admitted(Ticket, Review.Lane)
        /// Nothing is kept; the form is shown again with all that was typed.
        case refused(words: String, kind: Failure.Kind)
    }

    static let easiest = 14
    static let hardest = 20
    /// Seconds for which a form may lie open.
    static let patience = 4.0 * 3_600
    /// Letters an hour from one address: with a proof, and by the plain question.
    static let most = 60
    static let mostSlow = 10
    private static let place = "review.form"

    private struct Counts {
        var day = 0
        var salt = SymmetricKey(size: .bits256)
        var hour: [Data: (hour: Int, proof: Int, slow: Int)] = [:]
        var recent: [Instant] = []
    }

    private let sealer: Sealer
    private let clock: Clock
    private let counts = Mutex(Counts())

    init(sealer: Sealer, clock: Clock) {
        self.sealer = sealer
        self.clock = clock
    }

    func issue(to address: String) throws -> Issued {
        let ticket = Ticket(
            secret: Self.random(), issued: clock.now().microseconds, bits: bits(for: address),
            sum: [Int.random(in: 2...5), Int.random(in: 1...4)])
        let sealed = try sealer.seal(Array(try JSONEncoder().encode(ticket)), for: Self.place)
        return Issued(text: Self.base64(Data(sealed)), ticket: ticket)
    }

    /// How much work a form asks for now: more with each letter from one address, and when many come at once.
    func bits(for address: String) -> Int {
        let now = clock.now()
        return counts.withLock { counts in
            let mine = tally(address, now, &counts).proof
            let load = counts.recent.count { now.seconds(since: $0) < 600 }
            let extra = mine / 5 + (load < 40 ? 0 : Int(log2(Double(load) / 20)))
            return min(Self.hardest, Self.easiest + extra)
        }
    }

    /// Whether what came with a form lets it in.
    func admit(_ text: String, proof: String?, sum: String?, trap: String?, from address: String) -> Entry {
        guard let ticket = open(text) else { return .refused(words: "reviews.gate_form", kind: .unusable) }
        let age = clock.now().seconds(since: Instant(microseconds: ticket.issued))
        guard (0...Self.patience).contains(age) else { return .refused(words: "reviews.gate_old", kind: .unusable) }
        if trap != nil { return .refused(words: "reviews.gate_trap", kind: .unusable) }
        if let proof, Self.proves(text, proof, bits: ticket.bits) {
            guard ticket.bits + 2 >= bits(for: address) else {
                return .refused(words: "reviews.gate_more", kind: .tooMany)
            }
            return count(address, slow: false)
                ? .admitted(ticket, .proof) : .refused(words: "reviews.gate_many", kind: .tooMany)
        }
        guard let sum, Self.answers(sum, ticket.sum) else {
            return .refused(words: "reviews.gate_question", kind: .unusable)
        }
        guard age >= 4 else { return .refused(words: "reviews.gate_fast", kind: .tooMany) }
        return count(address, slow: true)
            ? .admitted(ticket, .slow) : .refused(words: "reviews.gate_many", kind: .tooMany)
    }

    func open(_ text: String) -> Ticket? {
        guard text.utf8.count < 1_000, let bytes = Self.data(text),
            let plain = try? sealer.open(Array(bytes), for: Self.place)
        else { return nil }
        return try? JSONDecoder().decode(Ticket.self, from: Data(plain))
    }

    static func proves(_ ticket: String, _ number: String, bits: Int) -> Bool {
        guard number.utf8.count <= 20, !number.isEmpty, number.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else {
            return false
        }
        var zeros = 0
        for byte in SHA256.hash(data: Data("\(ticket):\(number)".utf8)) {
            zeros += byte.leadingZeroBitCount
            if byte != 0 { break }
        }
        return zeros >= bits
    }

    private static let numbers: [[String]] = [
        ["zero"], ["un", "one"], ["deux", "two"], ["trois", "three"], ["quatre", "four"], ["cinq", "five"],
        ["six"], ["sept", "seven"], ["huit", "eight"], ["neuf", "nine"],
    ]

    /// In digits or in words.
    private static func answers(_ given: String, _ sum: [Int]) -> Bool {
        let total = sum.reduce(0, +)
        let word = given.trimmed.lowercased()
        return word == String(total) || numbers.indices.contains(total) && numbers[total].contains(word)
    }

    private func count(_ address: String, slow: Bool) -> Bool {
        let now = clock.now()
        return counts.withLock { counts in
            var mine = tally(address, now, &counts)
            if slow ? mine.slow >= Self.mostSlow : mine.proof >= Self.most { return false }
            if slow { mine.slow += 1 } else { mine.proof += 1 }
            counts.hour[key(address, counts.salt)] = mine
            counts.recent.removeAll { now.seconds(since: $0) >= 600 }
            if counts.recent.count < 10_000 { counts.recent.append(now) }
            return true
        }
    }

    /// What this address sent in this hour; yesterday's salt and counts are forgotten first.
    private func tally(_ address: String, _ now: Instant, _ counts: inout Counts) -> (hour: Int, proof: Int, slow: Int)
    {
        if counts.day != now.day || counts.hour.count > 50_000 {
            counts.day = now.day
            counts.salt = SymmetricKey(size: .bits256)
            counts.hour = [:]
        }
        let hour = Int(now.seconds / 3_600)
        guard let known = counts.hour[key(address, counts.salt)], known.hour == hour else { return (hour, 0, 0) }
        return known
    }

    private func key(_ address: String, _ salt: SymmetricKey) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: Data(address.utf8), using: salt))
    }

    /// 160 bits, for an address.
    static func random() -> String { base64(Data((0..<20).map { _ in UInt8.random(in: .min ... .max) })) }

    static func hash(_ secret: String) -> [UInt8] { Array(SHA256.hash(data: Data("review:\(secret)".utf8))) }

    private static func base64(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func data(_ text: String) -> Data? {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4))
    }
}
