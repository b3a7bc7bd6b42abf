/// How sure is sure enough; measured on writers that the models had not read.
extension PrivacyReader {
    /// A name is reported from these probabilities on: alone in its text, and in the company of something sure.
    static let aloneThreshold: Float = 0.66
    static let companyThreshold: Float = 0.1
    /// What is as likely as this keeps company to the rest.
    static let sure = 0.7
    /// By how much a finding that stands alone must be surer: dates, numbers and rooms without anybody's name beside.
    static let caution = 0.5
    /// Below this likelihood a text as a whole speaks of nobody, and its shapes must be surer, by as much.
    static let about: Float = 0.4
    static let coolness = 0.5

    /// What is likelier than this to be nobody's is left alone; measured on writers that the models had not read.
    static func noneThreshold(_ family: Finding.Family) -> Double {
        switch family {
        case .phone: 0.9
        case .age, .number: 0.8
        case .address: 0.68
        case .date: 0.66
        case .room: 0.65
        default: 0.6
        }
    }
}
