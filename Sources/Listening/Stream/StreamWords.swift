import Kernel
import Storage
import Web

/// The filter in words and in lists, in the reader's language.
struct StreamWords {
    let context: SignedInContext
    let filter: StreamFilter
    let services: [CareService]
    let watches: [Watch]
    let origins: [Origin]

    private func word(_ key: String, _ values: [String: String] = [:]) -> String {
        context.word("listening.\(key)", values)
    }

    /// One chip for each value, each with the address without it.
    var chips: [StreamPage.Chip] {
        let fields = filter.fields
        return fields.indices.map { index in
            var rest = fields
            let field = rest.remove(at: index)
            let query = rest.map { "\(Query.encode($0.name))=\(Query.encode($0.value))" }.joined(separator: "&")
            return StreamPage.Chip(
                label: label(field.name, field.value),
                without: query.isEmpty ? StreamFilter.path : "\(StreamFilter.path)?\(query)")
        }
    }

    private func label(_ name: String, _ value: String) -> String {
        switch name {
        case "q": word("filter_q_is", ["words": value])
        case "network", "kind", "polarity", "theme", "urgency": word("\(name)_\(value)")
        case "service": services.first { String($0.id) == value }?.name ?? word("filter_service_unknown")
        case "language": language(value)
        case "watch": word("filter_watch_is", ["name": watches.first { String($0.id) == value }?.name ?? "?"])
        case "source": word("filter_source_is", ["name": origins.first { String($0.id) == value }?.label ?? "?"])
        case "from", "to":
            word("filter_\(name)_is", ["date": CalendarDay.number(value).map { context.figures.date(day: $0) } ?? ""])
        default: word("filter_\(name)_is")
        }
    }

    private func language(_ code: String) -> String {
        context.site.words.has("listening.language_\(code)") ? word("language_\(code)") : code.uppercased()
    }

    /// The filter's form: one list a condition, the first choice being any.
    var lists: [StreamPage.Choice] {
        let languages = ["fr", "en", "es", "de", "it", "pt", "ar", "nl", "ru", "tr", "pl", "ro", "uk", "zh", "br"]
        return [
            list("polarity", Polarity.allCases.map(\.rawValue), filter.polarities.map(\.rawValue)) {
                word("polarity_\($0)")
            },
            list("theme", Theme.allCases.map(\.rawValue), filter.themes.map(\.rawValue)) { word("theme_\($0)") },
            list("service", services.map { String($0.id) }, filter.services.map(String.init)) { value in
                services.first { String($0.id) == value }?.name ?? value
            },
            list("network", Network.allCases.map(\.rawValue), filter.networks.map(\.rawValue)) {
                word("network_\($0)")
            },
            list("kind", MentionKind.allCases.map(\.rawValue), filter.kinds.map(\.rawValue)) { word("kind_\($0)") },
            list("urgency", ["distress", "high", "low"], filter.urgencies.map(\.rawValue)) { word("urgency_\($0)") },
            list("language", languages, Array(filter.languages), language),
            list("watch", watches.map { String($0.id) }, [filter.watch].compactMap { $0.map(String.init) }) { value in
                watches.first { String($0.id) == value }?.name ?? value
            },
            list(
                "source", origins.prefix(300).map { String($0.id) }, [filter.origin].compactMap { $0.map(String.init) }
            ) {
                value in origins.first { String($0.id) == value }?.label ?? value
            },
        ].filter { $0.choices.count > 1 }
    }

    private func list(
        _ name: String, _ values: [String], _ chosen: [String], _ label: (String) -> String
    ) -> StreamPage.Choice {
        let selected = chosen.sorted().first
        let any = FormField.Choice("", word("filter_any"))
        return StreamPage.Choice(
            name: name, label: word("filter_\(name)"),
            choices: [any] + values.map { FormField.Choice($0, label($0), selected: $0 == selected) })
    }

    /// "plus de 1 000 mentions", "1 mention".
    func total(_ number: Int) -> String {
        number > StreamReading.most
            ? word("mentions.many", ["n": context.figures.integer(StreamReading.most)])
            : context.count("listening.mentions", number)
    }

    /// What the search box could not read as a question, said under it.
    var note: String? {
        guard !filter.words.trimmed.isEmpty else { return nil }
        do {
            _ = try TextQuery(filter.words)
            return nil
        } catch let failure as Failure {
            return word("search_read_as_words", ["why": failure.words.map { context.word($0) } ?? ""])
        } catch { return nil }
    }
}
