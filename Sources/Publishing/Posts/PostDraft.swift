import Deontology
import Kernel
import Networks

/// A post as the check of deontology reads it.
struct PostDraft: Sendable {
    let content: PostContent
    let author: Author

    /// What the form knows, in the words of the rules (docs/deontology.md). What nobody has said is left out.
    var facts: Facts {
        var values: [String: Facts.Value] = [:]
        let facts = content.facts
        values["audience"] = .text(content.audience == .peers ? "peers" : content.audience.rawValue)
        if content.isMedical {
            values["medical_claim"] = .truth(true)
            values["source_url"] = .text(facts.source ?? "")
            values["source_date"] = .text(facts.sourceDate ?? "")
            values["fact_checked_by"] = .text(facts.readBy ?? "")
        }
        if let interests = facts.interests { values["speaker_has_interests"] = .truth(!interests.isEmpty) }
        if facts.isPaid { values["paid_partnership"] = .truth(true) }
        if let agree = facts.namedAgree { values["named_person_consent"] = .truth(agree) }
        if facts.isMadeByMachine { values["ai_generated"] = .truth(true) }
        if facts.reusesReview { values["reuses_review_id"] = .truth(true) }
        if facts.studyApproval != nil || facts.studySponsor != nil {
            values["recruits_for_study"] = .truth(true)
            values["cpp_approval_ref"] = .text(facts.studyApproval ?? "")
            values["promoter"] = .text(facts.studySponsor ?? "")
        }
        return Facts(values)
    }

    /// What a part of it says, as a draft of its own. The facts go with the words that they stand behind: the first.
    func draft(_ text: String, on network: Network?, withFacts: Bool) -> Draft {
        Draft(
            text, kind: .post, author: author, network: network?.rawValue,
            facts: withFacts ? facts : Facts(["audience": .text(content.audience.rawValue)]))
    }
}

extension PostContent {
    /// The messages that `face` is made of, in the order in which they leave.
    func messages(of face: Face) -> [(role: Piece.Role, text: String)] {
        var out: [(Piece.Role, String)] = [(.post, text(of: face))]
        out += face.thread.map { (.thread, $0) }
        if let comment = face.comment, !comment.isEmpty { out.append((.comment, comment)) }
        return out
    }
}
