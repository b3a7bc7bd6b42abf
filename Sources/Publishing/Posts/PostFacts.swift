/// What stands behind a post: what the check needs to know and no text says.
struct PostFacts: Sendable, Equatable, Codable {
    /// It says something about an illness, a treatment, a risk.
    var isMedical = false
    var source: String?
    /// `2026-03-29`.
    var sourceDate: String?
    /// Who re-read it, and when.
    var readBy: String?
    var readOn: String?
    /// Nil when nobody has said; empty for none.
    var interests: String?
    var isPaid = false
    /// Names of persons in it agree to be named; nil when it names nobody.
    var namedAgree: Bool?
    var isMadeByMachine = false
    /// The review that it takes up, if it does.
    var reusesReview = false
    /// It looks for people for a study: approval and sponsor.
    var studyApproval: String?
    var studySponsor: String?
    /// What it links to, where the network asks for it apart.
    var link: String?
}
