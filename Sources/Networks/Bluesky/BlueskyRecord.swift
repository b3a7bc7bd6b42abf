import Deontology
import Foundation
import Kernel
import Wire

/// Writes a post as its lexicon asks (`app.bsky.feed.post`).
struct BlueskyRecord {
    let words: Wording
    let createdAt: Instant
    var language: String?
    /// Of handles that the text names, without `@`.
    var numbers: [String: String] = [:]
    var embed: MutationValue?
    var thread: BlueskyThread?

    /// Graphemes, and bytes of UTF-8.
    static let longest = (graphemes: 300, bytes: 3_000)

    init(_ cleared: Cleared<Draft>, at createdAt: Instant) {
        (words, self.createdAt) = (Wording(cleared), createdAt)
    }

    /// - Throws: `.tooLarge` (words `networks.too_long`).
    var fields: [MutationField] {
        get throws {
            try Self.measure(words.text)
            var fields = [
                MutationField("$type", try Self.mark(BlueskyAddress.collection)),
                MutationField("text", .words(words)), MutationField("createdAt", .moment(createdAt)),
            ]
            if let language = MutationValue.marked(Fields.language(language)) {
                fields.append(MutationField("langs", .list([language])))
            }
            let facets = facets
            if !facets.isEmpty { fields.append(MutationField("facets", .list(facets))) }
            if let embed { fields.append(MutationField("embed", embed)) }
            if let thread { fields.append(MutationField("reply", try thread.value)) }
            return fields
        }
    }

    static func measure(_ text: String) throws {
        guard text.count <= longest.graphemes, text.utf8.count <= longest.bytes else {
            throw Failure(
                .tooLarge, "\(text.count) graphemes in \(text.utf8.count) bytes, where Bluesky takes 300 in 3,000",
                words: "networks.too_long")
        }
    }

    /// What our own program or the server itself wrote cannot hold a sentence.
    static func mark(_ text: String) throws -> MutationValue {
        guard let mark = MutationValue.marked(text) else {
            throw Failure(.unavailable, "a name that cannot travel", words: "networks.not_json")
        }
        return mark
    }

    // MARK: Facets

    /// Links, mentions of those who were found, tags; a facet that cannot be written leaves the text as it is.
    private var facets: [MutationValue] {
        BlueskyFacets.detect(words.text).compactMap { facet in
            guard let feature = feature(facet.feature) else { return nil }
            let place = [
                MutationField("byteStart", .number(Int64(facet.bytes.lowerBound))),
                MutationField("byteEnd", .number(Int64(facet.bytes.upperBound))),
            ]
            return .fields([
                MutationField("index", .fields(place)), MutationField("features", .list([.fields(feature)])),
            ])
        }
    }

    private func feature(_ feature: BlueskyFacet.Feature) -> [MutationField]? {
        let (name, field, value): (String, StaticString, MutationValue?) =
            switch feature {
            case .link(let address): ("link", "uri", Self.address(address))
            case .mention(let handle): ("mention", "did", MutationValue.marked(numbers[handle]))
            // A tag with an accent is no mark: it stays part of the words.
            case .tag(let tag): ("tag", "tag", MutationValue.marked(tag))
            }
        guard let value, let type = MutationValue.marked("app.bsky.richtext.facet#\(name)") else { return nil }
        return [MutationField("$type", type), MutationField(field, value)]
    }

    private static func address(_ text: String) -> MutationValue? { MutationValue.marked(Fields.link(text)) }

    /// Handles that the text names, at most twenty.
    static func handles(in text: String) -> [String] {
        let all = BlueskyFacets.detect(text).compactMap { facet -> String? in
            if case .mention(let handle) = facet.feature { handle } else { nil }
        }
        return Array(Set(all).sorted().prefix(20))
    }
}
