public import Kernel

/// A day, a week or a month on which one speaks of a subject of health.
public struct HealthDay: Hashable, Identifiable, Sendable {
    /// Who observes it.
    public enum Scope: String, Hashable, Sendable, CaseIterable, Decodable { case world, europe, france }

    /// How far its date was checked.
    public enum Status: String, Hashable, Sendable, CaseIterable, Decodable {
        /// A page that was read says so, or gives dates of it that follow the rule.
        case read
        /// It is what one remembers: ask the organiser before you print it.
        case memory
    }

    /// What it is about. The word is `calendars.theme_` and this.
    public enum Theme: String, Hashable, Sendable, CaseIterable, Decodable {
        case addiction, allergy, birth, blood, bones, brain, cancer, children, diabetes, digestion, digital
        case disability, donation, ears, elderly, emergency, environment, eyes, heart, hygiene, infection, kidney, lungs
        case men, mental, nutrition, pain, palliative, professions, rare, rights, safety, sexual, skin, sleep
        case sport, teeth, vaccination, violence, women
    }

    /// Who is behind it.
    public struct Source: Hashable, Sendable {
        /// Organisers, or those who made it known.
        public let name: String
        /// Where its date was read, theirs or somebody else's page; nil when nowhere.
        public let url: String?
    }

    /// Small letters, digits and hyphens: `world-cancer-day`.
    public let id: String
    public let french: String
    public let english: String
    public let rule: DateRule
    public let scope: Scope
    public let themes: [Theme]
    /// `#OctobreRose`: a capital for each word, so that screen readers read them (W3C, "Accessible hashtags").
    public let hashtag: String
    public let source: Source
    public let status: Status

    public func name(in tongue: Tongue) -> String { tongue == .french ? french : english }
}

/// A health day in a year.
public struct HealthDate: Hashable, Sendable {
    public let health: HealthDay
    public let first: Day
    /// The same as `first` for a single day.
    public let last: Day
}
