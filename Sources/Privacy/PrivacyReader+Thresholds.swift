/// How sure is sure enough; measured on writers that the models had not read.
extension PrivacyReader {
    /// A name is reported from these probabilities on: alone in its text, and in the company of something sure.
    static let aloneThreshold: Float = 0.66
    static let companyThreshold: Float = 0.12
    /// What is as likely as this keeps company to the rest.
    static let sure = 0.62
    /// Below this likelihood a text as a whole speaks of nobody, and its shapes must be surer.
    static let about: Float = 0.4

    /// By how much a date or a number that stands alone must be surer; a room alone says enough by itself.
    static func caution(_ family: Finding.Family) -> Double { family == .room ? 0.95 : 0.5 }

    /// By how much a shape must be surer in a text that speaks of nobody.
    static func coolness(_ family: Finding.Family) -> Double { family == .room ? 0.58 : 0.5 }

    /// What is likelier than this to be nobody's is left alone; measured on writers that the models had not read.
    static func noneThreshold(_ family: Finding.Family) -> Double {
        switch family {
        case .number: 0.9
        case .phone, .room: 0.85
        case .age, .address: 0.8
        case .date: 0.78
        default: 0.6
        }
    }
}
