/// What a clue is. Raw values are those of the command line's contract.
public enum ClueKind: String, Sendable, Codable, CaseIterable {
    case name, handle, birthdate, date, age90, nir, ipp, nda, phone, email, address, room, plate
    case otherID = "other_id"
    /// A weak clue: says little alone, and counts only in combination.
    case clue
}

extension ClueKind {
    /// What it is, in French words.
    var reason: String {
        switch self {
        case .name: "nom d'un patient ou d'un proche"
        case .handle: "compte d'une personne"
        case .birthdate: "date de naissance"
        case .date: "date liée à une personne"
        case .age90: "âge de plus de 89 ans"
        case .nir: "numéro de sécurité sociale"
        case .ipp: "numéro de patient"
        case .nda: "numéro de séjour"
        case .phone: "téléphone d'une personne"
        case .email: "adresse électronique d'une personne"
        case .address: "adresse d'une personne"
        case .room: "chambre, lit ou box"
        case .plate: "plaque d'immatriculation"
        case .otherID: "autre numéro personnel"
        case .clue: "indice"
        }
    }
}

/// A passage of a text that tells who somebody is, or helps to.
public struct Clue: Sendable, Equatable, Codable {
    public let kind: ClueKind
    /// Where it stands, in Unicode scalars.
    public let range: Range<Int>
    public let text: String
    /// Why it was taken for one, in a few French words.
    public let reason: String
    /// How sure the reader is, 0…1.
    public let confidence: Double

    public init(kind: ClueKind, range: Range<Int>, text: String, reason: String, confidence: Double) {
        self.kind = kind
        self.range = range
        self.text = text
        self.reason = reason
        self.confidence = confidence
    }
}

/// What one text gives away.
public struct PrivacyReading: Sendable, Equatable, Codable {
    /// Direct identifiers, in the order of the text, never overlapping.
    public let clues: [Clue]
    /// Weak clues (age, trade, small town, unique position…), in the order of the text.
    public let weak: [Clue]
    /// How surely the weak clues *together* point at one person, 0…1; 0.5 and above is a finding.
    public let singlingOut: Double
    /// The weak clues that made the score, in French, strongest first.
    public let why: [String]

    /// Whether something must be acted on: a direct identifier, or weak clues that single somebody out.
    public var found: Bool { !clues.isEmpty || singlingOut >= 0.5 }
}
