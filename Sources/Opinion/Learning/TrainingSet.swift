import Foundation
import Kernel

/// A text to learn from, and how far its label can be trusted.
struct Example: Sendable {
    var text: String
    /// Nil where the label says nothing.
    var polarity: Polarity?
    /// Nil where themes were not labelled; empty where there are none.
    var themes: Set<Theme>?
    var weight: Float
    /// Whether somebody is in danger; nil where nobody looked.
    var danger: Bool?
    /// About a hospital or a practice, and labelled by hand: what the top layers are tuned on.
    var hospital = false
    /// Written for training, and not what a hospital receives in a day.
    var written = false
    /// A post that nobody labelled, in which nobody is in danger.
    var post = false
    /// What people really wrote about a hospital, labelled by hand.
    var real: Bool { hospital && !written }
    /// Labelled by hand: kept out of one fold, to tune the top layers on.
    var tuning: Bool { hospital || danger == true || danger == false && weight > 1 }
}

/// Everything that the model learns from: the large table of reviews, and our own files beside it.
struct TrainingSet: Sendable {
    private(set) var examples: [Example] = []
    private(set) var languages: [(language: String, text: String)] = []

    /// - Parameters:
    ///   - data: the table of reviews (`source domain stars label date text`).
    ///   - folder: our own files: `opinions.tsv`, `voices.tsv`, `relabelled.tsv`, `distress.tsv`, `languages.tsv`.
    ///   - labelled: real opinions about hospitals, labelled by hand.
    ///   - posts: JSON Lines of ordinary posts, of which every second one is taken.
    init(data: String, folder: String, labelled: String?, posts: String?) throws {
        let relabelled = try Self.relabelled("\(folder)/relabelled.tsv")
        let table = try Table(path: data, needed: ["source", "domain", "label", "text"])
        for row in table.rows {
            let text = table.value(row, "text")
            let source = table.value(row, "source")
            let polarity = Polarity(rawValue: table.value(row, "label"))
            if source == "hospitalidee_field_label" {
                let own = relabelled[Hash.word(Array(text.utf8))]
                examples.append(
                    Example(
                        text: text, polarity: own == nil ? polarity : own?.polarity, themes: own?.themes,
                        weight: own == nil ? 1 : Self.real, danger: false, hospital: own != nil))
            } else if let polarity {
                let weight = Self.weight(source, table.value(row, "domain"), polarity)
                // One in three serves as the calm background from which danger must stand out.
                let calm: Bool? = examples.count % 3 == 0 ? false : nil
                examples.append(Example(text: text, polarity: polarity, weight: weight, danger: calm))
            }
        }
        try readOwn(folder)
        try readVoices(folder)
        if let labelled {
            examples += try LabelledOpinion.read(path: labelled).map {
                Example(
                    text: $0.text, polarity: $0.polarity, themes: $0.themes, weight: Self.real, danger: false,
                    hospital: true)
            }
        }
        if let posts { try readPosts(posts) }
    }

    /// How much a real opinion about a hospital counts.
    private static let real: Float = 14

    private mutating func readPosts(_ path: String) throws {
        struct Post: Decodable { let text: String }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.unusable, "cannot read \(path)")
        }
        for (number, line) in data.split(separator: 0x0A).enumerated() where number % 2 == 0 {
            guard let post = try? JSONDecoder().decode(Post.self, from: line) else {
                throw Failure(.unusable, "\(path):\(number + 1): expected {\"text\": \"…\"}")
            }
            examples.append(Example(text: post.text, weight: 1, danger: false, post: true))
        }
    }

    /// Opinions written one by one in many voices, with the sign of each theme and the urgency.
    private mutating func readVoices(_ folder: String) throws {
        let table = try Table(
            path: "\(folder)/voices.tsv", needed: ["polarity", "themes", "urgency", "language", "text"])
        for row in table.rows {
            let urgency = Urgency(rawValue: table.value(row, "urgency"))
            // A cry for help neither praises nor blames: it would teach that despair is neutral.
            let polarity = urgency == .distress ? nil : Polarity(rawValue: table.value(row, "polarity"))
            examples.append(
                Example(
                    text: table.value(row, "text"), polarity: polarity,
                    themes: Self.themes(table.value(row, "themes")), weight: 5, danger: urgency == .distress,
                    hospital: true, written: true))
        }
        languages += table.rows.map { (table.value($0, "language"), table.value($0, "text")) }
            .filter { $0.0 != "fr" && $0.0 != "mixed" && $0.0 != "none" }
    }

    private mutating func readOwn(_ folder: String) throws {
        let own = try Table(path: "\(folder)/opinions.tsv", needed: ["polarity", "themes", "language", "text"])
        for row in own.rows {
            examples.append(
                Example(
                    text: own.value(row, "text"), polarity: Polarity(rawValue: own.value(row, "polarity")),
                    themes: Self.themes(own.value(row, "themes")), weight: 5,
                    danger: false, hospital: true, written: true))
        }
        languages = own.rows.map { (own.value($0, "language"), own.value($0, "text")) }
            .filter { $0.text.utf8.count > 25 || $0.language != "fr" }
        let danger = try Table(path: "\(folder)/distress.tsv", needed: ["danger", "text"])
        for row in danger.rows {
            let isDanger = danger.value(row, "danger") == "distress"
            examples.append(Example(text: danger.value(row, "text"), weight: 3, danger: isDanger, written: true))
        }
        let table = try Table(path: "\(folder)/languages.tsv", needed: ["language", "text"])
        languages += table.rows.map { (table.value($0, "language"), table.value($0, "text")) }
    }

    /// Themes apart by `;`, each perhaps followed by its sign: `welcome+;access-`.
    static func themes(_ field: String) -> Set<Theme> {
        Set(field.split(separator: ";").compactMap { Theme(rawValue: String($0.prefix { $0.isLetter })) })
    }

    /// How much a row of the large table counts: health cover is nearest to hospitals; three stars are often a
    /// complaint, tweets are about the climate.
    private static func weight(_ source: String, _ domain: String, _ polarity: Polarity) -> Float {
        switch (source, polarity) {
        case ("xlmt_tweets", .neutral): 0.6
        case ("xlmt_tweets", _): 0.2
        case ("googlenews_sante_titles", _): 1
        case (_, .mixed): 0.25
        case ("splus", _): 1.5
        case ("insurance", _): domain == "sante" || domain == "prevoyance" ? 1.5 : 0.7
        default: 0.7
        }
    }

    /// Labels given by hand to the hospital rows, by the hash of the text: the texts themselves may not be shipped.
    private static func relabelled(_ path: String) throws -> [UInt64: (polarity: Polarity?, themes: Set<Theme>)] {
        let table = try Table(path: path, needed: ["text_fnv1a", "polarity", "themes"])
        var labels: [UInt64: (polarity: Polarity?, themes: Set<Theme>)] = [:]
        for row in table.rows {
            guard let hash = UInt64(table.value(row, "text_fnv1a"), radix: 16) else { continue }
            labels[hash] = (
                Polarity(rawValue: table.value(row, "polarity")), themes(table.value(row, "themes"))
            )
        }
        return labels
    }
}
