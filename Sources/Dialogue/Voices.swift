public import Kernel
public import Storage

/// One thing said, as Listening knows it. The texts stay there: nothing here keeps a copy that retention would miss.
public struct Heard: Sendable, Equatable, Identifiable {
    /// Key of the mention.
    public let id: Int64
    public let network: Network
    public let kind: MentionKind
    /// The network's own identifier, unique within the network.
    public let externalID: String
    /// Network identifier of what it answers.
    public let parent: String?
    /// Pseudonym, stable for this author.
    public let author: String?
    public let title: String?
    /// Empty once erased.
    public let text: String
    public let language: String?
    /// Stars, 1 to 5.
    public let rating: Double?
    public let url: String?
    public let publishedAt: Instant
    public let collectedAt: Instant
    /// Nil while nobody has judged.
    public let polarity: Polarity?
    public let urgency: Urgency
    public let themes: [HeardTheme]
    public let services: [Int64]
    /// Said by our own account.
    public let own: Bool
    /// Its author took it back, or its retention has passed.
    public let erased: Bool
    /// The mention that this one copies.
    public let foldedInto: Int64?
    /// The source that brought it first.
    public let origin: Int64?

    public init(
        id: Int64, network: Network, kind: MentionKind, externalID: String, parent: String? = nil,
        author: String? = nil, title: String? = nil, text: String, language: String? = nil, rating: Double? = nil,
        url: String? = nil, publishedAt: Instant, collectedAt: Instant, polarity: Polarity? = nil,
        urgency: Urgency = .none, themes: [HeardTheme] = [], services: [Int64] = [], own: Bool = false,
        erased: Bool = false, foldedInto: Int64? = nil, origin: Int64? = nil
    ) {
        (self.id, self.network, self.kind, self.externalID) = (id, network, kind, externalID)
        (self.parent, self.author, self.title, self.text) = (parent, author, title, text)
        (self.language, self.rating, self.url) = (language, rating, url)
        (self.publishedAt, self.collectedAt) = (publishedAt, collectedAt)
        (self.polarity, self.urgency, self.themes, self.services) = (polarity, urgency, themes, services)
        (self.own, self.erased, self.foldedInto, self.origin) = (own, erased, foldedInto, origin)
    }
}

/// A theme that something said speaks of: praised, blamed, or nil when neither plainly.
public struct HeardTheme: Sendable, Equatable {
    public let theme: Theme
    public let polarity: Polarity?

    public init(_ theme: Theme, _ polarity: Polarity? = nil) {
        self.theme = theme
        self.polarity = polarity
    }
}

/// How warm a service or a theme was over a window (DESIGN, section 3), as Listening reads it.
public struct Warmth: Sendable, Equatable {
    /// Degrees Celsius with the ends of the 90 % credible interval; nil while the baseline is too small.
    public let degrees: (value: Double, low: Double, high: Double)?
    public let opinions: Int
    public let negative: Double

    public init(degrees: (value: Double, low: Double, high: Double)?, opinions: Int, negative: Double) {
        self.degrees = degrees
        self.opinions = opinions
        self.negative = negative
    }

    public static func == (left: Warmth, right: Warmth) -> Bool {
        left.degrees?.value == right.degrees?.value && left.degrees?.low == right.degrees?.low
            && left.degrees?.high == right.degrees?.high && left.opinions == right.opinions
            && left.negative == right.negative
    }
}

/// How many opinions one day of the hospital's calendar brought.
public struct HeardDay: Sendable, Equatable {
    /// Days since 1970-01-01.
    public let day: Int
    public let opinions: Int
    /// A mixed one counts one half.
    public let negative: Double

    public init(day: Int, opinions: Int, negative: Double) {
        (self.day, self.opinions, self.negative) = (day, opinions, negative)
    }
}

/// Where things are heard: a source, and when it last brought something.
public struct HeardSource: Sendable, Equatable, Identifiable {
    public let id: Int64
    public let label: String
    /// When something was last heard there; nil when never.
    public let heardAt: Instant?
    /// When it was last visited; nil for files and our own doors, which nobody visits.
    public let visitedAt: Instant?
    /// It cannot be read at present: what is said there may be missing here.
    public let failing: Bool

    public init(id: Int64, label: String, heardAt: Instant?, visitedAt: Instant?, failing: Bool) {
        (self.id, self.label, self.heardAt) = (id, label, heardAt)
        (self.visitedAt, self.failing) = (visitedAt, failing)
    }
}

/// What Listening does for us. Domains never import one another: the binary writes these closures.
public struct Voices: Sendable {
    /// The mentions of these keys, in no order; unknown ones are left out.
    public var find: @Sendable (_ mentions: [Int64], _ connection: any Connection) throws -> [Heard]
    /// The mention that bears a network's own identifier.
    public var named: @Sendable (_ id: String, _ network: Network, _ connection: any Connection) throws -> Int64?
    /// Those that answer it directly.
    public var answers: @Sendable (_ id: String, _ network: Network, _ connection: any Connection) throws -> [Int64]
    /// Keys of the mentions whose words match a query (AND, OR, NOT, "phrases"), newest first, at most `limit`.
    public var search: @Sendable (_ words: String, _ limit: Int, _ connection: any Connection) throws -> [Int64]
    /// Takes things said to our own doors (reviews) into Listening; giving the same again changes nothing.
    public var hear: @Sendable (_ arrivals: [Arrival]) async throws -> Void
    /// Its author changed it: the new text takes the place of the old and is judged anew.
    public var revise: @Sendable (_ arrival: Arrival) async throws -> Void
    /// Its author took it back: the words go, the counts stay.
    public var forget: @Sendable (_ id: String, _ network: Network, _ connection: any Connection) throws -> Void
    /// The services that somebody says a mention speaks of, as a correction that is on record.
    public var direct: @Sendable (_ mention: Int64, _ services: Set<Int64>, _ person: Person) async throws -> Void
    /// The author's handle, where this person opened the case with a reason on record; nil anywhere else.
    public var opened: @Sendable (_ mention: Int64, _ person: Person, _ connection: any Connection) throws -> String? =
        {
            _, _, _ in nil
        }
    /// The temperature over the `days` days that end at `end`.
    public var warmth:
        @Sendable (_ service: Int64?, _ theme: Theme?, _ days: Int, _ end: Instant) async throws -> Warmth
    /// The temperature over the `days` days that end before `day`, and over those that begin after it (as many of them
    /// as have passed). Both stand beside the 90 days before the first: two readings that each took the days before
    /// them for normal could not be compared.
    public var change:
        @Sendable (_ service: Int64?, _ theme: Theme?, _ day: Int, _ days: Int) async throws -> (
            before: Warmth, after: Warmth
        )
    /// What each day said, without gaps, oldest first.
    public var daily:
        @Sendable (_ service: Int64?, _ theme: Theme?, _ from: Int, _ through: Int) async throws -> [HeardDay]

    /// Keys of everything that was ever heard, oldest first, behind one of them, at most `limit`.
    public var past: @Sendable (_ after: Int64, _ limit: Int, _ connection: any Connection) throws -> [Int64] =
        { _, _, _ in [] }
    /// The sources that are read, by name.
    public var hearings: @Sendable () async throws -> [HeardSource] = { [] }

    public init(
        find: @escaping @Sendable ([Int64], any Connection) throws -> [Heard],
        named: @escaping @Sendable (String, Network, any Connection) throws -> Int64?,
        answers: @escaping @Sendable (String, Network, any Connection) throws -> [Int64],
        search: @escaping @Sendable (String, Int, any Connection) throws -> [Int64],
        hear: @escaping @Sendable ([Arrival]) async throws -> Void,
        revise: @escaping @Sendable (Arrival) async throws -> Void,
        forget: @escaping @Sendable (String, Network, any Connection) throws -> Void,
        direct: @escaping @Sendable (Int64, Set<Int64>, Person) async throws -> Void,
        warmth: @escaping @Sendable (Int64?, Theme?, Int, Instant) async throws -> Warmth,
        change: @escaping @Sendable (Int64?, Theme?, Int, Int) async throws -> (before: Warmth, after: Warmth),
        daily: @escaping @Sendable (Int64?, Theme?, Int, Int) async throws -> [HeardDay]
    ) {
        self.find = find
        self.named = named
        self.answers = answers
        self.search = search
        self.hear = hear
        self.revise = revise
        self.forget = forget
        self.direct = direct
        self.warmth = warmth
        self.change = change
        self.daily = daily
    }
}
