import Foundation

/// Words that may mean that somebody is in danger. Listening judges with more care; this is asked at once, so that the
/// page that thanks can show who helps, and sees danger rather once too often.
enum ReviewDanger {
    private static let roots = [
        "suicid", "me tuer", "me pendre", "en finir", "mettre fin a mes jours", "envie de mourir", "veux mourir",
        "plus envie de vivre", "plus la force de vivre", "me faire du mal", "scarifi", "mes jours", "me jeter",
        "viol", "violenc", "frappe", "maltrait", "agress", "abus sexuel", "attouchement", "sequestr", "menace de mort",
        "en danger", "au secours", "battu", "coups", "ne respire", "overdose", "hemorragie", "kill myself", "suicide",
        "end my life", "want to die", "hurt myself", "self harm", "self-harm", "abuse", "raped", "assault", "beaten",
        "in danger", "help me",
    ]

    static func speaks(in text: String) -> Bool {
        let folded = text.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: Locale(identifier: "fr"))
        let words = " " + folded.replacingOccurrences(of: "[^a-z0-9-]+", with: " ", options: .regularExpression) + " "
        return roots.contains { words.contains(" \($0)") }
    }
}
