import Archives
import Testing

@Suite("Whose export it is")
struct DetectionTests {
    @Test(
        "names in an archive tell",
        arguments: [
            (["Your archive.html", "data/tweets.js"], .x), (["outbox.json", "actor.json"], .mastodon),
            (["Takeout/archive_browser.html"], .takeout), (["Connections.csv", "Shares.csv"], .linkedin),
            (["your_instagram_activity/media/posts_1.json"], .instagram),
            (["this_profile's_activity_across_facebook/posts/profile_posts_1.json"], .facebook),
            (["a/avis.csv"], .table),
            (["a.jsonl", "b.csv"], .canonical), (["photo.jpg"], nil),
        ] as [([String], ArchiveFormat?)])
    func names(_ entries: [String], _ format: ArchiveFormat?) {
        #expect(ArchiveFormat.detect(firstBytes: [], name: "export.zip", entries: entries) == format)
    }

    @Test(
        "the first bytes of a single file tell",
        arguments: [
            ("window.YTD.tweets.part0 = [", .x), ("Date,ShareLink,ShareCommentary\n", .linkedin),
            ("\u{FEFF}Date,Link,Message\n", .linkedin),
            (
                "Comment ID,Channel ID,Comment Create Timestamp,Price,Parent Comment ID,Video ID,Comment Text\n",
                .takeout
            ),
            (#"{"@context":"https://www.w3.org/ns/activitystreams","orderedItems":[]}"#, .mastodon),
            (#"{"id":"1","text":"a starRating","published_at":"x"}"#, .canonical),
            (#"{"id":"1","words":"a"}"# + "\n{", .table), ("a;b\n1;2\n", .table), ("%PDF\u{0}\u{1}", nil),
        ] as [(String, ArchiveFormat?)])
    func bytes(_ start: String, _ format: ArchiveFormat?) {
        #expect(ArchiveFormat.detect(firstBytes: Array(start.utf8), name: "fichier") == format)
    }
}
