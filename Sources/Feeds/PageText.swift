import CGumbo
import Kernel

/// What a page says, for watching pages that have no feed.
public enum PageText {
    /// The text of a page, or of the parts of it that a selector names.
    ///
    /// - Parameters:
    ///   - location: the page's address, on which its links hang.
    ///   - selector: without it the whole body is read, but for its navigation.
    /// - Returns: empty where nothing matches.
    /// - Throws: `Failure` of kind `.tooLarge` or `.unusable`.
    public static func read(
        _ bytes: [UInt8], contentType: String? = nil, location: String, selector: Selector? = nil,
        limits: FeedLimits = .standard
    ) throws -> RichText {
        let page = try HTMLPage(bytes, contentType: contentType, limits: limits)
        return RichTextReader.read(page, base: WebAddress.safe(location), selection: Selection(selector))
    }
}

/// Follows a selector down a tree: which elements are chosen, and how far each chain of ancestors has come.
struct Selection {
    private let alternatives: [[Selector.Compound]]
    /// For each open element, how many compounds of each alternative its ancestors and itself have met.
    private var progress: [[Int]]
    private var chosen = 0

    init(_ selector: Selector?) {
        alternatives = selector?.alternatives ?? [[Selector.Compound(tag: "body")]]
        progress = [Array(repeating: 0, count: alternatives.count)]
    }

    /// Whether we are inside a chosen element.
    var isInside: Bool { chosen > 0 }

    mutating func enter(_ element: UnsafePointer<GumboElement>) {
        var here = progress[progress.count - 1]
        var isChosen = false
        for (index, chain) in alternatives.enumerated() where Self.matches(element, chain[here[index]]) {
            if here[index] == chain.count - 1 { isChosen = true } else { here[index] += 1 }
        }
        progress.append(here)
        if chosen > 0 || isChosen { chosen += 1 }
    }

    mutating func leave() {
        progress.removeLast()
        if chosen > 0 { chosen -= 1 }
    }

    private static func matches(_ element: UnsafePointer<GumboElement>, _ compound: Selector.Compound) -> Bool {
        if let tag = compound.tag, tag != MarkupTags.name(of: element) { return false }
        if let id = compound.id, MarkupTags.attribute("id", of: element) != id { return false }
        guard !compound.classes.isEmpty else { return true }
        let classes = MarkupTags.attribute("class", of: element)?.split(whereSeparator: \.isWhitespace) ?? []
        return compound.classes.allSatisfy { wanted in classes.contains { $0 == wanted } }
    }
}
