import Foundation
import Testing

@testable import Networks

private let folder = "suites/twitter-text/"
private let isThere = shared(folder + "conformance/extract.yml") != nil

/// 29: a weighted text with emoji families, Chinese, an address in parentheses and split accents measures as
/// twitter-text's own conformance files say: all 97 cases of validate.yml, all 238 of extract.yml, all 1,574 of tlds.yml.
@Suite(.enabled(if: isThere, "needs ../shared/suites/twitter-text"))
struct XConformanceTests {
    private static func cases(_ file: String) throws -> JSON {
        try SuiteYAML.parse(try #require(shared(folder + "conformance/" + file)))["tests"]
    }

    /// One of the configurations beside the suite.
    private static func weights(_ version: Int) throws -> XWeights {
        let data = try #require(shared(folder + "config/v\(version).json"))
        let config = try JSONDecoder().decode(JSON.self, from: data)
        let bands = try config["ranges"].elements.map { band in
            let (start, end) = (try #require(band["start"].int), try #require(band["end"].int))
            return XWeights.Band(UInt32(start)...UInt32(end), weight: try #require(band["weight"].int))
        }
        return XWeights(
            longest: try #require(config["maxWeightedTweetLength"].int), scale: try #require(config["scale"].int),
            usual: try #require(config["defaultWeight"].int), address: try #require(config["transformedURLLength"].int),
            joinsEmoji: config["emojiParsingEnabled"].bool ?? false, bands: bands)
    }

    @Test("29: the weights in force are those of config/v3.json")
    func current() throws { #expect(try Self.weights(3) == .current) }

    @Test(
        "29: each post measures as validate.yml says, by the configuration that its section is for",
        arguments: [
            ("WeightedTweetsCounterTest", 2, 20), ("WeightedTweetsWithDiscountedEmojiCounterTest", 3, 22),
            ("UnicodeDirectionalMarkerCounterTest", 3, 2),
        ])
    func weighted(section: String, version: Int, count: Int) throws {
        let weights = try Self.weights(version)
        let cases = try Self.cases("validate.yml")[section].elements
        #expect(cases.count == count)
        for one in cases {
            let measure = XMeasure(try #require(one["text"].string), by: weights)
            let (expected, said) = (one["expected"], Comment(rawValue: one["description"].string ?? ""))
            #expect(measure.weightedLength == expected["weightedLength"].int, said)
            #expect(measure.isValid == expected["valid"].bool, said)
            #expect(measure.permillage == expected["permillage"].int, said)
            #expect(measure.displayRange.lowerBound == expected["displayRangeStart"].int, said)
            #expect(measure.displayRange.upperBound == expected["displayRangeEnd"].int, said)
            #expect(measure.validRange.lowerBound == expected["validRangeStart"].int, said)
            #expect(measure.validRange.upperBound == expected["validRangeEnd"].int, said)
            if version == 3 {
                let text = one["text"].string ?? ""
                #expect(TextCount.count(text, as: .weighted) == expected["weightedLength"].int, said)
            }
        }
    }

    /// The section `tweets` is for the 140 characters of before 2018, with every character counting one (config/v1.json):
    /// its last two cases are too long by that rule only. It holds by that rule, whole.
    @Test("29: posts of before 2018 are valid by the rules of before 2018")
    func old() throws {
        let weights = try Self.weights(1)
        let cases = try Self.cases("validate.yml")["tweets"].elements
        #expect(cases.count == 8)
        for one in cases {
            let measure = XMeasure(try #require(one["text"].string), by: weights)
            #expect(measure.isValid == one["expected"].bool, Comment(rawValue: one["description"].string ?? ""))
        }
    }

    @Test(
        "29: names, lists, hashtags and addresses are told from what is none",
        arguments: [
            ("usernames", 4), ("lists", 5), ("hashtags", 7), ("urls", 24), ("urls_without_protocol", 5),
        ])
    func valid(section: String, count: Int) throws {
        let cases = try Self.cases("validate.yml")[section].elements
        #expect(cases.count == count)
        for one in cases {
            let text = try #require(one["text"].string)
            let isValid =
                switch section {
                case "usernames": XText.isUsername(text)
                case "lists": XText.isList(text)
                case "hashtags": XText.isHashtag(text)
                default: XAddress.isValid(text, requiresScheme: section == "urls")
                }
            #expect(isValid == one["expected"].bool, Comment(rawValue: one["description"].string ?? ""))
        }
    }

    @Test(
        "29: the same entities are found as in extract.yml, in the same places",
        arguments: [
            ("mentions", 23), ("mentions_with_indices", 3), ("mentions_or_lists_with_indices", 5), ("replies", 13),
            ("urls", 91), ("urls_with_indices", 10), ("urls_with_directional_markers", 2), ("tco_urls_with_params", 5),
            ("hashtags", 65), ("hashtags_from_astral", 3), ("hashtags_with_indices", 8), ("cashtags", 8),
            ("cashtags_with_indices", 2),
        ])
    func extracted(section: String, count: Int) throws {
        let cases = try Self.cases("extract.yml")[section].elements
        #expect(cases.count == count)
        for one in cases {
            let (text, expected) = (try #require(one["text"].string), one["expected"])
            let said = Comment(rawValue: one["description"].string ?? "")
            if section == "replies" {
                #expect(XText.reply(in: text) == expected.string, said)
                continue
            }
            let found = Self.entities(section, text)
            let hasPlaces = section.contains("indices") || section.contains("directional")
            if !hasPlaces {
                #expect(found.map(\.text) == expected.elements.map(\.string), said)
                continue
            }
            #expect(found.count == expected.elements.count, said)
            for (entity, wanted) in zip(found, expected.elements) { Self.compare(entity, wanted, said) }
        }
    }

    private static func entities(_ section: String, _ text: String) -> [XEntity] {
        if section.hasPrefix("mentions") { return XText.mentions(in: text) }
        if section.hasPrefix("hashtags") { return XText.hashtags(in: text) }
        return section.hasPrefix("cashtags") ? XText.cashtags(in: text) : XText.urls(in: text)
    }

    private static func compare(_ entity: XEntity, _ wanted: JSON, _ said: Comment) {
        let names = ["screen_name", "url", "hashtag", "cashtag"]
        #expect([entity.text] == names.compactMap { wanted[$0].string }, said)
        #expect(
            [entity.range.lowerBound, entity.range.upperBound] == wanted["indices"].elements.compactMap(\.int), said)
        if let slug = wanted["list_slug"].string {
            #expect(entity.kind == (slug.isEmpty ? .mention : .list(slug)), said)
        }
    }

    @Test("29: every top-level domain of tlds.yml ends an address", arguments: [("country", 315), ("generic", 1_259)])
    func domains(section: String, count: Int) throws {
        let cases = try Self.cases("tlds.yml")[section].elements
        #expect(cases.count == count)
        for one in cases {
            let text = try #require(one["text"].string)
            #expect(XText.urls(in: text).map(\.text) == one["expected"].elements.map(\.string))
        }
    }
}
