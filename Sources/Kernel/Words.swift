/// The languages in which the house speaks to its users.
public enum Tongue: String, CaseIterable, Sendable, Codable {
    case french = "fr"
    case english = "en"
}
