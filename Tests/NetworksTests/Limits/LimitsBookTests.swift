import Foundation
import Kernel
import Testing

@testable import Networks

@Suite struct LimitsBookTests {
    private static let accounts: [Network] = [
        .mastodon, .bluesky, .facebook, .instagram, .threads, .x, .youtube, .linkedin, .google,
    ]

    @Test("the book holds the nine networks that we publish on, each with its name, and no other")
    func networks() throws {
        let book = try LimitsFixture.book()
        #expect(book.networks == Self.accounts)
        #expect(book.limits(for: .web) == nil)
        #expect(book.limits(for: .facebook)?.label == "Facebook (Page)")
        for network in Self.accounts { #expect(book.limits(for: network)?.network == network) }
    }

    @Test("a figure says what it is, where it was read, how sure that is, and how old")
    func figure() throws {
        let figure = try #require(try LimitsFixture.limits(.facebook)[.textMax])
        #expect(figure.value.int == 63_206 && figure.unit == "characters" && figure.confidence == .conflict)
        #expect(figure.sources.map(\.id) == ["postiz", "shout", "ayr_fb"])
        #expect(figure.sources.first?.place.hasPrefix("gitroomhq/postiz-app 74b01ada154a") == true)
        #expect(figure.note?.contains("Warn above 5000") == true && figure.steps.warnAbove == 5_000)
        // The youngest of its sources is of 2026-08-21.
        let read = try #require(Instant(iso8601: "2026-08-21T00:00:00Z"))
        #expect(figure.checkedOn == read.day && figure.askedAt == nil)
        #expect(figure.age(on: read.adding(days: 30)) == 30 && figure.age(on: read.adding(days: -3)) == 0)
    }

    @Test("figures are to be read again once they are older than the book allows")
    func due() throws {
        let book = try LimitsFixture.book()
        let figure = try #require(book.limits(for: .threads)?[.textMax])
        let read = Instant(day: figure.checkedOn)
        #expect(book.reviewAfterDays == 90)
        #expect(!book.isDue(figure, on: read.adding(days: 90)) && book.isDue(figure, on: read.adding(days: 91)))
        #expect(book.due(.threads, on: read.adding(days: 91)).contains(figure))
        #expect(book.due(.threads, on: Instant(day: 0)).isEmpty)
    }

    @Test("every figure that the checks read is somewhere in the book, and is of the form that they read")
    func names() throws {
        let book = try LimitsFixture.book()
        let all = Self.accounts.compactMap { book.limits(for: $0) }.flatMap(\.all)
        let numbers: [FigureName] = [
            .textMax, .textMaxBytes, .titleMax, .commentMax, .linksMax, .linksCounting, .cashtagsMax, .extraTagsMax,
            .tagMax, .tagsTotalMax, .mentionsMax, .imagesMaxCount, .imagesMaxBytes, .gifMaxBytes, .imagesMaxPixels,
            .videoMaxCount, .videoMaxBytes, .videoMaxSeconds, .videoUnverifiedSeconds, .documentMaxBytes,
            .documentTitleMax, .altMax, .scheduleMinAhead, .scheduleMaxAhead, .postCost, .linkPostCost,
            .mediaMetadataCost, .postsPerDay, .hashtagsMax,
        ]
        let pairs: [FigureName] = [.imagesBytes, .imagesWidth, .imagesMinPixels, .videoBytes, .videoSeconds]
        let lists: [FigureName] = [.imagesFormats, .videoFormats, .documentFormats]
        let texts: [FigureName] = [.textForbidden, .imagesAspect, .altSupported, .mediaTransport]
        let flags: [FigureName] = [.linksClickable, .imagesRequired, .videoMix, .scheduleSupported]
        func has(_ name: FigureName, _ form: (FigureValue) -> Bool) -> Bool {
            all.contains { $0.name == name && form($0.value) }
        }
        for name in numbers { #expect(has(name) { $0.number != nil }, "\(name.rawValue)") }
        for name in pairs { #expect(has(name) { $0.pair != nil }, "\(name.rawValue)") }
        for name in lists { #expect(has(name) { $0.list != nil }, "\(name.rawValue)") }
        for name in texts { #expect(has(name) { $0.text != nil }, "\(name.rawValue)") }
        for name in flags { #expect(has(name) { $0.flag != nil }, "\(name.rawValue)") }
    }

    @Test("each network counts its own way")
    func counting() throws {
        let rules: [(Network, CountingRule)] = [
            (.x, .weighted), (.bluesky, .graphemes), (.youtube, .utf8Bytes), (.threads, .emojiAsBytes),
            (.mastodon, .mastodon(url: 23)), (.facebook, .scalars), (.instagram, .scalars), (.linkedin, .scalars),
            (.google, .scalars),
        ]
        for (network, rule) in rules { #expect(try LimitsFixture.limits(network).counting == rule) }
    }

    @Test(
        "a book that is wrong is refused in one line that says where",
        arguments: [
            ("{", "not a JSON object"), ("[]", "not a JSON object"),
            (book(), "no networks"), (book(version: "2"), "schema_version is not 1"),
            (book(checked: "2026-02-30"), "checked_on is no date"),
            (book(checked: "yesterday"), "checked_on is no date"),
            (book(review: "0"), "review_after_days is no number of days"),
            (book(more: ",\"extra\":1"), "the file: nobody reads extra"),
            (book(sources: "{\"s\":{}}"), "source s says not where it is"),
            (book(sources: "{\"s\":{\"url\":\"u\",\"seen_on\":\"2026-13-01\"}}"), "source s: seen_on is no date"),
            (book(networks: "{\"tiktok\":{}}"), "tiktok is no network"),
            (book(networks: "{\"x\":{\"label\":\"\",\"figures\":{}}}"), "x has no label"),
            (book(figures: "{}"), "x has no text.max"),
            (
                book(
                    figures: "{\"text.max\":{\"value\":1,\"unit\":\"words\",\"confidence\":\"memory\",\"sources\":[]}}"),
                "x.text.max: nobody counts in words"
            ),
            (book(figure: "\"value\":1,\"confidence\":\"sure\",\"sources\":[]"), "x.text.max: an unknown confidence"),
            (book(figure: "\"confidence\":\"memory\",\"sources\":[]"), "x.text.max: no value"),
            (
                book(figure: "\"value\":1,\"confidence\":\"code\",\"sources\":[]"),
                "x.text.max: no source, and not from memory"
            ),
            (
                book(figure: "\"value\":1,\"confidence\":\"code\",\"sources\":[\"t\"]"),
                "x.text.max: source t is not in the table"
            ),
            (book(figure: "\"value\":1,\"confidence\":\"code\""), "x.text.max: sources is no list"),
            (book(figure: "\"value\":-1,\"confidence\":\"memory\",\"sources\":[]"), "x.text.max: an impossible number"),
            (
                book(figure: "\"value\":[1],\"confidence\":\"memory\",\"sources\":[]"),
                "x.text.max: a list of neither words nor two numbers"
            ),
            (
                book(figure: "\"value\":{},\"confidence\":\"memory\",\"sources\":[]"),
                "x.text.max: a value that is an object"
            ),
            (
                book(figure: "\"value\":1,\"confidence\":\"memory\",\"sources\":[],\"warn\":1"),
                "x.text.max: nobody reads warn"
            ),
            (
                book(figure: "\"value\":1,\"confidence\":\"memory\",\"sources\":[],\"warn_above\":\"2\""),
                "x.text.max: warn_above is no number"
            ),
            (
                book(figure: "\"value\":1,\"confidence\":\"memory\",\"sources\":[],\"note\":7"),
                "x.text.max: note is no text"
            ),
            (
                book(figure: "\"value\":1,\"confidence\":\"memory\",\"sources\":[],\"checked_on\":\"x\""),
                "x.text.max: checked_on is no date"
            ),
        ])
    func wrong(text: String, cause: String) throws {
        let failure = #expect(throws: Failure.self) { try LimitsBook.parse(Array(text.utf8)) }
        #expect(failure?.kind == .unusable && failure?.cause == "limits.json: \(cause)")
    }

    @Test("a book of over a megabyte is refused unread")
    func large() throws {
        let failure = #expect(throws: Failure.self) { try LimitsBook.parse(Array(repeating: 0x20, count: 1 << 20 + 1)) }
        #expect(failure?.cause == "limits.json: over 1 MB")
    }

    private static func book(
        version: String = "1", checked: String = "2026-08-22", review: String = "90",
        sources: String = "{\"s\":{\"url\":\"https://example.org\"}}", networks: String? = nil, figures: String? = nil,
        figure: String? = nil, more: String = ""
    ) -> String {
        let inner = figures ?? figure.map { "{\"text.max\":{\"unit\":\"characters\",\($0)}}" }
        let all = networks ?? inner.map { "{\"x\":{\"label\":\"X\",\"figures\":\($0)}}" } ?? "{}"
        return """
            {"schema_version":\(version),"checked_on":"\(checked)","review_after_days":\(review),
             "sources":\(sources),"networks":\(all)\(more)}
            """
    }
}
