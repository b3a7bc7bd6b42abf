import Kernel

/// The file of health days as it is written. Every key is known, every entry whole.
struct HealthFile: Decodable {
    let version: Int
    let date: String
    let days: [Entry]

    init(from decoder: any Decoder) throws {
        let fields = try StrictKeys.fields(decoder, ["version", "date", "days"])
        version = try fields.decode(Int.self, forKey: "version")
        date = try fields.decode(String.self, forKey: "date")
        days = try fields.decode([Entry].self, forKey: "days")
    }

    static func isAddress(_ url: String) -> Bool {
        (url.hasPrefix("https://") || url.hasPrefix("http://")) && (12...300).contains(url.utf8.count)
            && url.utf8.allSatisfy { (33...126).contains($0) }
    }

    /// One day.
    struct Entry: Decodable {
        let id: String
        let french: String
        let english: String
        let rule: RuleForm
        let scope: HealthDay.Scope
        let themes: [HealthDay.Theme]
        let hashtag: String
        let source: HealthDay.Source
        let status: HealthDay.Status

        init(from decoder: any Decoder) throws {
            let fields = try StrictKeys.fields(
                decoder, ["id", "fr", "en", "rule", "scope", "themes", "hashtag", "source", "status"])
            id = try fields.decode(String.self, forKey: "id")
            french = try fields.decode(String.self, forKey: "fr")
            english = try fields.decode(String.self, forKey: "en")
            rule = try fields.decode(RuleForm.self, forKey: "rule")
            scope = try fields.decode(HealthDay.Scope.self, forKey: "scope")
            themes = try fields.decode([HealthDay.Theme].self, forKey: "themes")
            hashtag = try fields.decode(String.self, forKey: "hashtag")
            source = try fields.decode(SourceForm.self, forKey: "source").source
            status = try fields.decode(HealthDay.Status.self, forKey: "status")
        }

        func refusal(_ why: String) -> Failure { Failure(.unusable, "health days: \(id.prefix(60)): \(why)") }

        func checked() throws -> HealthDay {
            guard (2...60).contains(id.utf8.count), id.utf8.allSatisfy(Self.allowed) else {
                throw refusal("an id is made of small letters, digits and hyphens")
            }
            for name in [french, english, source.name] {
                guard (3...160).contains(name.count), name.allSatisfy({ !$0.isNewline }), name.first != " ",
                    name.last != " "
                else { throw refusal("names are one line of 3 to 160 characters") }
            }
            guard !themes.isEmpty, Set(themes).count == themes.count else { throw refusal("themes, each once") }
            guard Self.isHashtag(hashtag) else { throw refusal("a hashtag is # and words with capitals") }
            guard source.url.map(HealthFile.isAddress) ?? true else { throw refusal("the source is no web address") }
            guard status == .memory || source.url != nil else { throw refusal("read where? the address is missing") }
            guard let rule = rule.checked() else { throw refusal("its rule names no date") }
            return HealthDay(
                id: id, french: french, english: english, rule: rule, scope: scope, themes: themes, hashtag: hashtag,
                source: source, status: status)
        }

        private static func allowed(_ byte: UInt8) -> Bool {
            (97...122).contains(byte) || (48...57).contains(byte) || byte == 45
        }

        /// Letters and digits that begin with a capital or with a number, and are no number alone.
        private static func isHashtag(_ text: String) -> Bool {
            let word = text.dropFirst()
            guard text.hasPrefix("#"), (3...50).contains(word.count), let first = word.first else { return false }
            return (first.isUppercase || first.isNumber) && word.contains { $0.isUppercase }
                && word.allSatisfy { $0.isLetter || ("0"..."9").contains($0) }
        }
    }

    private struct SourceForm: Decodable {
        let source: HealthDay.Source

        init(from decoder: any Decoder) throws {
            let fields = try StrictKeys.fields(decoder, ["name", "url"])
            source = HealthDay.Source(
                name: try fields.decode(String.self, forKey: "name"),
                url: try fields.decodeIfPresent(String.self, forKey: "url"))
        }
    }
}
