import Kernel

/// Hashtags, tickers, mentions and the networks' own fields of tags.
extension Inspection {
    mutating func tags() {
        let hashtags = XText.hashtags(in: face.text)
        // On Threads a post has one topic, written in the text or beside it.
        let beside = face.network == .threads ? face.tags.count : 0
        hold(Double(hashtags.count + beside), to: .hashtagsMax, "hashtags_too_many", near: "hashtags_many", .text)
        for (index, part) in face.thread.prefix(200).enumerated() where limits[.hashtagsMax] != nil {
            let count = XText.hashtags(in: part).count
            hold(Double(count), to: .hashtagsMax, "hashtags_too_many", near: "hashtags_many", .thread(index))
        }
        if limits[.cashtagsMax] != nil {
            hold(Double(XText.cashtags(in: face.text).count), to: .cashtagsMax, "cashtags_too_many", .text)
        }
        if limits[.mentionsMax] != nil {
            let mentions = XText.mentions(in: face.text).count
            hold(Double(mentions), to: .mentionsMax, "mentions_too_many", near: "mentions_many", .text)
        }
        fields(hashtags.map(\.text))
    }

    /// Tags that are no part of the text.
    private mutating func fields(_ hashtags: [String]) {
        hold(Double(face.tags.count), to: .extraTagsMax, "tags_too_many", .whole)
        if limits[.tagMax] != nil {
            for tag in (face.tags.prefix(100) + hashtags.prefix(100)) {
                let shown = PreflightFinding.Value.text(String(tag.prefix(24)) + "…")
                hold(Double(tag.count), to: .tagMax, "tag_too_long", .whole, ["tag": shown])
            }
        }
        if limits[.tagsTotalMax] != nil {
            hold(Double(Self.videoTags(face.tags)), to: .tagsTotalMax, "tags_too_long", .whole)
        }
    }

    /// YouTube counts the commas between tags, and quotation marks around one that has a blank
    /// (developers.google.com/youtube/v3/docs/videos, `snippet.tags[]`).
    static func videoTags(_ tags: [String]) -> Int {
        tags.reduce(max(0, tags.count - 1)) { sum, tag in
            sum + tag.unicodeScalars.count + (tag.contains(where: \.isWhitespace) ? 2 : 0)
        }
    }

    /// A hashtag of several words is read aloud word by word when each begins with a capital.
    mutating func spelling() {
        let parts: [(String, PreflightFinding.Field)] =
            [(face.text, .text)] + face.thread.prefix(200).enumerated().map { ($1, .thread($0)) }
            + (face.firstComment.map { [($0, .firstComment)] } ?? [])
        var (seen, words) = (Set<String>(), [[Character]]?.none)
        for (text, field) in parts {
            for tag in XText.hashtags(in: text).prefix(100).map(\.text) where seen.insert(tag).inserted {
                let known = words ?? HashtagSpelling.words(of: face.text)
                words = known
                switch HashtagSpelling.of(tag, among: known) {
                case .fine: break
                case .unsure: say(.advice, "hashtag_words", field, ["tag": .text("#" + tag)])
                case .better(let better):
                    let figures: [String: PreflightFinding.Value] = [
                        "tag": .text("#" + tag), "suggestion": .text("#" + better),
                    ]
                    say(.advice, "hashtag_capitals", field, figures)
                }
            }
        }
    }
}
