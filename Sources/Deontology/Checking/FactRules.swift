/// Violations that follow from what the form knows, whatever the text says.
enum FactRules {
    /// The rules that the facts of `draft` violate. A fact that nobody has said accuses nobody.
    static func violated(by draft: Draft, mentions: Mentions) -> [String] {
        let facts = draft.facts
        return checks.compactMap { $0.violated(facts, draft, mentions) ? $0.rule : nil }
    }

    /// What the text says that a fact may depend on.
    struct Mentions {
        var interests = false
        var paid = false
        var doctor = false
        var politics = false
    }

    private struct Check: Sendable {
        let rule: String
        let violated: @Sendable (Facts, Draft, Mentions) -> Bool
    }

    private static let checks = secrecy + communication + media + science

    private static let secrecy = [
        Check(rule: "SECRET-4") { facts, draft, _ in facts.holds("patient_linked") && draft.kind == .post },
        Check(rule: "SECRET-REPLY") { facts, draft, _ in facts.holds("patient_linked") && draft.kind == .reply },
        Check(rule: "DOCUMENTS-73") { facts, _, _ in
            facts.holds("case_image") && !facts.holds("deid_checked_by") && !facts.holds("patient_agreement")
        },
        Check(rule: "AUXILIAIRES-72") { facts, _, _ in
            facts.lacks("confidentiality_signed_at") || facts.lacks("training_secret_passed")
        },
        Check(rule: "HDS-1111") { facts, _, _ in
            facts.text("hosting_kind") == "third_party" && facts.lacks("case_images_deidentified")
        },
        Check(rule: "RGPD-9") { facts, _, _ in
            ["retention_days", "purpose", "legal_basis"].contains(where: facts.lacks)
        },
        Check(rule: "IDENTITE-RPPS") { facts, _, _ in facts.text("rpps").map { !isRPPS($0) } ?? false },
    ]

    private static let communication = [
        Check(rule: "REFERENCEMENT-80") { facts, _, _ in facts.holds("paid_boost") },
        Check(rule: "INFLUENCE-451") { facts, _, mentions in
            facts.holds("paid_partnership") && (facts.holds("about_care") || !mentions.paid)
        },
        Check(rule: "ACCES-192") { facts, _, _ in
            facts.holds("partial_access") && !facts.holds("partial_access_acts_list")
        },
        Check(rule: "NOM-20") { facts, draft, mentions in
            draft.kind == .post && facts.lacks("named_person_consent") && mentions.doctor
        },
        Check(rule: "TEMOIGNAGE-191") { facts, draft, _ in draft.kind == .post && facts.holds("reuses_review_id") },
        Check(rule: "ELECTORAL-52") { facts, _, mentions in facts.holds("before_election") && mentions.politics },
        Check(rule: "AVIS-1117") { facts, _, _ in facts.holds("rejects_review") && !facts.holds("rejection_reason") },
    ]

    private static let media = [
        Check(rule: "IMAGE-9") { facts, _, _ in
            facts.lacks("release_per_face") || (facts.holds("faces") && !facts.holds("release_per_face"))
        },
        Check(rule: "DEEPFAKE-2268") { facts, _, _ in
            facts.holds("ai_generated") && !(facts.holds("ai_disclosure") && facts.holds("named_person_consent"))
        },
        Check(rule: "AUTEUR-CPI") { facts, _, _ in facts.lacks("media_licence") },
        Check(rule: "ACCESSIBILITE-47") { facts, _, _ in facts.lacks("alt_text") || facts.lacks("captions_file") },
    ]

    private static let science = [
        Check(rule: "INFO-13") { facts, _, _ in
            facts.holds("medical_claim")
                && !(["source_url", "source_date", "fact_checked_by"].allSatisfy(facts.holds))
        },
        Check(rule: "NOUVEAU-14") { facts, _, _ in
            facts.text("audience") != "peers"
                && facts.text("evidence_level").map { $0 != "published" } ?? false
        },
        Check(rule: "RECHERCHE-15") { facts, _, _ in
            facts.holds("recruits_for_study")
                && !(["cpp_approval_ref", "promoter"].allSatisfy(facts.holds))
        },
        Check(rule: "PREVENTION-12") { facts, _, _ in facts.lacks("official_source_when_public_health") },
        Check(rule: "LIENS-4113") { facts, _, mentions in facts.holds("speaker_has_interests") && !mentions.interests },
        Check(rule: "TARIFS-191") { facts, draft, _ in
            draft.author != .hospital && facts.lacks("fees_link_when_activity_post")
        },
    ]

    /// Eleven digits, the last of which is a Luhn key.
    static func isRPPS(_ text: String) -> Bool {
        let digits = text.utf8.compactMap { $0 >= 48 && $0 <= 57 ? Int($0) - 48 : nil }
        guard digits.count == 11, text.utf8.count == 11 else { return false }
        let sum = digits.reversed().enumerated().reduce(0) { sum, item in
            let double = item.element * 2
            return sum + (item.offset % 2 == 0 ? item.element : double > 9 ? double - 9 : double)
        }
        return sum % 10 == 0
    }
}
