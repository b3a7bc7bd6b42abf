import Kernel
import Storage
import Web

/// The lines of a post's page, as a reader's page shows them too: who said what, and what the post says of itself.
extension PostPages {
    static func line(_ verdict: Verdict, _ names: [Int64: String], _ context: some Viewing) -> VerdictLine {
        VerdictLine(
            who: verdict.outsider ?? verdict.person.flatMap { names[$0] } ?? context.word("publishing.somebody"),
            what: context.word("publishing.verdict_\(verdict.verdict)_\(verdict.stage.rawValue)"),
            tone: verdict.verdict == "approved" ? "good" : verdict.verdict == "changes" ? "warn" : "",
            note: verdict.note, at: Moment(verdict.at, context.figures))
    }

    static func line(_ remark: Remark, _ names: [Int64: String], _ context: some Viewing) -> RemarkLine {
        RemarkLine(
            who: remark.outsider ?? remark.person.flatMap { names[$0] } ?? context.word("publishing.somebody"),
            text: remark.text, isShared: remark.isShared, at: Moment(remark.at, context.figures))
    }

    static func facts(_ facts: PostFacts, _ context: some Viewing) -> [Fact] {
        let all: [(String, String?)] = [
            ("source", facts.source), ("source_date", facts.sourceDate), ("read_by", facts.readBy),
            ("read_on", facts.readOn), ("interests", facts.interests), ("study_approval", facts.studyApproval),
            ("study_sponsor", facts.studySponsor), ("link", facts.link),
        ]
        return all.compactMap { name, value in
            value.flatMap { $0.isEmpty ? nil : Fact(name: context.word("publishing.\(name)"), value: $0) }
        }
    }
}
