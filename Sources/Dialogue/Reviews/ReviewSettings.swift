import Foundation
import Kernel
import Storage

/// What the hospital says of its own reviews, and whether it takes any. Kept in the store: every node knows it.
struct ReviewSettings: Codable, Sendable, Equatable {
    var on = true
    /// A sentence of welcome above the form; the house's own when empty.
    var welcome = ""
    var welcomeEnglish = ""
    /// Who answers questions on reviews: an address or a telephone number.
    var contact = ""
    /// The data protection officer.
    var officer = ""
    /// As it was chosen; nil before anybody did.
    var keptYears: Int?

    /// Years after which a review is erased.
    var years: Int { keptYears ?? 3 }
    static let mostYears = 10

    private static let key = "reviews"
    static let longest = 600

    static func read(in connection: any Connection) throws -> ReviewSettings {
        guard let text = try Settings.value(key, in: connection) else { return ReviewSettings() }
        return try JSONDecoder().decode(ReviewSettings.self, from: Data(text.utf8))
    }

    /// - Throws: `.unusable` when a text is longer than it may be.
    func keep(by person: Person, at now: Instant, in connection: any Connection) throws {
        guard [welcome, welcomeEnglish, contact, officer].allSatisfy({ $0.unicodeScalars.count <= Self.longest }) else {
            throw Failure(.unusable, "a text of the settings is too long", words: "reviews.settings_long")
        }
        guard (1...Self.mostYears).contains(years) else {
            throw Failure(.unusable, "reviews kept for \(years) years", words: "reviews.settings_years_wrong")
        }
        let before = try Settings.value(Self.key, in: connection)
        let text = String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
        try Settings.set(Self.key, text, in: connection)
        try Audit.record(
            who: person.id, action: "reviews.settings", subject: "setting", id: nil, before: before, after: text,
            at: now, in: connection)
    }
}
