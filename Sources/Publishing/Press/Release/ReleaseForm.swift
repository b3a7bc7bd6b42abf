import Calendars
import Foundation
import Kernel
import Web

/// A release as its form gives it. What is written between double brackets is locked: « [[1 200 naissances]] ».
struct ReleaseForm: Sendable {
    /// Given with the form: pressing twice writes one release.
    let release: Int64?
    /// The version that the form was made of; 0 for a new one.
    let seen: Int
    var content: ReleaseContent
    /// The embargo cannot be read.
    var badEmbargo = false

    init(_ release: Release) { (self.release, seen, content) = (release.id, release.version, release.content) }

    init(_ form: Query, in zone: TimeZone) {
        release = form["release"].flatMap { Int64($0) }
        seen = form["seen"].flatMap { Int($0) } ?? 0
        var locked = form.all("fact") + Self.lines(form.raw("locked"))
        func text(_ name: String) -> String { Self.unmarked(form.raw(name), &locked) }
        var content = ReleaseContent()
        content.title = text("title")
        content.dateline = text("dateline")
        content.lead = text("lead")
        content.body = text("body")
        content.contact = text("contact")
        content.quotes = (1...10).compactMap { number in
            let said = text("quote_\(number)")
            let who = form["who_\(number)"] ?? ""
            guard !said.isEmpty || !who.isEmpty else { return nil }
            return ReleaseContent.Quote(
                text: said, who: who, role: form["role_\(number)"] ?? "", agreed: form.ticked("agreed_\(number)"))
        }
        content.topic = form["topic"].flatMap(PressTopic.init) ?? .care
        content.language = form["language"] == "en" ? "en" : "fr"
        content.facts = Self.facts(form)
        content.embargoLocal = form["embargo"]
        if let local = content.embargoLocal {
            content.embargo = try? LocalMoment(local).resolved(in: zone).instant
            badEmbargo = content.embargo == nil
        }
        var known: Set<String> = []
        content.locked = locked.filter { known.insert($0).inserted }
        self.content = content
    }

    private static func facts(_ form: Query) -> PostFacts {
        var facts = PostFacts()
        facts.isMedical = form.ticked("medical")
        facts.source = form["source"]
        facts.sourceDate = form["source_date"]
        facts.readBy = form["read_by"]
        facts.readOn = form["read_on"]
        facts.interests = form["interests_said"] == "none" ? "" : form["interests"]
        facts.namedAgree = ["yes": true, "no": false][form["named"] ?? ""]
        return facts
    }

    private static func lines(_ text: String?) -> [String] {
        (text ?? "").split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
    }

    /// The text without its brackets, and what stood between them.
    static func unmarked(_ text: String?, _ locked: inout [String]) -> String {
        let text = (text ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        guard text.contains("[[") else { return text }
        var marks: [String] = []
        let plain = text.replacing(/\[\[([^\[\]\n]{1,300})\]\]/) { match in
            let mark = match.1.trimmingCharacters(in: .whitespaces)
            if !mark.isEmpty { marks.append(mark) }
            return String(match.1)
        }
        locked += marks
        return plain
    }

    /// - Throws: `.unusable` when the moment of the embargo is no moment.
    func usable() throws -> ReleaseContent {
        if badEmbargo { throw Failure(.unusable, "the embargo is no moment", words: "press.bad_embargo") }
        return content
    }
}
