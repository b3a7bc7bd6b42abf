import HTTPTypes
import Kernel
import Web

/// What somebody typed of an item.
struct LibraryForm: Sendable {
    var title: String
    var alt: String
    var credit: String
    var licence: String
    /// The last day on which it may be shown, `2026-12-31`.
    var until: String
    var series: String
    var isMadeByMachine: Bool
    var seen: Int64

    init(_ form: Query) {
        title = Self.line(form["title"])
        alt = Self.line(form["alt"])
        credit = Self.line(form["credit"])
        licence = Self.line(form["licence"])
        until = form["until"] ?? ""
        series = Self.line(form["series"])
        isMadeByMachine = form.ticked("machine")
        seen = form["seen"].flatMap { Int64($0) } ?? 0
    }

    init(_ item: LibraryItem, _ figures: Figures) {
        (title, alt, credit, licence) = (item.title, item.alt, item.credit, item.licence)
        until = item.licenceUntil.map { LibraryDay.last(before: $0, figures) } ?? ""
        (series, isMadeByMachine, seen) = (item.series ?? "", item.isMadeByMachine, item.seen)
    }

    /// - Throws: `.unusable` for a day that is none.
    func description(_ figures: Figures) throws -> LibraryStore.Description {
        LibraryStore.Description(
            title: title, alt: alt, credit: credit, licence: licence,
            licenceUntil: try until.isEmpty ? nil : LibraryDay.end(of: until, figures),
            series: series.isEmpty ? nil : series, isMadeByMachine: isMadeByMachine)
    }

    private static func line(_ text: String?) -> String {
        (text ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension Failure? {
    /// Of a page that says it.
    var status: HTTPResponse.Status {
        switch self?.kind {
        case nil: .ok
        case .conflict: .conflict
        default: .badRequest
        }
    }
}

/// Days as people say them: "until 31 December" holds that whole day, on the hospital's calendar.
enum LibraryDay {
    /// - Throws: `.unusable` when it is no day.
    static func end(of day: String, _ figures: Figures) throws -> Instant {
        let start = try start(of: day, figures)
        // Noon of the next day, whatever the clocks do.
        return figures.start(ofDay: text(start.adding(seconds: 36 * 3_600), figures)) ?? start.adding(days: 1)
    }

    static func start(of day: String, _ figures: Figures) throws -> Instant {
        guard let start = figures.start(ofDay: day) else {
            throw Failure(.unusable, "a day that is none", words: "library.day_wrong")
        }
        return start
    }

    static func last(before moment: Instant, _ figures: Figures) -> String {
        text(moment.adding(seconds: -1), figures)
    }

    static func text(_ moment: Instant, _ figures: Figures) -> String {
        let local = figures.local(moment)
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        return "\(local.year)-\(two(local.month))-\(two(local.day))"
    }
}
