import Foundation

/// The page of the hospital's own that a post makes beside its faces: how an examination goes, before, during and after.
/// It is approved with the post, and appears when the post leaves.
struct OwnPage: Sendable, Equatable, Codable {
    /// Its heading, as patients read it.
    var heading = ""
    var before = ""
    var during = ""
    var after = ""
    /// Where questions go: a service's telephone, an address of the hospital's.
    var questions = ""

    static let longestHeading = 200

    /// Its parts that say something, by name, in the order in which they are read.
    var parts: [(name: String, text: String)] {
        [("before", before), ("during", during), ("after", after), ("questions", questions)].filter { !$0.1.isEmpty }
    }

    /// Everything that it says, for the checks.
    var texts: [String] { [heading] + parts.map(\.text) }

    var isEmpty: Bool { heading.isEmpty && parts.isEmpty }
}

extension OwnPage {
    /// What ends the page's address: letters and digits of its heading, without accents, and the post's own number, so
    /// that two pages of one name have an address each and a printed card leads to the same page after a change.
    static func slug(_ heading: String, _ post: Int64) -> String {
        let plain = heading.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil).lowercased()
        let words = plain.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.joined(separator: "-").prefix(60)
        let number = String(UInt64(bitPattern: post), radix: 36)
        return words.isEmpty ? number : "\(words)-\(number)"
    }
}

/// What somebody meant to fill in and has not: `[à compléter : durée]`. It stops a post as a network's limit does.
enum Unfinished {
    static func marks(in texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.flatMap { text in
            text.matches(of: /\[(à compléter|to complete)[^\]\n]{0,200}\]/.ignoresCase()).map { String($0.output.0) }
        }.filter { seen.insert($0).inserted }
    }
}
