public import Kernel

/// Something rose, or somebody is in danger: what a person must look at.
public struct Alert: Sendable, Equatable, Identifiable {
    /// What found it.
    public enum Rule: String, Sendable, CaseIterable {
        /// EARS C2 on daily counts of negative opinions.
        case ears
        /// Farrington's flexible method on weekly counts, once three years are known.
        case farrington
        /// A sudden hour.
        case hour
        /// A word that a watch waits for.
        case keyword
        /// A person in danger.
        case distress
    }

    /// How far the ladder was climbed.
    public enum Level: String, Sendable, CaseIterable, Comparable {
        case monitor, prepare, engage, escalate

        public static func < (left: Level, right: Level) -> Bool {
            allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
        }

        /// The next rung; the last one stays.
        var next: Level {
            switch self {
            case .monitor: .prepare
            case .prepare: .engage
            case .engage, .escalate: .escalate
            }
        }
    }

    public let id: Int64
    public let rule: Rule
    public let subject: AlertSubject
    public let level: Level
    public let raisedAt: Instant
    /// Days, on the hospital's calendar, whose mentions made it.
    public let firstDay: Int
    public let lastDay: Int
    /// Mentions counted, how many were expected, and the bound that was passed; the last two are nil for a word or a
    /// person in danger.
    public let observed: Double
    public let expected: Double?
    public let threshold: Double?
    public let why: AlertWhy
    /// When the next rung is climbed if nobody takes it.
    public let dueAt: Instant?
    public let takenBy: Int64?
    public let takenAt: Instant?
    public let closedAt: Instant?
    public let closingNote: String?
}

/// What an alert is about.
public enum AlertSubject: Sendable, Hashable {
    case place(Place)
    case watch(Int64)
    case mention(Int64)

    /// Stable text, unique by rule and slot.
    var key: String {
        switch self {
        case .place(let place):
            "place:\(place.watch ?? 0):\(place.service ?? 0):\(place.theme?.rawValue ?? ""):\(place.network?.rawValue ?? "")"
        case .watch(let id): "watch:\(id)"
        case .mention(let id): "mention:\(id)"
        }
    }

    /// The watch that it is about, whether one word of it or its days.
    var watch: Int64? {
        switch self {
        case .place(let place): place.watch
        case .watch(let id): id
        case .mention: nil
        }
    }

    init?(key: String) {
        let parts = key.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 2, let number = Int64(parts[1]) else { return nil }
        switch parts[0] {
        case "watch": self = .watch(number)
        case "mention": self = .mention(number)
        case "place" where parts.count == 5:
            self = .place(
                Place(
                    watch: number == 0 ? nil : number, service: Int64(parts[2]).flatMap { $0 == 0 ? nil : $0 },
                    theme: Theme(rawValue: String(parts[3])), network: Network(rawValue: String(parts[4]))))
        default: return nil
        }
    }
}

/// Why it rose: what a director asks first.
public struct AlertWhy: Sendable, Equatable, Codable {
    public struct Word: Sendable, Equatable, Codable {
        public let word: String
        public let count: Int
    }

    public struct Voice: Sendable, Equatable, Codable {
        /// Pseudonym.
        public let author: String
        public let count: Int
        public let reach: Int
    }

    /// The first mention in time.
    public var first: Int64?
    /// Words said more than usual, most telling first.
    public var words: [Word] = []
    /// Where most of it was said, and how much of it.
    public var network: Network?
    public var networkShare: Double?
    /// Who carried it: by reach, then by number.
    public var voices: [Voice] = []

    public init() {}
}
