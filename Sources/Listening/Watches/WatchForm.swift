import Kernel
import Web

/// The fields of a watch's form, as they were sent and as they are drawn again.
struct WatchForm: Encodable, Sendable {
    var name = ""
    var query = ""
    var languages: Set<String> = []
    var networks: Set<Network> = []
    var origins: Set<Int64> = []
    var purpose = ""
    var retention = "365"
    var tells = false

    init(_ query: Query) {
        name = query["name"] ?? ""
        self.query = query["query"] ?? ""
        languages = Set(query.all("language").prefix(20))
        networks = Set(query.all("network").compactMap(Network.init))
        origins = Set(query.all("source").prefix(500).compactMap { Int64($0) })
        purpose = query["purpose"] ?? ""
        retention = query["retention"] ?? (query.fields.contains { $0.name == "retention" } ? "" : "365")
        tells = query.ticked("tells")
    }

    init(_ watch: Watch) {
        name = watch.name
        query = watch.query
        languages = Set(watch.languages)
        networks = Set(watch.networks)
        origins = Set(watch.origins)
        purpose = watch.purpose
        retention = String(watch.retentionDays)
        tells = watch.tells
    }

    func draft(owner: Int64?) -> WatchDraft {
        WatchDraft(
            name: name, query: query, languages: Array(languages), networks: Array(networks), origins: Array(origins),
            owner: owner, purpose: purpose, retentionDays: Int(retention) ?? 0, tells: tells)
    }

    /// Languages that a form offers: those of the opinions that a French hospital gets.
    static let offered = ["fr", "en", "es", "de", "it", "pt", "ar", "nl", "ru", "tr", "pl", "ro", "uk", "zh", "br"]

    func text(_ context: some Viewing, failure: Failure?) -> [FormField] {
        func wrong(_ test: (String) -> Bool) -> String? {
            guard let failure, let words = failure.words, test(words) else { return nil }
            return Reproach.line(failure, context)
        }
        return [
            FormField(
                "name", label: context.word("listening.watch_name"), value: name,
                error: wrong { ["listening.watch_no_name", "listening.watch_exists"].contains($0) }, required: true),
            FormField(
                "query", .area, label: context.word("listening.watch_query"), value: query,
                hint: context.word("listening.watch_query_hint"), error: wrong { $0.hasPrefix("listening.query_") },
                required: true),
        ]
    }

    func rules(_ context: some Viewing, failure: Failure?) -> [FormField] {
        func wrong(_ key: String) -> String? { failure?.words == key ? context.word(key) : nil }
        return [
            FormField(
                "purpose", .area, label: context.word("listening.origin_purpose"), value: purpose,
                hint: context.word("listening.watch_purpose_hint"), error: wrong("listening.watch_no_purpose"),
                required: true),
            FormField(
                "retention", .number, label: context.word("listening.origin_retention"), value: retention,
                hint: context.word("listening.watch_retention_hint"), error: wrong("listening.watch_no_retention"),
                required: true),
            FormField(
                "tells", .box, label: context.word("listening.watch_tells"),
                hint: context.word("listening.watch_tells_hint"), checked: tells),
        ]
    }
}

/// One box of a list of boxes.
struct Tick: Encodable, Sendable {
    let name: String
    let value: String
    let id: String
    let label: String
    let checked: Bool

    init(_ name: String, _ value: String, _ label: String, _ checked: Bool) {
        self.name = name
        self.value = value
        id = "\(name)-\(value)"
        self.label = label
        self.checked = checked
    }
}
