/// What an opinion praises or criticises. A text has any number of them. Words are in `listening/words.json`.
public enum Theme: String, CaseIterable, Sendable, Codable {
    /// Relation with staff.
    case welcome
    /// Competence and quality of care.
    case care
    case pain
    case waiting
    case information
    /// Organisation and coordination.
    case organisation
    /// Comfort of the room, noise.
    case room
    case meals
    case cleanliness
    /// Parking, telephone, finding one's way.
    case access
    case billing
}

public enum Polarity: String, CaseIterable, Sendable, Codable {
    case positive, negative, neutral, mixed
}

/// How soon a person must read it. `distress` (someone in danger) never waits.
public enum Urgency: String, CaseIterable, Sendable, Codable, Comparable {
    case none, low, high, distress

    private var rank: Int {
        switch self {
        case .none: 0
        case .low: 1
        case .high: 2
        case .distress: 3
        }
    }

    public static func < (left: Urgency, right: Urgency) -> Bool {
        left.rank < right.rank
    }
}
