import Kernel

// Where the text of each element goes, once it is complete.
extension FeedBuilder {
    private var isAside: Bool { containers.contains { $0 == .source || $0 == .image || $0 == .textInput } }

    func finished(_ field: FieldCapture, _ frame: Frame) {
        switch field.tag {
        case .title, .lateTitle: title(field)
        case .summary, .lateSummary: summary(field, frame)
        case .content, .xhtmlBody: content(field, frame)
        case .published, .updated: date(field)
        case .name, .email, .uri, .homepage, .author, .contributor: named(field, frame)
        case .link, .id, .comments, .url, .icon, .source: address(field, frame)
        default: small(field)
        }
    }

    private func title(_ field: FieldCapture) {
        guard !isAside, let text = line(field), !text.isEmpty else { return }
        if entry != nil {
            if entry?.title == nil || field.tag == .title { entry?.title = text }
        } else if feed.title == nil || field.tag == .title {
            feed.title = feed.title ?? text
        }
    }

    private func summary(_ field: FieldCapture, _ frame: Frame) {
        guard !isAside else { return }
        guard entry != nil else {
            if feed.description == nil { feed.description = line(field) }
            return
        }
        guard let text = rich(field, frame) else { return }
        if entry?.summaryText == nil {
            entry?.summaryText = text
        } else if field.tag == .summary, entry?.contentText == nil {
            entry?.contentText = text
        }
    }

    private func content(_ field: FieldCapture, _ frame: Frame) {
        guard entry != nil, !isAside, let text = rich(field, frame) else { return }
        if (entry?.contentText?.size ?? 0) < text.size { entry?.contentText = text }
    }

    private func date(_ field: FieldCapture) {
        guard !isAside, let instant = FeedDate.parse(field.line) else { return }
        if entry == nil {
            feed.updated = max(feed.updated ?? instant, instant)
        } else if field.tag == .published {
            if entry?.published == nil { entry?.published = instant }
        } else if entry?.updated.map({ $0 < instant }) ?? true {
            entry?.updated = instant
        }
    }

    private func named(_ field: FieldCapture, _ frame: Frame) {
        let text = line(field) ?? ""
        guard !text.isEmpty, !isAside, person != nil else { return }
        switch field.tag {
        case .name: person?.name = text
        case .email: person?.email = text
        case .uri, .homepage: person?.uri = WebAddress.safe(text, base: frame.base)
        case .author: person = PersonText.parse(text)
        default: break
        }
    }

    private func address(_ field: FieldCapture, _ frame: Frame) {
        let text = field.line
        guard !text.isEmpty else { return }
        switch field.tag {
        case .id where isAside: break
        case .id: if entry != nil { entry?.id = text } else { feed.id = feed.id ?? text }
        case .comments: entry?.comments = WebAddress.safe(text, base: frame.base)
        case .icon: feed.icon = feed.icon ?? WebAddress.safe(text, base: frame.base)
        case .url where containers.last == .image && entry == nil:
            feed.icon = feed.icon ?? WebAddress.safe(text, base: frame.base)
        case .url where containers.last == .author: person?.uri = WebAddress.safe(text, base: frame.base)
        case .link where !isAside:
            guard let url = WebAddress.safe(text, base: frame.base) else { return }
            if entry != nil { entry?.link = url } else { feed.link = feed.link ?? url }
        default: break
        }
    }

    private func small(_ field: FieldCapture) {
        let text = field.line
        switch field.tag {
        case .category: if let term = line(field) { category(term) }
        case .keywords: for term in text.split(separator: ",") { category(String(term)) }
        case .language:
            guard let language = LanguageTag.clean(text) else { return }
            if entry != nil { entry?.language = language } else { feed.language = language }
        case .ttl: feed.ttl = Int(text).map { min(max($0, 0), 525_600) }
        case .updatePeriod:
            let periods = [
                "hourly": 3_600.0, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000,
            ]
            periodSeconds = periods[text.lowercased()]
        case .updateFrequency: frequency = Double(text).map { min(max($0, 0.01), 10_000) } ?? 1
        case .commentCount: entry?.commentCount = Int(text).map { max($0, 0) }
        default: break
        }
    }

    /// The field as rich text, to be read when asked for.
    private func rich(_ field: FieldCapture, _ frame: Frame) -> DeferredText? {
        DeferredText(
            field.bytes, isPlain: field.kind == .plain, base: frame.base ?? entry?.link ?? feed.link, budget: budget)
    }

    /// The field on one line; markup in it is read, unless it is plain by the book.
    private func line(_ field: FieldCapture) -> String? {
        guard field.kind != .plain, field.bytes.contains(where: { $0 == 0x3C || $0 == 0x26 }) else { return field.line }
        let text = RichTextReader.read(field.bytes[...], base: nil, budget: budget)
        return TextCleaner.line(text.plain)
    }
}

/// Names and addresses as RSS writes them: `jean@example.fr (Jean)`, `Jean <jean@example.fr>`, `Jean`.
enum PersonText {
    static func parse(_ text: String) -> FeedPerson {
        guard text.utf8.contains(UInt8(ascii: "@")),
            let match = text.prefix(512).firstMatch(of: /[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9.\-]{1,255}/)
        else {
            return FeedPerson(name: text)
        }
        let around = text.replacing(match.output, with: " ")
        let name = TextCleaner.line(around.filter { !"()<>".contains($0) }.replacing("mailto:", with: ""))
        return FeedPerson(name: name.isEmpty ? nil : name, email: String(match.output))
    }
}
