import Foundation

/// Whether a hashtag shows where its words begin.
///
/// A screen reader reads `#OctobreRose` as two words and `#octobrerose` as none. A better spelling is proposed only when
/// it is sure: the same words stand in the text, or every part is a word of the list and no other cut is as good.
enum HashtagSpelling: Equatable {
    case fine
    /// It looks like several words; nobody knows which.
    case unsure
    /// The same letters, with capitals.
    case better(String)

    /// Shorter tags are one word, or an acronym.
    private static let shortest = 8
    /// One word of French is seldom longer, its endings apart.
    private static let longWord = 14
    /// Past this nobody looks for words.
    private static let longest = 100

    /// - Parameters:
    ///   - tag: Without its `#`.
    ///   - words: Those of the post (`words(of:)`).
    static func of(_ tag: String, among words: [[Character]]) -> HashtagSpelling {
        let letters = Array(tag)
        guard (shortest...longest).contains(letters.count), letters.allSatisfy({ $0.isLetter || $0.isNumber }) else {
            return .fine
        }
        let isUpper = letters.allSatisfy { !$0.isLowercase }
        guard isUpper || !letters.dropFirst().contains(where: \.isUppercase) else { return .fine }
        guard let folded = folded(letters), !HashtagWords.all.contains(String(folded)) else { return .fine }
        if let cut = written(folded, among: words) ?? HashtagCut.best(folded) {
            return .better(capitals(letters, cut))
        }
        return isOneLongWord(folded) ? .fine : .unsure
    }

    /// Letters without accents, in lower case; nil for what does not fold letter by letter.
    static func folded(_ letters: [Character]) -> [Character]? {
        let text = String(letters).folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil).lowercased()
        return text.count == letters.count ? Array(text) : nil
    }

    /// The words of a post as tags are compared with them.
    static func words(of text: String) -> [[Character]] {
        let plain = text.prefix(5_000).folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
        return plain.lowercased().split { !$0.isLetter && !$0.isNumber }.map(Array.init)
    }

    /// The lengths of the words, where they stand one after the other in the text.
    private static func written(_ tag: [Character], among words: [[Character]]) -> [Int]? {
        for start in words.indices where words[start].count < tag.count && tag.starts(with: words[start]) {
            var (lengths, length) = ([Int](), 0)
            for word in words[start...].prefix(8) {
                guard tag[length...].starts(with: word) else { break }
                lengths.append(word.count)
                length += word.count
                if length == tag.count { return lengths.count > 1 ? lengths : nil }
            }
        }
        return nil
    }

    private static func capitals(_ letters: [Character], _ cut: [Int]) -> String {
        var (result, position) = ("", 0)
        for length in cut {
            result += String(letters[position]).uppercased()
            result += String(letters[(position + 1)..<(position + length)]).lowercased()
            position += length
        }
        return result
    }

    /// `otorhinolaryngologie`, `hospitalisation`: known by its ending.
    private static func isOneLongWord(_ tag: [Character]) -> Bool {
        if tag.count <= longWord { return true }
        let word = String(tag)
        return tag.count <= 24 && HashtagWords.endings.contains { word.hasSuffix($0) }
    }
}

/// Cuts a tag into words of the list.
enum HashtagCut {
    /// The lengths of the fewest words; nil when there is none, or two that are as good.
    static func best(_ tag: [Character]) -> [Int]? {
        var fewest: [(words: Int, ways: Int, last: Int)?] = Array(repeating: nil, count: tag.count + 1)
        fewest[0] = (0, 1, 0)
        for end in 1...tag.count {
            for length in 1...min(end, HashtagWords.longest) {
                guard let before = fewest[end - length], isWord(tag[(end - length)..<end]) else { continue }
                let words = before.words + 1
                if let known = fewest[end], known.words < words { continue }
                let ways = fewest[end].map { $0.words == words ? $0.ways + before.ways : before.ways } ?? before.ways
                fewest[end] = (words, ways, length)
            }
        }
        guard let found = fewest[tag.count], found.words > 1, found.ways == 1 else { return nil }
        let cut = lengths(fewest, tag.count)
        return isSure(tag, cut) ? cut : nil
    }

    private static func lengths(_ fewest: [(words: Int, ways: Int, last: Int)?], _ count: Int) -> [Int] {
        var (cut, end) = ([Int](), count)
        while end > 0, let last = fewest[end]?.last {
            cut.insert(last, at: 0)
            end -= last
        }
        return cut
    }

    private static func isWord(_ part: ArraySlice<Character>) -> Bool {
        part.allSatisfy(\.isNumber) || HashtagWords.all.contains(String(part))
    }

    /// Two words that mean something, not one with small words around it.
    private static func isSure(_ tag: [Character], _ cut: [Int]) -> Bool {
        var (position, meaningful) = (0, 0)
        for length in cut {
            let word = String(tag[position..<(position + length)])
            if !HashtagWords.small.contains(word), length > 2 { meaningful += 1 }
            position += length
        }
        return meaningful > 1
    }
}
